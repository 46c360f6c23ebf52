package org.hearth.app.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/**
 * Does every room's {@link Routine} when its hour has come, each for itself: one that fails is logged, noted and done again at
 * its next hour, and holds up no other. What was due while the platform was down is done once when it is up again.
 */
@Component
public class Routines {

    /** Where a routine stands. */
    public enum State {
        WAITING("等候首次执行", "Waiting for its first hour"),
        RUNNING("进行中", "Under way"),
        DONE("已完成", "Done"),
        FAILED("没有完成", "Failed"),
        LATE("到点没有执行", "Past its hour and not begun");

        private final Text title;

        State(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }

        /** Whether somebody has to look after it. */
        public boolean isTrouble() {
            return this == FAILED || this == LATE;
        }
    }

    /**
     * A routine as it stands.
     *
     * @param beganAt when it was last begun; absent where it never was
     * @param cameTo what it last came to; empty unless it is done
     * @param problem why it failed, for the administrator; absent where it did not
     */
    public record Standing(
            Text title,
            State state,
            @Nullable LocalDateTime beganAt,
            @Nullable LocalDateTime endedAt,
            LocalDateTime dueAt,
            Text cameTo,
            @Nullable String problem) {}

    private record Row(
            String name,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime beganAt,
            @Nullable OffsetDateTime endedAt,
            String cameToZh,
            String cameToEn,
            @Nullable String problem) {}

    private static final Logger LOG = LoggerFactory.getLogger(Routines.class);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int LONGEST_PROBLEM = 300;

    private final List<Routine> routines;
    private final JdbcClient db;
    private final HearthClock clock;

    Routines(List<Routine> routines, JdbcClient db, HearthClock clock) {
        this.routines =
                routines.stream().sorted(Comparator.comparing(Routine::name)).toList();
        this.db = db;
        this.clock = clock;
    }

    List<Routine> all() {
        return routines;
    }

    /**
     * Does {@code routine} if its hour has come; never in a played winter, where the play itself does what is due.
     *
     * @return whether it was done now, well or not
     */
    public boolean doIfDue(Routine routine) {
        if (clock.isPlayed()) {
            return false;
        }
        OffsetDateTime now = at(clock.instant());
        OffsetDateTime next = next(routine, now);
        OffsetDateTime due = db.sql("""
                        insert into platform.routine (name, due_at)
                        values (:name, :next)
                        on conflict (name) do update set due_at = routine.due_at
                        returning due_at
                        """)
                .param("name", routine.name())
                .param("next", next)
                .query(OffsetDateTime.class)
                .single();
        if (due.isAfter(now) || !isTaken(routine, due, now, next)) {
            return false;
        }
        carryOut(routine, clock.today());
        return true;
    }

    private boolean isTaken(Routine routine, OffsetDateTime due, OffsetDateTime now, OffsetDateTime next) {
        return db.sql("""
                        update platform.routine
                        set due_at = :next, began_at = :now, ended_at = null, problem = null
                        where name = :name
                          and due_at = :due
                        """)
                        .param("next", next)
                        .param("now", now)
                        .param("name", routine.name())
                        .param("due", due)
                        .update()
                == 1;
    }

    /** Does {@code routine} for {@code day}, whatever the hour, and notes what it came to; a failure is noted and not thrown. */
    public void carryOut(Routine routine, LocalDate day) {
        OffsetDateTime began = at(clock.instant());
        Text cameTo = new Text("", "");
        String problem = null;
        try {
            cameTo = Scopes.within(
                    Scope.system(routine.room()), () -> routine.work().apply(day));
            LOG.info("{} for {}: {}", routine.name(), day, cameTo.en());
        } catch (RuntimeException e) {
            problem = reason(e);
            LOG.error("{} for {} failed; it is tried again at its next hour", routine.name(), day, e);
        }
        db.sql("""
                insert into platform.routine (name, due_at, began_at, ended_at, came_to_zh, came_to_en, problem)
                values (:name, :next, :began, :ended, :zh, :en, :problem)
                on conflict (name) do update
                    set began_at   = excluded.began_at,
                        ended_at   = excluded.ended_at,
                        came_to_zh = excluded.came_to_zh,
                        came_to_en = excluded.came_to_en,
                        problem    = excluded.problem
                """)
                .param("name", routine.name())
                .param("next", next(routine, began))
                .param("began", began)
                .param("ended", at(clock.instant()))
                .param("zh", cameTo.zh())
                .param("en", cameTo.en())
                .param("problem", problem)
                .update();
    }

    /** How each routine stands, in the order of their names; empty where none was ever due, as in a demonstration. */
    public List<Standing> standings() {
        List<Row> rows = db.sql("""
                        select name, due_at, began_at, ended_at, came_to_zh, came_to_en, problem
                        from platform.routine
                        order by name
                        """).query(Row.class).list();
        return routines.stream()
                .flatMap(routine -> rows.stream()
                        .filter(row -> row.name().equals(routine.name()))
                        .map(row -> standing(routine, row)))
                .toList();
    }

    private Standing standing(Routine routine, Row row) {
        return new Standing(
                routine.title(),
                state(row),
                local(row.beganAt()),
                local(row.endedAt()),
                Objects.requireNonNull(local(row.dueAt())),
                new Text(row.cameToZh(), row.cameToEn()),
                row.problem());
    }

    private State state(Row row) {
        if (!clock.isPlayed() && row.dueAt().toInstant().plus(PATIENCE).isBefore(clock.instant())) {
            return State.LATE;
        }
        if (row.problem() != null) {
            return State.FAILED;
        }
        if (row.beganAt() == null) {
            return State.WAITING;
        }
        return row.endedAt() == null ? State.RUNNING : State.DONE;
    }

    /** The first line alone: what follows in a database's message may hold somebody's data. */
    private static String reason(RuntimeException failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        String line = Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("");
        String reason = cause.getClass().getSimpleName() + (line.isEmpty() ? "" : ": " + line);
        return reason.substring(0, Math.min(reason.length(), LONGEST_PROBLEM));
    }

    private static OffsetDateTime next(Routine routine, OffsetDateTime after) {
        ZonedDateTime next = CronExpression.parse(routine.hours()).next(after.atZoneSameInstant(HearthClock.ZONE));
        return Objects.requireNonNull(next, routine.hours()).toOffsetDateTime();
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atZone(HearthClock.ZONE).toOffsetDateTime();
    }

    private static @Nullable LocalDateTime local(@Nullable OffsetDateTime moment) {
        return moment == null
                ? null
                : moment.atZoneSameInstant(HearthClock.ZONE).toLocalDateTime();
    }
}
