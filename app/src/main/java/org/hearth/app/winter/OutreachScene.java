package org.hearth.app.winter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.hearth.app.access.Role;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.outreach.ClueSource;
import org.hearth.app.outreach.Condition;
import org.hearth.app.outreach.Item;
import org.hearth.app.outreach.Outcome;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.outreach.Outreach.Answerer;
import org.hearth.app.outreach.Outreach.NewClue;
import org.hearth.app.outreach.Outreach.NewEncounter;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The street in winter: cold waves come, stations answer, patrols go out at night and meet people. */
@Component
class OutreachScene implements Scene {

    private record Wave(LocalDate from, LocalDate to, String colour) {

        boolean holds(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    /** The nationwide cold waves of that winter; the colours are illustrative. */
    private static final List<Wave> WAVES = List.of(
            new Wave(LocalDate.of(2023, 11, 4), LocalDate.of(2023, 11, 6), "蓝色"),
            new Wave(LocalDate.of(2023, 12, 13), LocalDate.of(2023, 12, 17), "橙色"),
            new Wave(LocalDate.of(2024, 1, 18), LocalDate.of(2024, 1, 23), "黄色"),
            new Wave(LocalDate.of(2024, 2, 18), LocalDate.of(2024, 2, 23), "红色"));

    /** 195,000 people helped beside the 66 million of low income, at about 2.2 to a household. */
    private static final double HELPED_PER_HOUSEHOLD = 195_000 * 2.2 / 66_000_000;

    private static final List<String> PLACES = List.of("汽车站候车厅外", "农贸市场门口", "黄河大桥桥洞", "医院急诊楼旁", "老城十字路口", "加油站旁");

    private static final int STOCK = 2_000;

    private final Outreach outreach;
    private final Benefits benefits;
    private final Regions regions;
    private final JdbcClient db;
    private final List<RegionCode> counties = new ArrayList<>();
    private final List<UUID> stays = new ArrayList<>();
    private double perNight;

    OutreachScene(Outreach outreach, Benefits benefits, Regions regions, JdbcClient db) {
        this.outreach = outreach;
        this.benefits = benefits;
        this.regions = regions;
        this.db = db;
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public void prepare(Winter winter) {
        winter.regions()
                .forEach(region ->
                        regions.within(region).stream().map(Region::code).forEach(counties::add));
        long households = Scopes.within(
                Scope.system("winter"),
                () -> db.sql("select count(*) from registry.published_household")
                        .query(Long.class)
                        .single());
        long nights = winter.last().toEpochDay() - winter.first().toEpochDay() + 1;
        perNight = households * HELPED_PER_HOUSEHOLD / nights;
        SplittableRandom chance = winter.chance(this, winter.first());
        for (RegionCode county : counties) {
            winter.run(Role.DUTY_DESK, county, () -> {
                outreach.openSite(
                        county,
                        regions.name(county) + "救助管理站",
                        "",
                        false,
                        4,
                        8,
                        near(county, chance, 0),
                        near(county, chance, 1));
                outreach.openSite(
                        county, "社区服务中心临时救助点", "", true, 2, 4, near(county, chance, 0), near(county, chance, 1));
                outreach.addTeam(county, "城区一队", "老城区", "", 3, 1);
                outreach.addTeam(county, "城区二队", "车站、集市", "", 2, 1);
                supply(winter, county, chance);
            });
        }
    }

    /** What a county has in store for its streets; the quantities are illustrative. */
    private void supply(Winter winter, RegionCode county, SplittableRandom chance) {
        LocalDate before = winter.first().minusDays(1);
        benefits.supply(county, org.hearth.app.benefit.Item.COAT, STOCK, uuid(chance), before);
        benefits.supply(county, org.hearth.app.benefit.Item.QUILT, STOCK, uuid(chance), before);
        benefits.supply(county, org.hearth.app.benefit.Item.FOOD, STOCK, uuid(chance), before);
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        SplittableRandom chance = winter.chance(this, day);
        winter.at(day, LocalTime.of(17, 0));
        boolean cold = false;
        for (Wave wave : WAVES) {
            cold |= wave.holds(day);
            if (wave.from().equals(day)) {
                Scopes.run(Scope.system("weather"), () -> outreach.receiveWarning(warning(wave)));
            }
        }
        Scopes.run(Scope.system("weather"), () -> {
            outreach.adjustResponses();
            stays.forEach(outreach::releaseBed);
        });
        stays.clear();
        double expected = perNight * (cold ? 3 : 1);
        int meetings = (int) expected + (chance.nextDouble() < expected - (int) expected ? 1 : 0);
        for (int i = 0; i < meetings; i++) {
            RegionCode county = counties.get(chance.nextInt(counties.size()));
            night(winter, county, chance, i);
        }
        if (day.equals(winter.last())) {
            counties.forEach(county -> lastEvening(winter, county, chance));
        }
    }

    /** The play ends in the middle of a night's work, so that whoever looks at it finds a desk in use. */
    private void lastEvening(Winter winter, RegionCode county, SplittableRandom chance) {
        NewClue sent = clue(county, Condition.SLEEPING_ROUGH, chance);
        Scopes.run(new Scope(county, "public"), () -> {
            outreach.tell(sent);
            outreach.tell(clue(county, Condition.STRANDED, chance));
        });
        winter.run(Role.PATROL, county, () -> {
            UUID patrol = outreach.startPatrol(county, "第一巡查队", "城区", 3, 1);
            outreach.dispatch(sent.id(), Answerer.PATROL, patrol);
        });
    }

    private void night(Winter winter, RegionCode county, SplittableRandom chance, int tour) {
        Condition condition = chance.nextInt(4) == 0 ? Condition.STRANDED : Condition.SLEEPING_ROUGH;
        NewClue clue = clue(county, condition, chance);
        boolean told = chance.nextInt(10) < 6;
        if (told) {
            Scopes.run(new Scope(county, "public"), () -> outreach.tell(clue));
        }
        // 2.24 patrol person-times and 0.78 vehicle trips for each person helped.
        int people = chance.nextInt(100) < 24 ? 3 : 2;
        int vehicles = chance.nextInt(100) < 78 ? 1 : 0;
        winter.run(Role.PATROL, county, () -> {
            UUID patrol = outreach.startPatrol(county, "第" + (tour + 1) + "巡查队", "城区", people, vehicles);
            if (told) {
                outreach.dispatch(clue.id(), Answerer.PATROL, patrol);
            }
            outreach.recordEncounter(met(patrol, told ? clue.id() : null, condition, county, chance));
            outreach.endPatrol(patrol);
        });
    }

    private static NewClue clue(RegionCode county, Condition condition, SplittableRandom chance) {
        return new NewClue(
                uuid(chance),
                county,
                "有人在外过夜，衣服单薄。",
                PLACES.get(chance.nextInt(PLACES.size())),
                near(county, chance, 0),
                near(county, chance, 1),
                1,
                condition,
                ClueSource.values()[chance.nextInt(ClueSource.values().length)],
                "");
    }

    private NewEncounter met(
            UUID patrol, @Nullable UUID clue, Condition condition, RegionCode county, SplittableRandom chance) {
        Sex sex = chance.nextInt(5) == 0 ? Sex.F : Sex.M;
        Outcome outcome = Outcome.values()[new int[] {0, 0, 0, 0, 1, 1, 1, 2, 3, 4}[chance.nextInt(10)]];
        UUID site = outcome == Outcome.SHELTER ? freeSite(sex) : null;
        if (outcome == Outcome.SHELTER && site == null) {
            outcome = Outcome.ITEMS;
        }
        UUID id = uuid(chance);
        if (site != null) {
            stays.add(id);
        }
        // 0.69 items for each person helped.
        Map<Item, Integer> items = outcome != Outcome.REFUSED && chance.nextInt(100) < 69
                ? Map.of(chance.nextBoolean() ? Item.COAT : Item.FOOD, 1)
                : Map.of();
        String name = chance.nextInt(12) == 0 ? "" : "受助人员";
        return new NewEncounter(
                id, patrol, clue, null, sex, 25 + chance.nextInt(50), name, null, condition, outcome, items, site, "");
    }

    private @Nullable UUID freeSite(Sex sex) {
        return outreach.sitesWithFreeBeds(sex).stream().findFirst().orElse(null);
    }

    private byte[] warning(Wave wave) {
        StringBuilder areas = new StringBuilder();
        counties.forEach(county -> areas.append("""
                <area><areaDesc>%s</areaDesc><geocode><valueName>行政区划代码</valueName><value>%s000000</value></geocode></area>
                """.formatted(regions.name(county), county.digits())));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
                  <identifier>played-%s</identifier><sender>weather@played.example</sender><sent>%sT16:00:00+08:00</sent>
                  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
                  <info><category>Met</category><event>寒潮</event><urgency>Expected</urgency><severity>Severe</severity>
                    <certainty>Likely</certainty><expires>%sT16:00:00+08:00</expires>
                    <headline>寒潮%s预警信号</headline>%s</info>
                </alert>
                """.formatted(wave.from(), wave.from(), wave.to().plusDays(1), wave.colour(), areas)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Somewhere in the county's part of the map; the places are illustrative. */
    private static BigDecimal near(RegionCode county, SplittableRandom chance, int axis) {
        double[] centre = CENTRES.getOrDefault(county.digits(), new double[] {103.0, 36.0});
        return BigDecimal.valueOf(centre[axis] + (chance.nextDouble() - 0.5) / 6)
                .setScale(6, RoundingMode.HALF_UP);
    }

    private static UUID uuid(SplittableRandom chance) {
        return new UUID((chance.nextLong() & ~0xF000L) | 0x4000L, (chance.nextLong() & (-1L >>> 2)) | Long.MIN_VALUE);
    }

    private static final Map<String, double[]> CENTRES = Map.ofEntries(
            Map.entry("622901", new double[] {103.243021, 35.604376}),
            Map.entry("622921", new double[] {103.039826, 35.478722}),
            Map.entry("622922", new double[] {103.708354, 35.370505}),
            Map.entry("622923", new double[] {103.285853, 35.958306}),
            Map.entry("622924", new double[] {103.575834, 35.488051}),
            Map.entry("622925", new double[] {103.350997, 35.424603}),
            Map.entry("622926", new double[] {103.389346, 35.663752}),
            Map.entry("622927", new double[] {102.875843, 35.71766}),
            Map.entry("630202", new double[] {102.401724, 36.482058}),
            Map.entry("630203", new double[] {102.108834, 36.500563}),
            Map.entry("630222", new double[] {102.830892, 36.320321}),
            Map.entry("630223", new double[] {101.959271, 36.844248}),
            Map.entry("630224", new double[] {102.264143, 36.094908}),
            Map.entry("630225", new double[] {102.489135, 35.851152}));
}
