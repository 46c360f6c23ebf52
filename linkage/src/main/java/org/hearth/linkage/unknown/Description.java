package org.hearth.linkage.unknown;

import java.time.LocalDate;
import java.time.Period;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber.Sex;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person, whichever side it comes from: somebody found who cannot say who they are, somebody reported
 * missing, or somebody in the register. Whatever is not known is null, or empty, and speaks neither for nor against.
 *
 * @param name as they said it, or as it is recorded; a surname alone is welcome
 * @param ageFrom the youngest that they may be on {@code on}, in whole years
 * @param ageTo the oldest
 * @param height in centimetres
 * @param marks what can be recognised on the body, in plain words: 左臂有烫伤疤，右手缺小指
 * @param speech what they speak, in plain words: 四川口音
 * @param place where they were found; where they were last seen; null for somebody in the register
 * @param home where they live, or come from
 * @param on the day they were found; the day they were last seen; null for somebody in the register
 */
public record Description(
        String name,
        @Nullable Sex sex,
        @Nullable Integer ageFrom,
        @Nullable Integer ageTo,
        @Nullable Integer height,
        String marks,
        String speech,
        @Nullable RegionCode place,
        @Nullable RegionCode home,
        @Nullable LocalDate on) {

    /** @throws IllegalArgumentException when the oldest is younger than the youngest */
    public Description {
        if (ageFrom != null && ageTo != null && ageTo < ageFrom) {
            throw new IllegalArgumentException("an age from " + ageFrom + " to " + ageTo);
        }
    }

    /** Somebody in the register, as old as they are on a day. */
    public static Description registered(String name, Sex sex, LocalDate born, RegionCode home, LocalDate today) {
        int age = Period.between(born, today).getYears();
        return new Description(name, sex, age, age, null, "", "", null, home, null);
    }
}
