package org.hearth.app.winter;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Plays a winter, day by day, through the front doors of all rooms. */
@Component
public class WinterPlay {

    /** The first day of the winter that is played. */
    public static final LocalDate FIRST = LocalDate.of(2023, 11, 1);

    /** The last day: the winter action ends on 15 March. */
    public static final LocalDate LAST = LocalDate.of(2024, 3, 15);

    /**
     * What was played in this database.
     *
     * @param playedTo the last day that was played whole
     */
    public record Played(int households, long seed, Optional<LocalDate> playedTo, boolean finished) {}

    private static final Logger LOG = LoggerFactory.getLogger(WinterPlay.class);

    private final List<Scene> scenes;
    private final Map<String, Long> taken = new TreeMap<>();
    private final DemoAccounts accounts;
    private final Regions regions;
    private final HearthClock clock;
    private final JdbcClient db;

    WinterPlay(List<Scene> scenes, DemoAccounts accounts, Regions regions, HearthClock clock, JdbcClient db) {
        this.scenes =
                scenes.stream().sorted(Comparator.comparingInt(Scene::order)).toList();
        this.accounts = accounts;
        this.regions = regions;
        this.clock = clock;
        this.db = db;
    }

    /** The winter that was played here, whole or in part. */
    public Optional<Played> played() {
        return db.sql("select households, seed, played_to, finished from winter.play")
                .query((row, n) -> new Played(
                        row.getInt("households"),
                        row.getLong("seed"),
                        Optional.ofNullable(row.getObject("played_to", LocalDate.class)),
                        row.getBoolean("finished")))
                .optional();
    }

    /**
     * Plays the whole winter in a database that holds none.
     *
     * @param places the prefectures it is played over
     * @param population the generated population
     */
    public void play(int households, long seed, List<RegionCode> places, Path population, Progress progress) {
        play(households, seed, places, population, LAST, progress);
    }

    /** As {@link #play(int, long, List, Path, Progress)}, up to {@code last}, for tests that need no whole winter. */
    void play(int households, long seed, List<RegionCode> places, Path population, LocalDate last, Progress progress) {
        Winter winter = new Winter(FIRST, last, places, population, seed, clock);
        Scopes.run(Scope.system("winter"), () -> {
            regions.loadIfEmpty(progress);
            db.sql("insert into winter.play (households, seed, first_day, last_day) values (?, ?, ?, ?)")
                    .params(households, seed, FIRST, last)
                    .update();
        });
        winter.at(FIRST.minusDays(1), LocalTime.of(20, 0));
        Text preparing = new Text("布置演示", "Setting the scene");
        for (int i = 0; i < scenes.size(); i++) {
            progress.at(preparing, (double) i / scenes.size());
            long began = System.nanoTime();
            scenes.get(i).prepare(winter);
            taken.put(scenes.get(i).getClass().getSimpleName() + ", preparing", System.nanoTime() - began);
        }
        progress.at(preparing, 1);
        long days = ChronoUnit.DAYS.between(FIRST, last) + 1;
        for (LocalDate day = FIRST; !day.isAfter(last); day = day.plusDays(1)) {
            play(winter, day);
            progress.at(
                    new Text("演示这个冬天", "Playing the winter"),
                    (double) (ChronoUnit.DAYS.between(FIRST, day) + 1) / days);
        }
        Scopes.run(Scope.system("winter"), () -> {
            accounts.create(places);
            db.sql("update winter.play set finished = true").update();
        });
        taken.forEach((scene, nanos) -> LOG.debug("{} took {} s", scene, nanos / 1_000_000_000.0));
    }

    private void play(Winter winter, LocalDate day) {
        winter.at(day, LocalTime.of(6, 0));
        for (Scene scene : scenes) {
            long began = System.nanoTime();
            scene.play(winter, day);
            taken.merge(scene.getClass().getSimpleName(), System.nanoTime() - began, Long::sum);
        }
        winter.at(day, LocalTime.of(21, 0));
        Scopes.run(Scope.system("winter"), () -> {
            clock.keep();
            db.sql("update winter.play set played_to = ?").param(day).update();
        });
    }
}
