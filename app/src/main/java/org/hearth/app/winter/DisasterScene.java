package org.hearth.app.winter;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hearth.app.access.Role;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Item;
import org.hearth.app.disaster.Affected;
import org.hearth.app.disaster.Damage;
import org.hearth.app.disaster.Difficulty;
import org.hearth.app.disaster.Disaster;
import org.hearth.app.disaster.DisasterKind;
import org.hearth.app.disaster.Disasters;
import org.hearth.app.disaster.ReliefGiven;
import org.hearth.app.disaster.ReliefKind;
import org.hearth.app.disaster.Stage;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The earthquake of 18 December 2023: lists arrive in the morning, the vulnerable are called on, emergency relief in December,
 * transitional relief in January and February, and as it ends whoever is still in difficulty is handed on. How many households
 * each county's list names is the play's own choice.
 */
@Component
class DisasterScene implements Scene {

    private static final LocalDate MORNING = LocalDate.of(2023, 12, 19);
    private static final RegionCode QINGHAI = RegionCode.parse("63");
    private static final RegionCode JISHISHAN = RegionCode.parse("622927");
    private static final RegionCode MINHE = RegionCode.parse("630222");
    private static final List<RegionCode> STRUCK =
            List.of(JISHISHAN, MINHE, RegionCode.parse("630224"), RegionCode.parse("630225"));
    private static final String BASIS = "演示设定";
    private static final String HEADER = "姓名,身份证号,房屋受损,因灾死亡,受伤,转移安置\n";

    private record Person(String household, String name, String number) {}

    private final Disasters disasters;
    private final Benefits benefits;
    private @Nullable Disaster quake;

    DisasterScene(Disasters disasters, Benefits benefits) {
        this.disasters = disasters;
        this.benefits = benefits;
    }

    @Override
    public int order() {
        return 800;
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        if (day.equals(MORNING)) {
            strike(winter);
        }
        Disaster struck = quake;
        if (struck == null || !after(day)) {
            return;
        }
        winter.at(day, LocalTime.of(15, 0));
        for (RegionCode county : counties(winter)) {
            winter.run(Role.COUNTY_OFFICER, county, () -> work(winter, struck, county, day));
        }
    }

    private static boolean after(LocalDate day) {
        return !day.isBefore(MORNING);
    }

    private static List<RegionCode> counties(Winter winter) {
        return STRUCK.stream()
                .filter(county -> winter.regions().stream().anyMatch(region -> region.contains(county)))
                .toList();
    }

    private void strike(Winter winter) {
        List<RegionCode> counties = counties(winter);
        if (counties.isEmpty()) {
            return;
        }
        winter.at(MORNING, LocalTime.of(8, 0));
        quake = winter.as(
                Role.COUNTY_OFFICER,
                counties.getFirst(),
                () -> disasters.declare(new Disasters.NewDisaster(
                        DisasterKind.EARTHQUAKE,
                        new Text("甘肃积石山 6.2 级地震", "Jishishan earthquake, Gansu, M6.2"),
                        LocalDateTime.of(2023, 12, 18, 23, 59),
                        new BigDecimal("6.2"),
                        "演示设定",
                        STRUCK)));
    }

    private void work(Winter winter, Disaster struck, RegionCode county, LocalDate day) {
        UUID id = struck.id();
        if (day.equals(MORNING)) {
            byte[] list = list(winter, county).getBytes(charset(county));
            disasters.importList(id, "受灾人员名单-" + day + ".csv", list);
            stock(county, day);
            reach(winter, id, day, 0.6);
        } else if (day.equals(MORNING.plusDays(1))) {
            reach(winter, id, day, 1);
            giveGoods(id, day);
        } else if (day.equals(MORNING.plusDays(2))) {
            giveMoney(id, county, day);
        } else if (day.equals(LocalDate.of(2023, 12, 31))) {
            each(
                    id,
                    a -> a.stage() == Stage.EMERGENCY && isLight(a),
                    households -> disasters.recovered(ids(households), day));
            each(
                    id,
                    a -> a.stage() == Stage.EMERGENCY,
                    households -> disasters.startTransitional(ids(households), day));
            disasters.stable(id, day);
        } else if (day.equals(LocalDate.of(2024, 1, 2)) || day.equals(LocalDate.of(2024, 2, 1))) {
            YearMonth month = YearMonth.from(day);
            each(
                    id,
                    a -> a.stage() == Stage.TRANSITIONAL && a.persons() > 0,
                    households -> disasters.give(households.stream()
                            .map(a -> ReliefGiven.transitional(
                                    key(a, "transitional" + month),
                                    a.id(),
                                    month,
                                    a.persons(),
                                    month.lengthOfMonth(),
                                    BASIS,
                                    day))
                            .toList()));
        } else if (day.equals(LocalDate.of(2024, 2, 26))) {
            Map<UUID, Difficulty> difficulties = disasters.difficulties(id, day);
            disasters.stillInDifficulty(difficulties, day);
            each(id, a -> a.stage() == Stage.TRANSITIONAL, households -> disasters.recovered(ids(households), day));
        }
    }

    private static boolean isLight(Affected a) {
        return a.damage() == Damage.SLIGHT && !a.isVulnerable() && !a.isBereaved();
    }

