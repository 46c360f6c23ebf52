package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.divisions.RegionCode;

/**
 * A household is not what it was: somebody joined, left or died, a stratum began or ended, or it moved.
 *
 * @param on the day from which it holds
 */
public record HouseholdChanged(UUID householdId, RegionCode region, LocalDate on, Change change) {

    /** What changed. */
    public enum Change {
        REGISTERED,
        MEMBER_DIED,
        STRATUM_CONFIRMED,
        STRATUM_ENDED,
        /** Somebody joined or left, or relations changed. */
        MEMBERS_CHANGED,
        /** It lives in another village now, which is the region of this event. */
        MOVED,
        /** Its members went into another household; it is there no more. */
        DISSOLVED,
        /** What had dissolved it was taken back. */
        RESTORED
    }
}
