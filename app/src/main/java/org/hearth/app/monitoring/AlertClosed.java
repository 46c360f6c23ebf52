package org.hearth.app.monitoring;

import java.util.List;
import java.util.UUID;

/**
 * An alert was answered.
 *
 * @param alert as it is now, with its disposition
 * @param signals where it came from, so that each room learns what became of its signals
 */
public record AlertClosed(Alert alert, List<Origin> signals) {

    /** The room and kind of thing that a signal came from, and that thing. */
    public record Origin(String source, UUID sourceId) {}

    /** The things of one kind, e.g. {@code visits.visit}, whose signals led to this alert. */
    public List<UUID> from(String source) {
        return signals.stream()
                .filter(signal -> signal.source().equals(source))
                .map(Origin::sourceId)
                .toList();
    }
}
