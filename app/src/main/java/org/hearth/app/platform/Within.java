package org.hearth.app.platform;

import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a division and of all that lies in it, as a half-open range that an index serves.
 *
 * @param from the first code
 * @param end the first code after them
 */
public record Within(String from, String end) {

    /**
     * What a list is narrowed to; nothing chosen narrows nothing.
     *
     * @param region a division's code as an address has it; absent or blank where none was chosen
     * @throws Problem when it is no code
     */
    public static Within of(@Nullable String region) {
        if (region == null || region.isBlank()) {
            return of(RegionCode.NATION);
        }
        try {
            return of(RegionCode.parse(region.strip()));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    "“" + region + "”不是行政区划代码，请从列表中选择地区。",
                    region + " is no division code; choose a region from the list.");
        }
    }

    /** All of {@code region}. */
    public static Within of(RegionCode region) {
        return new Within(region.digits(), region.digits() + ":");
    }
}
