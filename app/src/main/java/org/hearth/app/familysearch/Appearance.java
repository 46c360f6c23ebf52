package org.hearth.app.familysearch;

import java.time.LocalDate;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.hearth.linkage.unknown.Description;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of somebody, whether they were found or are missing. What is not known is null, or empty.
 *
 * @param name as they say it, or as they are called
 * @param ageFrom the youngest they may be, in years
 * @param ageTo the oldest
 * @param height in centimetres
 * @param place the county, or a division in it, where they were found or last seen
 * @param placeDetail where there, in words
 * @param on the day
 */
public record Appearance(
        String name,
        @Nullable Sex sex,
        @Nullable Integer ageFrom,
        @Nullable Integer ageTo,
        @Nullable Integer height,
        String marks,
        String speech,
        RegionCode place,
        String placeDetail,
        LocalDate on) {

    /** Nobody is smaller, in centimetres; the smallest are newborn. */
    public static final int SMALLEST = 30;

    /** Nobody is taller, in centimetres. */
    public static final int TALLEST = 250;

    /** As the linkage compares it. @param home where they live; null where that is not known */
    Description description(@Nullable RegionCode home) {
        return new Description(
                name, sex == null ? null : likewise(sex), ageFrom, ageTo, height, marks, speech, place, home, on);
    }

    static IdentityNumber.Sex likewise(Sex sex) {
        return switch (sex) {
            case F -> IdentityNumber.Sex.FEMALE;
            case M -> IdentityNumber.Sex.MALE;
        };
    }
}
