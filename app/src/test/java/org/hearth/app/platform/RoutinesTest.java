package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.hearth.app.HearthTest;
import org.hearth.app.platform.Routines.Standing;
import org.hearth.app.platform.Routines.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HearthTest
class RoutinesTest {

    private static final LocalDate DAY = LocalDate.of(2023, 11, 1);

    @Autowired
    JdbcClient db;

    @Autowired
    HearthClock clock;

    @Autowired
    Migrations migrations;

    private final List<String> actors = new ArrayList<>();
    private Routine counts;
    private Routine fails;
    private Routines routines;

    @BeforeEach
    void a_routine_that_counts_and_one_that_fails() {
        counts = routine("counts", () -> new Text("数了", "counted"));
        fails = routine("fails", () -> {
            throw new IllegalStateException("no such household\n  Detail: Key (number)=(622927…)");
        });
        routines = new Routines(List.of(counts, fails), db, clock);
    }

    private Routine routine(String name, Supplier<Text> work) {
        return new Routine("test." + name + UUID.randomUUID(), new Text(name, name), "0 0 2 * * *", day -> {
            actors.add(Scopes.actor());
            return work.get();
        });
    }

    @Test
    void before_its_hour_a_routine_waits_and_at_its_hour_it_is_done_once() {
        assertThat(routines.doIfDue(counts)).as("seen for the first time").isFalse();
        assertThat(state(counts)).isEqualTo(State.WAITING);

        itsHourHasCome(counts, "1 minute");
        assertThat(routines.doIfDue(counts)).isTrue();
        assertThat(routines.doIfDue(counts)).isFalse();

        assertThat(actors).containsExactly("system:test");
        assertThat(state(counts)).isEqualTo(State.DONE);
    }

    @Test
    void what_was_due_while_the_platform_was_down_is_done_once_when_it_is_up_again() {
        routines.doIfDue(counts);
        itsHourHasCome(counts, "3 days");
        assertThat(state(counts)).isEqualTo(State.LATE);

        assertThat(routines.doIfDue(counts)).isTrue();
        assertThat(routines.doIfDue(counts)).isFalse();
        assertThat(state(counts)).isEqualTo(State.DONE);
    }

    @Test
    void one_that_fails_is_shown_without_anybodys_data_and_stops_no_other() {
        for (Routine routine : List.of(fails, counts)) {
            routines.doIfDue(routine);
            itsHourHasCome(routine, "1 minute");
            assertThat(routines.doIfDue(routine)).isTrue();
        }

        assertThat(state(fails)).isEqualTo(State.FAILED);
        assertThat(standing(fails).problem()).isEqualTo("IllegalStateException: no such household");
        assertThat(state(counts)).isEqualTo(State.DONE);
    }

    @Test
    void one_that_failed_is_well_again_when_it_is_done() {
        routines.carryOut(fails, DAY);
        Routine mended = new Routine(fails.name(), fails.title(), fails.hours(), counts.work());
        routines.carryOut(mended, DAY);

        assertThat(standing(fails).problem()).isNull();
        assertThat(state(fails)).isEqualTo(State.DONE);
    }

    @Test
    void in_a_played_winter_no_routine_is_done() {
        HearthClock played = new HearthClock(db, migrations);
        played.moveTo(DAY.atTime(2, 30));
        Routines inThePlay = new Routines(List.of(counts), db, played);
        routines.doIfDue(counts);
        itsHourHasCome(counts, "1000 days");

        assertThat(inThePlay.doIfDue(counts)).isFalse();
        assertThat(actors).isEmpty();
    }

    private void itsHourHasCome(Routine routine, String ago) {
        db.sql("update platform.routine set due_at = now() - cast(? as interval) where name = ?")
                .params(ago, routine.name())
                .update();
    }

    private State state(Routine routine) {
        return standing(routine).state();
    }

    private Standing standing(Routine routine) {
        return routines.standings().stream()
                .filter(standing -> standing.title().equals(routine.title()))
                .findFirst()
                .orElseThrow();
    }
}