    private void reach(Winter winter, UUID id, LocalDate day, double share) {
        SplittableRandom chance = winter.chance(this, day);
        Map<UUID, String> findings = new HashMap<>();
        for (Affected a : disasters.affected(id)) {
            if (a.isToBeCalledOn() && chance.nextDouble() < share) {
                findings.put(a.id(), a.relocated() > 0 ? "人员安全，已转移到安置点，有热食和取暖。" : "人员安全，暂住自家院内帐篷，已送棉被。");
            }
        }
        if (!findings.isEmpty()) {
            disasters.reach(findings, day);
        }
    }

    /** Quilts and tents from the county's store, which the province fills that morning. */
    private void stock(RegionCode county, LocalDate day) {
        for (Item item : List.of(Item.QUILT, Item.TENT)) {
            benefits.supply(county, item, 20_000, keyOf(county.digits() + item.code() + day), day);
        }
    }

    private void giveGoods(UUID id, LocalDate day) {
        each(
                id,
                a -> a.relocated() > 0 || a.isVulnerable(),
                households -> disasters.give(households.stream()
                        .map(a -> a.damage() == Damage.COLLAPSED
                                ? ReliefGiven.goods(key(a, "tent"), a.id(), Item.TENT, 1, BASIS, day)
                                : ReliefGiven.goods(
                                        key(a, "quilt"), a.id(), Item.QUILT, Math.max(1, a.persons()), BASIS, day))
                        .toList()));
    }

    /** Qinghai set amounts, the most for a collapsed house; Gansu's were not found, so its officers give goods alone. */
    private void giveMoney(UUID id, RegionCode county, LocalDate day) {
        if (!QINGHAI.contains(county)) {
            return;
        }
        var bereaved = disasters.range(ReliefKind.BEREAVEMENT, county, day).orElseThrow();
        var affected = disasters.range(ReliefKind.AFFECTED, county, day).orElseThrow();
        List<ReliefGiven> given = new ArrayList<>();
        for (Affected a : disasters.affected(id)) {
            given.add(ReliefGiven.money(
                    key(a, "affected"),
                    a.id(),
                    ReliefKind.AFFECTED,
                    a.damage() == Damage.COLLAPSED ? affected.most() : affected.least(),
                    affected.source(),
                    day));
            if (a.isBereaved()) {
                given.add(ReliefGiven.money(
                        key(a, "bereaved"), a.id(), ReliefKind.BEREAVEMENT, bereaved.least(), bereaved.source(), day));
            }
        }
        disasters.give(given);
    }

    private void each(UUID id, Predicate<Affected> which, Consumer<List<Affected>> work) {
        List<Affected> households =
                disasters.affected(id).stream().filter(which).toList();
        if (!households.isEmpty()) {
            work.accept(households);
        }
    }

    private static List<UUID> ids(List<Affected> households) {
        return households.stream().map(Affected::id).toList();
    }

    private static UUID key(Affected a, String what) {
        return keyOf(a.id() + what);
    }

    private static UUID keyOf(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Charset charset(RegionCode county) {
        return QINGHAI.contains(county) ? Charset.forName("GB18030") : StandardCharsets.UTF_8;
    }

    /** The county's list: half of the households near the epicentre, a fifth in the counties beside it, some numbers mistyped. */
    private String list(Winter winter, RegionCode county) {
        SplittableRandom chance =
                new SplittableRandom(winter.chance(this, MORNING).nextLong() + Long.parseLong(county.digits()));
        double share = county.equals(JISHISHAN) ? 0.5 : 0.2;
        StringBuilder list = new StringBuilder(HEADER);
        String household = "";
        boolean named = false;
        boolean mourned = !county.equals(MINHE);
        Damage damage = Damage.NONE;
        for (Person person : people(winter, county)) {
            boolean head = !person.household().equals(household);
            if (head) {
                household = person.household();
                named = chance.nextDouble() < share;
                double roll = chance.nextDouble();
                damage = roll < 0.15 ? Damage.COLLAPSED : roll < 0.45 ? Damage.SEVERE : Damage.SLIGHT;
            }
            if (!named) {
                continue;
            }
            // One household of the play mourns a member, so that the money for bereaved households is seen.
            boolean died = !mourned && !head && damage == Damage.COLLAPSED;
            mourned |= died;
            boolean relocated = !died && damage != Damage.SLIGHT;
            boolean injured = !died && chance.nextDouble() < 0.02;
            String number = chance.nextDouble() < 0.005 ? mistyped(person.number()) : person.number();
            list.append(String.join(
                            ",",
                            person.name(),
                            number,
                            damage.title().zh(),
                            died ? "是" : "否",
                            injured ? "是" : "否",
                            relocated ? "是" : "否"))
                    .append('\n');
        }
        return list.toString();
    }

    private static String mistyped(String number) {
        char last = number.charAt(16);
        return number.substring(0, 16) + (char) ('0' + (last - '0' + 1) % 10) + number.charAt(17);
    }

    private static List<Person> people(Winter winter, RegionCode county) {
        List<Person> people = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var query = connection.prepareStatement("""
                        select household_id, name, id_number
                        from read_parquet(?)
                        where starts_with(region, ?)
                          and id_number is not null
                          and not coalesce(deceased, false)
                        order by household_id, relation <> 'head', person_id
                        """)) {
            query.setString(1, winter.population().resolve("persons.parquet").toString());
            query.setString(2, county.digits());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    people.add(new Person(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the population could not be read: " + e.getMessage(), e);
        }
        return people;
    }
}
