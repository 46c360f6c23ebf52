package org.hearth.app.outreach;

import java.time.OffsetDateTime;
import java.util.List;
import org.hearth.app.monitoring.Level;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What the response plan needs of a CAP 1.2 message.
 *
 * @param actual whether it is meant, and no exercise or test
 * @param references the identifiers of the messages that an update or cancellation ends
 * @param kind absent where the event is no winter weather
 * @param colour absent where the message names neither a colour nor a severity
 * @param regions the counties named by division code
 */
record CapMessage(
        String identifier,
        String sender,
        OffsetDateTime sent,
        boolean actual,
        Type type,
        List<String> references,
        @Nullable Kind kind,
        @Nullable Level colour,
        String headline,
        OffsetDateTime expires,
        List<RegionCode> regions) {

    /** The message types of the standard. */
    enum Type {
        ALERT,
        UPDATE,
        CANCEL,
        ACK,
        ERROR
    }

    /** The winter weather that the plan answers. */
    enum Kind {
        COLD_WAVE,
        SNOWSTORM,
        ROAD_ICING
    }
}
