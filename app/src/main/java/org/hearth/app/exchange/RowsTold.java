package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;

/**
 * Rows that another room wants to know of, whether their persons are in the register or not. Published in the transaction that
 * took them in, in the scope of whoever received the file; the same row may be told again, as when its person is registered.
 *
 * @param what kind of news it is, as the contract calls it: {@code missing-person}
 * @param department that sent it, in Chinese
 */
public record RowsTold(String what, String department, List<Row> rows) {

    /**
     * A row. Either {@code personId} or {@code number} is there.
     *
     * @param personId of the register; null where nobody in the register has the number
     * @param number of the person; null where it is known otherwise whom the row is about
     * @param values what the cells say, under the room's own names; what is empty is left out. Dates are ISO dates, a code is
     *     what the contract makes of it
     */
    public record Row(
            @Nullable UUID personId, @Nullable IdentityNumber number, String name, Map<String, String> values) {

        /** What the row says under a name. */
        public Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** The day that the row says under a name. */
        public Optional<LocalDate> day(String name) {
            return value(name).map(LocalDate::parse);
        }
    }
}
