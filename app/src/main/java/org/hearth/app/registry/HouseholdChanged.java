package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.divisions.RegionCode;

/**
 * A household is not what it was: somebody joined, left or died, or a stratum began or ended.
 *
 * @param on the day from which it holds
 */
public record HouseholdChanged(UUID householdId, RegionCode region, LocalDate on, Change change) {

    /** What changed. */
    public enum Change {
        REGISTERED,
        MEMBER_DIED,
        STRATUM_CONFIRMED,
        STRATUM_ENDED
    }
}
