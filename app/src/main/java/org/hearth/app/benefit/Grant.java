package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;

/**
 * What a decision gives.
 *
 * @param personId the one person it is for; absent where it is the household's
 * @param amount a month, once or a winter, as {@code rhythm} says
 * @param from the first day of the first month paid, or the day of a single sum
 * @param months how many months it is paid; absent where it runs until it is ended
 */
public record Grant(
        Benefit benefit,
        @Nullable UUID personId,
        Rhythm rhythm,
        Yuan amount,
        LocalDate from,
        @Nullable Integer months) {

    /** The last day, where it is for a number of months. */
    @Nullable
    LocalDate to() {
        Integer counted = months;
        return counted == null ? null : from.plusMonths(counted).minusDays(1);
    }
}
