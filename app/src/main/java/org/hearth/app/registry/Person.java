package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A person in the register.
 *
 * @param region the village where the household lives that they belong to
 * @param bornEstimated whether the birth date is an estimate, because no document says it
 * @param diedOn the day of death, where one was reported and applied
 * @param idNumberMasked the identity number as screens show it: {@code 622927********123X}
 */
public record Person(
        UUID id,
        RegionCode region,
        String name,
        Sex sex,
        LocalDate born,
        boolean bornEstimated,
        @Nullable LocalDate diedOn,
        @Nullable String idNumberMasked,
        @Nullable String phone) {

    public boolean isAlive() {
        return diedOn == null;
    }

    /** The birth date as pages, lists and files show it, which is {@link #shown(LocalDate, String)}. */
    public String bornShown() {
        return shown(born, idNumberMasked);
    }

    /**
     * A birth date as it may stand beside an identity number: the year alone where the masked number stands there too. The eight
     * digits that the mask hides are the birth date; with it and the ten others, the number would be whole (docs/adr/0018).
     */
    public static String shown(LocalDate born, @Nullable String idNumberMasked) {
        return idNumberMasked == null ? born.toString() : Integer.toString(born.getYear());
    }

    /** Whole years of age on {@code day}. Who was born on 29 February is a year older on 1 March of a common year. */
    public int ageOn(LocalDate day) {
        int years = day.getYear() - born.getYear();
        boolean birthdayToCome = day.getMonthValue() < born.getMonthValue()
                || (day.getMonthValue() == born.getMonthValue() && day.getDayOfMonth() < born.getDayOfMonth());
        return birthdayToCome ? years - 1 : years;
    }
}
