package org.hearth.app.visits;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.platform.Problem;

/**
 * What a visitor found.
 *
 * @param id made on the phone; the same finding sent again counts once
 * @param elderId who was visited
 * @param met whether the elder was met or reached; a visit where nobody was met leaves the visit due
 * @param note where nobody was met, what was done about it; else what there is to say beside the themes
 * @param problems themes with a problem, each with its description; themes that are not named are in order
 */
public record Finding(
        UUID id, UUID elderId, VisitKind kind, boolean met, String note, LocalDate on, Map<Theme, String> problems) {

    /** @throws Problem when nobody was met and nothing is said about it, or a problem is not described */
    void check() {
        if (!met && note.isBlank()) {
            throw new Problem("没有见到老人，请写明采取了什么措施。", "Nobody was met: say what was done about it.");
        }
        if (problems.values().stream().anyMatch(String::isBlank)) {
            throw new Problem("发现问题的，请写明情况。", "Where there is a problem, describe it.");
        }
    }
}
