package org.hearth.app.childcare;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.Problem;

/**
 * What the village's child director found about who looks after a child.
 *
 * @param id made on the phone; the same check sent again counts once
 * @param guardian who looks after the child
 * @param weeklyContact whether the parents have been in touch at least once a week (Law on Protection of Minors, Art. 23)
 * @param note what is needed, where something is not in order
 * @param dangers what must be reported to the police at once
 */
public record GuardianshipCheck(
        UUID id,
        UUID childId,
        LocalDate on,
        String guardian,
        boolean weeklyContact,
        boolean inSchool,
        boolean healthy,
        String note,
        Set<Danger> dangers) {

    /** Whether nothing endangers the child. */
    public boolean isSafe() {
        return dangers.isEmpty();
    }

    /** Whether everything is in order, so that no help is needed. */
    public boolean isInOrder() {
        return isSafe() && weeklyContact && inSchool && healthy;
    }

    /** @throws Problem when nobody is named who looks after the child, or a need is not described */
    void check() {
        if (guardian.isBlank()) {
            throw new Problem("请填写由谁照料孩子；无人照料的，写“无人”。", "Say who looks after the child; where nobody does, write so.");
        }
        if (!isInOrder() && note.isBlank()) {
            throw new Problem(
                    "有情况的，请写明看到了什么、需要什么。", "Where something is not in order, say what was seen and what is needed.");
        }
    }
}
