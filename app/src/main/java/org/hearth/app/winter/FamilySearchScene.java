package org.hearth.app.winter;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.familysearch.Appearance;
import org.hearth.app.familysearch.FamilySearch;
import org.hearth.app.familysearch.FamilySearch.Reported;
import org.hearth.app.familysearch.Files;
import org.hearth.app.familysearch.Files.Report;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.familysearch.Notices;
import org.hearth.app.familysearch.Proof;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stations take in people who cannot say who they are. Some of them are those whom the police look for, seen by somebody who
 * estimates; some nobody has reported. A notice goes out the next day, and what the DNA says comes after three weeks.
 */
@Component
class FamilySearchScene implements Scene {

    private static final int DAYS_OF_THE_LABORATORY = 21;
    private static final List<String> LOOKS = List.of("右眉上方有一道疤", "左手食指缺一节", "额头有黑痣", "走路跛，右腿", "门牙缺一颗", "穿灰色棉衣，背蓝布包");
    private static final List<String> SPEECH = List.of("四川口音", "河南口音", "东乡语", "不会说话，会点头", "陕北口音");

    private record Taken(
            UUID unknown, RegionCode county, @Nullable UUID report, LocalDate on) {}

    private final FamilySearch search;
    private final Files files;
    private final Notices notices;
    private final Regions regions;
    private final List<RegionCode> counties = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Set<UUID> met = new HashSet<>();

    FamilySearchScene(FamilySearch search, Files files, Notices notices, Regions regions) {
        this.search = search;
        this.files = files;
        this.notices = notices;
        this.regions = regions;
    }

    /** After the stations have opened, and the police have written. */
    @Override
    public int order() {
        return 550;
    }

    @Override
    public void prepare(Winter winter) {
        counties.clear();
        taken.clear();
        met.clear();
        winter.regions()
                .forEach(region ->
                        regions.within(region).stream().map(Region::code).forEach(counties::add));
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        SplittableRandom chance = winter.chance(this, day);
        winter.at(day, LocalTime.of(17, 30));
        taken.stream().filter(one -> one.on().plusDays(1).equals(day)).forEach(one -> announce(winter, one));
        taken.stream()
                .filter(one -> one.on().plusDays(DAYS_OF_THE_LABORATORY).equals(day))
                .forEach(one -> answer(winter, one));
        if (day.equals(winter.last())) {
            // The play ends in the middle of the work, so that whoever looks at it finds a desk in use.
            counties.forEach(county -> takeIn(winter, county, day, chance, null));
        }
        if (day.getDayOfWeek() != DayOfWeek.WEDNESDAY) {
            return;
        }
        for (Report report : Scopes.within(Scope.system("winter"), files::openReports)) {
            boolean goneForAWeek = report.appearance().on().plusDays(7).isBefore(day);
            if (goneForAWeek && met.add(report.id()) && chance.nextInt(3) > 0) {
                takeIn(winter, anyCounty(chance), day, chance, report);
            }
        }
        if (chance.nextInt(5) == 0) {
            takeIn(winter, anyCounty(chance), day, chance, null);
        }
    }

    private RegionCode anyCounty(SplittableRandom chance) {
        return counties.get(chance.nextInt(counties.size()));
    }

    private void takeIn(
            Winter winter, RegionCode county, LocalDate day, SplittableRandom chance, @Nullable Report report) {
        UUID id = new UUID(chance.nextLong() & ~0xF000L | 0x4000L, chance.nextLong() & -1L >>> 2 | Long.MIN_VALUE);
        Appearance seen = report == null ? stranger(county, day, chance) : seen(report, county, day, chance);
        winter.run(Role.DUTY_DESK, county, () -> search.enter(id, county, null, seen, ""));
        taken.add(new Taken(id, county, report == null ? null : report.id(), day));
    }

    private static Appearance stranger(RegionCode county, LocalDate day, SplittableRandom chance) {
        int age = 30 + chance.nextInt(45);
        return new Appearance(
                "",
                chance.nextInt(4) == 0 ? Sex.F : Sex.M,
                age - 5,
                age + 5,
                155 + chance.nextInt(20),
                LOOKS.get(chance.nextInt(LOOKS.size())),
                SPEECH.get(chance.nextInt(SPEECH.size())),
                county,
                "汽车站候车厅",
                day);
    }

    /** As somebody is seen who estimates ages and heights, and does not see every mark under a winter coat. */
    private static Appearance seen(Report report, RegionCode county, LocalDate day, SplittableRandom chance) {
        Appearance of = report.appearance();
        int off = chance.nextInt(9) - 4;
        Integer from = of.ageFrom();
        Integer to = of.ageTo();
        Integer height = of.height();
        return new Appearance(
                "",
                of.sex(),
                from == null ? null : Math.max(0, from + off - 3),
                to == null ? null : Math.max(0, to + off + 3),
                height == null ? null : height + chance.nextInt(5) - 2,
                chance.nextInt(10) < 7 ? of.marks() : "",
                of.speech(),
                county,
                "汽车站候车厅",
                day);
    }

    private void announce(Winter winter, Taken one) {
        winter.run(Role.DUTY_DESK, one.county(), () -> {
            Unknown unknown = files.unknown(one.unknown());
            Outreach.Station station = notices.station().orElseThrow();
            String looks = unknown.appearance().marks();
            notices.publish(
                    unknown,
                    station.name(),
                    station.phone().isBlank() ? "0930-0000000" : station.phone(),
                    looks.isBlank() ? "身穿深色棉衣" : looks,
                    null,
                    "");
            notices.noteDnaRequest(unknown, winter.clock().today(), regions.name(one.county()) + "公安局");
        });
    }

    private void answer(Winter winter, Taken one) {
        UUID report = one.report();
        if (report == null) {
            return;
        }
        Report known = Scopes.within(Scope.system("winter"), () -> files.report(report));
        winter.run(
                Role.DUTY_DESK,
                one.county(),
                () -> search.decide(
                        files.unknown(one.unknown()), new Reported(known), true, Proof.DNA, "公安机关 DNA 比对一致，家属已来站接回。"));
    }
}
