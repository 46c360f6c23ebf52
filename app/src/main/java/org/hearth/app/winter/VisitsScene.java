package org.hearth.app.winter;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.visits.Finding;
import org.hearth.app.visits.Theme;
import org.hearth.app.visits.VisitKind;
import org.hearth.app.visits.Visits;
import org.hearth.divisions.RegionCode;
import org.springframework.stereotype.Component;

/** Visitors call on elderly people in difficulty, most of them in time, and now and then find that something is wrong. */
@Component
class VisitsScene implements Scene {

    // From the day before a visit is due; what is missed after the days of grace is made up more slowly.
    private static final double VISITED_A_DAY = 0.55;
    private static final double MADE_UP_A_DAY = 0.3;
    private static final double NOBODY_MET = 0.02;
    private static final double PROBLEM = 0.012;

    private static final Map<Theme, List<String>> PROBLEMS = new EnumMap<>(Map.of(
            Theme.HEALTH, List.of("咳嗽气喘一周，没有去看病", "血压药已经吃完，没有续上"),
            Theme.LIVELIHOOD, List.of("面粉和菜只够两天", "过冬的煤不够用"),
            Theme.ENVIRONMENT, List.of("窗户玻璃破损，屋里很冷", "雪后院子结冰，出门容易滑倒"),
            Theme.FIRE_SAFETY, List.of("煤炉烟道漏气，没有一氧化碳报警器", "电热毯老化，炉边堆着柴火"),
            Theme.CARE_NEEDS, List.of("起身和洗漱都需要人帮忙", "摔过一跤，行走不便"),
            Theme.FAMILY_CARE, List.of("子女入冬后没有回来看过", "侄子照看不过来"),
            Theme.SPECIAL, List.of("情绪低落，不愿意说话", "说有人上门推销保健品")));

    private final Visits visits;

    VisitsScene(Visits visits) {
        this.visits = visits;
    }

    @Override
    public int order() {
        return 600;
    }

    @Override
    public void prepare(Winter winter) {
        find(winter.first());
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        if (day.getDayOfMonth() == 1 && !day.equals(winter.first())) {
            find(day);
        }
        winter.at(day, LocalTime.of(18, 0));
        SplittableRandom chance = winter.chance(this, day);
        for (RegionCode region : winter.regions()) {
            winter.run(Role.VISITOR, region, () -> visits.recordAll(round(day, chance)));
        }
        Scopes.run(Scope.system("winter"), () -> {
            visits.escalate(day);
            visits.plan(day.plusDays(1));
        });
    }

    private void find(LocalDate day) {
        Scopes.run(Scope.system("winter"), () -> {
            visits.find(day);
            visits.plan(day);
        });
    }

    private List<Finding> round(LocalDate day, SplittableRandom chance) {
        List<Finding> made = new ArrayList<>();
        Set<UUID> called = new HashSet<>();
        for (Visits.Waiting waiting : visits.waiting(day.plusDays(1))) {
            boolean goes = chance.nextDouble() < (waiting.missed() ? MADE_UP_A_DAY : VISITED_A_DAY);
            if (goes && called.add(waiting.elderId())) {
                made.add(finding(waiting.elderId(), day, chance));
            }
        }
        return made;
    }

    private static Finding finding(UUID elder, LocalDate day, SplittableRandom chance) {
        UUID id =
                new UUID((chance.nextLong() & ~0xF000L) | 0x4000L, (chance.nextLong() & (-1L >>> 2)) | Long.MIN_VALUE);
        // In the week's middle many are called up; at its end somebody goes.
        VisitKind kind =
                day.getDayOfWeek() == DayOfWeek.WEDNESDAY && chance.nextInt(2) == 0 ? VisitKind.PHONE : VisitKind.HOME;
        if (chance.nextDouble() < NOBODY_MET) {
            return new Finding(id, elder, VisitKind.HOME, false, "没有人应门，已打电话联系子女，第二天再去", day, Map.of());
        }
        Map<Theme, String> problems = new EnumMap<>(Theme.class);
        if (chance.nextDouble() < PROBLEM) {
            Theme theme = Theme.values()[chance.nextInt(Theme.values().length)];
            List<String> said = PROBLEMS.getOrDefault(theme, List.of());
            problems.put(theme, said.get(chance.nextInt(said.size())));
        }
        return new Finding(id, elder, kind, true, "", day, problems);
    }
}
