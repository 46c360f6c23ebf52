package org.hearth.app.region;

import java.time.LocalDate;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * An administrative division, in force or withdrawn.
 *
 * @param code its code
 * @param name its name
 * @param validFrom the first day that we know it was in force
 * @param validTo its last day, where the code was withdrawn
 * @param successor the code that took its place, where one did
 */
public record Region(
        RegionCode code,
        String name,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable RegionCode successor) {

    public DivisionLevel level() {
        return code.level();
    }
}
