package org.hearth.app.winter;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.hearth.app.access.Role;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The winter that is being played: where, with what population, and by whom.
 *
 * @param first the first day, 1 November 2023
 * @param last the last day, 15 March 2024
 * @param regions the prefectures it is played over
 * @param population the folder with the generated population in the facts layout and the departments' files
 * @param seed of everything that chance decides
 * @param clock the platform's clock, moved on by the play
 */
record Winter(
        LocalDate first, LocalDate last, List<RegionCode> regions, Path population, long seed, HearthClock clock) {

    /** Chance for {@code scene} on {@code day}: the same in every play with the same seed, whatever other scenes do. */
    SplittableRandom chance(Scene scene, LocalDate day) {
        return new SplittableRandom(seed * 31 + scene.order() * 1_000_003L + day.toEpochDay());
    }

    /** Moves the clock to {@code time} of {@code day}; scenes only move it onwards. */
    void at(LocalDate day, LocalTime time) {
        clock.moveTo(day.atTime(time));
    }

    /** Does work as somebody of {@code role} for {@code region}. */
    <T extends @Nullable Object> T as(Role role, RegionCode region, Supplier<T> work) {
        return Scopes.within(new Scope(region, actor(role, region)), work);
    }

    /** As {@link #as(Role, RegionCode, Supplier)}, for work that answers nothing. */
    void run(Role role, RegionCode region, Runnable work) {
        Scopes.run(new Scope(region, actor(role, region)), work);
    }

    /** The name under which a demonstration account of that role and region acts, e.g. {@code township.622927100}. */
    static String actor(Role role, RegionCode region) {
        String name = role.name().toLowerCase(Locale.ROOT);
        int end = name.indexOf('_');
        String place = region.equals(RegionCode.NATION) ? "cn" : region.digits();
        return (end < 0 ? name : name.substring(0, end)) + "." + place;
    }
}
