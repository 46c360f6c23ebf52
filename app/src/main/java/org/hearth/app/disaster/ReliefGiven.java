package org.hearth.app.disaster;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import org.hearth.app.benefit.Item;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;

/**
 * Relief given to one affected household.
 *
 * @param id made where it is entered; given again, it counts once
 * @param amount money; absent for goods, and for transitional relief whose daily rate is not known yet
 * @param basis the document or the decision that it rests on
 * @param month for which transitional relief is given
 * @param persons for how many transitional relief is given
 * @param days for how many days of the month
 * @param item what goods were given
 * @param quantity how many of it
 */
public record ReliefGiven(
        UUID id,
        UUID affectedId,
        ReliefKind kind,
        @Nullable Yuan amount,
        String basis,
        @Nullable YearMonth month,
        @Nullable Integer persons,
        @Nullable Integer days,
        @Nullable Item item,
        @Nullable Integer quantity,
        LocalDate on) {

    /** Money for a bereaved household, or emergency money for an affected one. */
    public static ReliefGiven money(
            UUID id, UUID affectedId, ReliefKind kind, Yuan amount, String basis, LocalDate on) {
        return new ReliefGiven(id, affectedId, kind, amount, basis, null, null, null, null, null, on);
    }

    /** Transitional living relief for a month; its amount follows from the county's daily rate. */
    public static ReliefGiven transitional(
            UUID id, UUID affectedId, YearMonth month, int persons, int days, String basis, LocalDate on) {
        return new ReliefGiven(
                id, affectedId, ReliefKind.TRANSITIONAL, null, basis, month, persons, days, null, null, on);
    }

    /** Goods from the county's store. */
    public static ReliefGiven goods(UUID id, UUID affectedId, Item item, int quantity, String basis, LocalDate on) {
        return new ReliefGiven(id, affectedId, ReliefKind.GOODS, null, basis, null, null, null, item, quantity, on);
    }
}
