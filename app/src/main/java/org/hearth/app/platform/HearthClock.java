package org.hearth.app.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one clock of the platform. It runs with the real time, or, in a database that holds a played winter, as far behind it
 * as that winter is; while the winter is played, it is moved from hour to hour.
 */
@Component
public class HearthClock extends Clock {

    /** All of China keeps one time. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final String SETTING = "clock.behind-seconds";

    private final JdbcClient db;
    private final Clock real = Clock.system(ZONE);
    private volatile Duration behind;

    HearthClock(JdbcClient db, Migrations migrated) {
        this.db = db;
        this.behind = db.sql("select value from platform.setting where name = ?")
                .param(SETTING)
                .query(Long.class)
                .optional()
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
    }

    public LocalDate today() {
        return LocalDate.ofInstant(instant(), ZONE);
    }

    public LocalDateTime now() {
        return LocalDateTime.ofInstant(instant(), ZONE);
    }

    @Override
    public Instant instant() {
        return real.instant().minus(behind);
    }

    /** Whether this clock tells the time of a played winter. */
    public boolean isPlayed() {
        return !behind.isZero();
    }

    /** The first moment of a played winter's day at {@code hour}, from which this clock runs on. Only the winter room plays. */
    public void moveTo(LocalDateTime moment) {
        behind = Duration.between(moment.atZone(ZONE).toInstant(), real.instant());
    }

    /** Keeps the played time in the database, so that a platform started later goes on from it. */
    public void keep() {
        db.sql("""
                insert into platform.setting (name, value)
                values (?, ?)
                on conflict (name) do update set value = excluded.value, changed_at = now()
                """).params(SETTING, Long.toString(behind.toSeconds())).update();
    }

    @Override
    public ZoneId getZone() {
        return ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(ZONE) ? this : Clock.offset(Clock.system(zone), behind.negated());
    }
}
