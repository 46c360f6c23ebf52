package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class WorkingDaysTest {

    private final WorkingDays calendar = WorkingDays.load(Path.of("../packs/cn/calendar"));

    @Test
    void the_day_after_acceptance_is_day_one() {
        assertThat(calendar.plus(LocalDate.parse("2024-01-08"), 3)).isEqualTo("2024-01-11");
    }

    @Test
    void thirty_working_days_run_across_the_spring_festival_with_its_make_up_days() {
        assertThat(calendar.plus(LocalDate.parse("2024-01-08"), 30)).isEqualTo("2024-02-22");
        assertThat(calendar.between(LocalDate.parse("2024-01-08"), LocalDate.parse("2024-02-22")))
                .isEqualTo(30);
    }

    @Test
    void a_sunday_made_up_for_the_festival_is_a_working_day_and_a_monday_in_it_is_not() {
        assertThat(calendar.isWorkingDay(LocalDate.parse("2024-02-04"))).isTrue();
        assertThat(calendar.isWorkingDay(LocalDate.parse("2024-02-12"))).isFalse();
    }
}
