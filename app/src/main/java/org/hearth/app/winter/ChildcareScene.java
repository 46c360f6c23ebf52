package org.hearth.app.winter;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.childcare.Childcare;
import org.hearth.app.childcare.Danger;
import org.hearth.app.childcare.GuardianshipCheck;
import org.hearth.app.childcare.Reporter;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Child directors check who looks after each child, a share of them every day; a few dangers are reported to the police. */
@Component
class ChildcareScene implements Scene {

    private static final double CHECKED = 0.96;
    private static final double NEED = 0.012;
    // Illustrative: there is no national rate of mandatory reports.
    private static final long HOUSEHOLDS_A_REPORT = 5_000;

    private static final List<String> GUARDIANS = List.of("奶奶", "爷爷", "母亲", "外婆", "父亲");
    private static final List<String> NEEDS = List.of("爷爷奶奶年纪大，辅导不了功课", "过冬的棉衣不够", "父母一个多月没有打电话回来", "最近不爱说话，需要心理关爱");

    private final Childcare childcare;
    private final JdbcClient db;
    private long reports;

    ChildcareScene(Childcare childcare, JdbcClient db) {
        this.childcare = childcare;
        this.db = db;
    }

    @Override
    public int order() {
        return 700;
    }

    @Override
    public void prepare(Winter winter) {
        Scopes.run(Scope.system("winter"), () -> {
            childcare.find(winter.first());
            reports = 1
                    + db.sql("select count(*) from registry.household")
                                    .query(Long.class)
                                    .single()
                            / HOUSEHOLDS_A_REPORT;
        });
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        if (day.getDayOfMonth() == 1 && !day.equals(winter.first())) {
            Scopes.run(Scope.system("winter"), () -> childcare.find(day));
        }
        winter.at(day, LocalTime.of(18, 30));
        SplittableRandom chance = winter.chance(this, day);
        for (RegionCode region : winter.regions()) {
            winter.run(Role.VILLAGE_WORKER, region, () -> childcare.recordAll(checks(winter, day, chance)));
        }
        if (reportedOn(winter, day)) {
            report(winter, day, chance);
        }
    }

    private List<GuardianshipCheck> checks(Winter winter, LocalDate day, SplittableRandom chance) {
        long interval = childcare.interval(day).number().longValueExact();
        List<UUID> today = db.sql("""
                        select id
                        from childcare.published_child
                        where left_on is null
                          and mod(abs(hashtext(person_id::text)::bigint), :interval) = mod(:day, :interval)
                        order by person_id
                        """)
                .param("interval", interval)
                .param("day", ChronoUnit.DAYS.between(winter.first(), day))
                .query(UUID.class)
                .list();
        List<GuardianshipCheck> made = new ArrayList<>();
        for (UUID child : today) {
            if (chance.nextDouble() < CHECKED) {
                boolean need = chance.nextDouble() < NEED;
                made.add(new GuardianshipCheck(
                        uuid(chance),
                        child,
                        day,
                        GUARDIANS.get(chance.nextInt(GUARDIANS.size())),
                        !need,
                        true,
                        true,
                        need ? NEEDS.get(chance.nextInt(NEEDS.size())) : "",
                        Set.of()));
            }
        }
        return made;
    }

    // The reports lie evenly over the winter.
    private boolean reportedOn(Winter winter, LocalDate day) {
        long days = ChronoUnit.DAYS.between(winter.first(), WinterPlay.LAST) + 1;
        long n = ChronoUnit.DAYS.between(winter.first(), day);
        return (n + 1) * (reports + 1) / days > n * (reports + 1) / days && n + 1 < days;
    }

    private record Endangered(UUID id, String region) {}

    private void report(Winter winter, LocalDate day, SplittableRandom chance) {
        List<Endangered> children = Scopes.within(
                Scope.system("winter"),
                () -> db.sql("""
                        select id, region
                        from childcare.published_child
                        where left_on is null
                        order by kind = 'in-difficulty', person_id
                        limit 200
                        """).query(Endangered.class).list());
        if (children.isEmpty()) {
            return;
        }
        Endangered child = children.get(chance.nextInt(children.size()));
        Danger danger = Danger.values()[chance.nextInt(Danger.values().length)];
        UUID report = uuid(chance);
        winter.run(Role.VILLAGE_WORKER, new RegionCode(child.region()), () -> {
            childcare.found(report, child.id(), danger, Reporter.COMMITTEE, description(danger));
            winter.at(day, LocalTime.of(18, 30).plusMinutes(8 + chance.nextInt(45)));
            childcare.reported(report, "J" + day.toString().replace("-", "") + "01", "派出所值班民警");
        });
    }

    private static String description(Danger danger) {
        return switch (danger) {
            case ALONE_OR_MISSING -> "孩子一个人在家住了三天，没有大人照看。";
            case NO_GUARDIAN -> "照看孩子的爷爷突然中风住院，家里没有其他大人。";
            case VIOLENCE -> "孩子身上有多处新旧伤痕，说不敢回家。";
            case INJURY -> "孩子手臂烫伤，没有及时就医，来历说不清。";
        };
    }

    private static UUID uuid(SplittableRandom chance) {
        return new UUID((chance.nextLong() & ~0xF000L) | 0x4000L, (chance.nextLong() & (-1L >>> 2)) | Long.MIN_VALUE);
    }
}
