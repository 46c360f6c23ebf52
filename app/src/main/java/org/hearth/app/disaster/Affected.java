package org.hearth.app.disaster;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hearth.app.monitoring.Disposition;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A household that a disaster hit.
 *
 * @param number the household's number in the register
 * @param headName the name by which the household goes
 * @param persons living members
 * @param died how many members the disaster killed
 * @param relocated how many were moved to safety
 * @param reasons why it is reached first, most pressing first; empty where it is not among the vulnerable
 * @param callDueOn by when the first call on a vulnerable household is due
 * @param reachedOn when somebody was there
 * @param finding what they found
 * @param disposition how the alert was answered that it became when it was still in difficulty
 */
public record Affected(
        UUID id,
        RegionCode region,
        UUID disasterId,
        UUID householdId,
        String number,
        String headName,
        int persons,
        Damage damage,
        int died,
        int injured,
        int relocated,
        LocalDate listedOn,
        List<Vulnerability> reasons,
        @Nullable LocalDate callDueOn,
        @Nullable LocalDate reachedOn,
        @Nullable String finding,
        Stage stage,
        LocalDate stageSince,
        @Nullable UUID alertId,
        @Nullable Disposition disposition) {

    public boolean isVulnerable() {
        return !reasons.isEmpty();
    }

    public boolean isBereaved() {
        return died > 0;
    }

    /** Whether a first call is due and nobody has been there. */
    public boolean isToBeCalledOn() {
        return isVulnerable() && reachedOn == null;
    }
}
