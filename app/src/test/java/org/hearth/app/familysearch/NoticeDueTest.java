package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.hearth.app.familysearch.Notices.Duty;
import org.hearth.app.familysearch.Notices.Standing;
import org.junit.jupiter.api.Test;

/** How the last moment of a duty is told. */
class NoticeDueTest {

    @Test
    void what_is_over_when_a_day_begins_is_due_on_the_day_before_and_what_is_over_at_an_hour_is_not() {
        assertThat(standing(LocalDateTime.of(2024, 3, 27, 0, 0)).lastDay()).isEqualTo(LocalDate.of(2024, 3, 26));
        assertThat(standing(LocalDateTime.of(2024, 3, 16, 21, 13)).lastDay()).isNull();
    }

    private static Standing standing(LocalDateTime due) {
        return new Standing(Duty.DNA, due, null, false, "");
    }
}
