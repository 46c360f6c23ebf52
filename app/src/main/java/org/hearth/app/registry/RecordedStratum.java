package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a department's records say of a household and a stratum that it finds.
 *
 * @param periods when it holds
 * @param over the days from which a record says that it is over
 * @param basis the department and its record
 */
public record RecordedStratum(List<Period> periods, List<LocalDate> over, String basis) {

    /** Days on which it holds, the first to the last; without a last one, until further notice. */
    public record Period(LocalDate from, @Nullable LocalDate to) {}
}
