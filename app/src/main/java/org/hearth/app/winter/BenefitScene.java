package org.hearth.app.winter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hearth.app.access.Role;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Benefits.Due;
import org.hearth.app.benefit.Item;
import org.hearth.app.benefit.Purpose;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Yuan;
import org.hearth.app.region.Region;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Registry.NewAccount;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Money goes out every month, heating assistance in November, quilts and coats in December; the bank answers the next day. */
@Component
class BenefitScene implements Scene {

    private static final Map<String, Benefit> MONTHLY =
            Map.of("dibao", Benefit.DIBAO, "tekun-basic", Benefit.TEKUN_BASIC, "tekun-care", Benefit.TEKUN_CARE);
    private static final Pattern END_TO_END = Pattern.compile("<EndToEndId>([0-9a-f]{32})</EndToEndId>");
    private static final int PAY_DAY = 5;
    private static final int HEATING_DAY = 15;
    private static final int OLD_AGE = 75;
    private static final int TOWNSHIP_RESERVE = 10;
    private static final List<Item> WARM = List.of(Item.QUILT, Item.COAT);
    private static final double ACCOUNT_CLOSED = 0.01;

    /** Accounts from here on wait for whoever looks at the demonstration. */
    private static final LocalDate LEFT_TO_THE_VIEWER = WinterPlay.LAST.minusDays(14);

    private final Benefits benefits;
    private final Monitoring monitoring;
    private final Regions regions;
    private final PolicyPack policy;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final List<RegionCode> counties = new ArrayList<>();
    private final Map<RegionCode, List<String>> withTheBank = new HashMap<>();
    private final Set<LocalDate> paidMonths = new HashSet<>();

    BenefitScene(
            Benefits benefits,
            Monitoring monitoring,
            Regions regions,
            PolicyPack policy,
            JdbcClient db,
            TransactionTemplate transaction) {
        this.benefits = benefits;
        this.monitoring = monitoring;
        this.regions = regions;
        this.policy = policy;
        this.db = db;
        this.transaction = transaction;
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public void prepare(Winter winter) {
        counties.clear();
        withTheBank.clear();
        paidMonths.clear();
        winter.regions()
                .forEach(region ->
                        regions.within(region).stream().map(Region::code).forEach(counties::add));
        SplittableRandom chance = winter.chance(this, winter.first());
        for (RegionCode county : counties) {
            winter.run(
                    Role.COUNTY_OFFICER,
                    county,
                    () -> transaction.executeWithoutResult(status -> {
                        entitleRoll(county, winter.first());
                        int needed = frail(winter.first().plusMonths(2)).size();
                        supply(county, Item.QUILT, needed + 50, chance, winter.first());
                        supply(county, Item.COAT, needed + 50, chance, winter.first());
                    }));
        }
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        SplittableRandom chance = winter.chance(this, day);
        if (!withTheBank.isEmpty()) {
            winter.at(day, LocalTime.of(9, 0));
            answer(winter, chance);
        }
        if (!policy.workingDays().isWorkingDay(day)) {
            return;
        }
        winter.at(day, LocalTime.of(14, 0));
        if (day.getDayOfWeek() == DayOfWeek.FRIDAY && day.isBefore(LEFT_TO_THE_VIEWER)) {
            counties.forEach(county -> correctAccounts(winter, county, chance, day));
        }
        LocalDate month = day.withDayOfMonth(1);
        for (RegionCode county : counties) {
            boolean inAdvance = benefits.advanceBefore(county, day)
                    .filter(before -> day.plusDays(1).isBefore(before))
                    .isPresent();
            if (!paidMonths.contains(month) && (inAdvance || day.getDayOfMonth() >= PAY_DAY)) {
                if (inAdvance) {
                    winter.run(Role.COUNTY_OFFICER, county, () -> benefits.entitleFestivalSubsidy(county, day));
                }
                pay(winter, county, month, inAdvance);
            }
            if (isFirstWorkingDayFrom(HEATING_DAY, day) && month.getMonth() == Month.NOVEMBER) {
                winter.run(Role.COUNTY_OFFICER, county, () -> benefits.entitleHeating(county, day));
                pay(winter, county, month, false);
            }
            if (isFirstWorkingDayFrom(PAY_DAY, day) && month.getMonth() == Month.DECEMBER) {
                keepWarm(winter, county, day, chance);
            }
        }
        if (day.getDayOfMonth() >= PAY_DAY) {
            paidMonths.add(month);
        }
    }

    /** The second officer of a county, who releases what the first prepared. */
    static String releaser(RegionCode county) {
        return "release." + county.digits();
    }

    /** The roll that is taken over is paid what the rules make of it; whom they give nothing is for monitoring to ask about. */
    private void entitleRoll(RegionCode county, LocalDate on) {
        List<Due> dues = new ArrayList<>();
        record OnRoll(UUID id, String region) {}
        List<OnRoll> roll = db.sql("""
                select id, region
                from registry.published_household
                where strata && '{tekun,dibao}'
                order by number
                """).query(OnRoll.class).list();
        Map<UUID, Determination> determinations =
                monitoring.determineAll(roll.stream().map(OnRoll::id).toList(), on);
        for (OnRoll household : roll) {
            for (Determination.Benefit due :
                    Objects.requireNonNull(determinations.get(household.id())).benefits()) {
                Benefit benefit = MONTHLY.get(due.benefit());
                if (benefit != null && due.amount().signum() > 0) {
                    String member = due.member();
                    dues.add(new Due(
                            household.id(),
                            member == null ? null : UUID.fromString(member),
                            new RegionCode(household.region()),
                            benefit,
                            new Yuan(due.amount().setScale(2, RoundingMode.HALF_UP))));
                }
            }
        }
        benefits.entitleRoll(dues, on, "在册对象接转");
    }

    private void pay(Winter winter, RegionCode county, LocalDate month, boolean inAdvance) {
        if (!isAnythingDue(county, month)) {
            return;
        }
        UUID batch = winter.as(Role.COUNTY_OFFICER, county, () -> benefits.prepareBatch(county, month, inAdvance));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Scopes.run(new Scope(county, releaser(county)), () -> {
            benefits.releaseBatch(batch);
            benefits.writeBankFile(batch, file);
        });
        withTheBank.computeIfAbsent(county, key -> new ArrayList<>()).add(file.toString(StandardCharsets.UTF_8));
    }

    /** Township officers enter the new account of whoever had money sent back: the head's, or the eldest living member's. */
    private void correctAccounts(Winter winter, RegionCode county, SplittableRandom chance, LocalDate day) {
        record Waiting(UUID household, String region, String holder) {}
        List<Waiting> waiting = Scopes.within(
                new Scope(county, "system:winter"),
                () -> db.sql("""
                        select distinct on (h.id) h.id as household, h.region, living.name as holder
                        from benefit.payment p
                        join registry.published_household h on h.id = p.household_id
                        join registry.membership m on m.household_id = h.id and m.valid_to is null
                        join registry.person living on living.id = m.person_id and living.died_on is null
                        where p.state = 'RETURNED'
                        order by h.id, living.name <> h.head_name, living.born
                        """).query(Waiting.class).list());
        for (Waiting w : waiting) {
            NewAccount account =
                    new NewAccount("农村商业银行", "62" + chance.nextLong(10_000_000_000L, 100_000_000_000L), w.holder());
            winter.run(
                    Role.TOWNSHIP_OFFICER,
                    new RegionCode(w.region()).at(DivisionLevel.TOWNSHIP),
                    () -> benefits.changeAccount(w.household(), account, "", day));
        }
    }

    private boolean isAnythingDue(RegionCode county, LocalDate month) {
        return Scopes.within(
                new Scope(county, "system:winter"),
                () -> db.sql("""
                        select exists (
                            select
                            from benefit.entitlement e
                            join registry.bank_account a on a.household_id = e.household_id and a.valid_to is null
                            where e.valid_from < :month + interval '1 month'
                              and (e.valid_to is null or e.valid_to >= :month)
                              and not exists (
                                  select
                                  from benefit.payment p
                                  where p.entitlement_id = e.id
                                    and (p.single or p.month = :month)))
                        """).param("month", month).query(Boolean.class).single());
    }

    private void answer(Winter winter, SplittableRandom chance) {
        for (RegionCode county : counties) {
            for (String file : withTheBank.getOrDefault(county, List.of())) {
                byte[] answer = answerTo(file, chance).getBytes(StandardCharsets.UTF_8);
                winter.run(
                        Role.COUNTY_OFFICER, county, () -> benefits.readBankAnswer(new ByteArrayInputStream(answer)));
            }
        }
        withTheBank.clear();
    }

    /** The bank: all are paid but a few whose account was closed. */
    private static String answerTo(String file, SplittableRandom chance) {
        Matcher message = Pattern.compile("<MsgId>([0-9a-f]{32})</MsgId>").matcher(file);
        if (!message.find()) {
            throw new IllegalStateException("the bank file has no message id");
        }
        StringBuilder lines = new StringBuilder();
        Matcher transfer = END_TO_END.matcher(file);
        while (transfer.find()) {
            boolean closed = chance.nextDouble() < ACCOUNT_CLOSED;
            lines.append("<TxInfAndSts><OrgnlEndToEndId>")
                    .append(transfer.group(1))
                    .append("</OrgnlEndToEndId><TxSts>")
                    .append(closed ? "RJCT" : "ACSC")
                    .append("</TxSts>")
                    .append(closed ? "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>" : "")
                    .append("</TxInfAndSts>");
        }
        return """
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
                <OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
                <OrgnlPmtInfAndSts><OrgnlPmtInfId>%s</OrgnlPmtInfId>%s</OrgnlPmtInfAndSts>
                </CstmrPmtStsRpt></Document>
                """.formatted(message.group(1), message.group(1), lines);
    }

    /**
     * A quilt and a coat for each tekun household, and each dibao household with somebody of great age. The township with the
     * most of them is sent what it needs and gives it itself; the county gives the rest.
     */
    private void keepWarm(Winter winter, RegionCode county, LocalDate day, SplittableRandom chance) {
        Map<RegionCode, List<UUID>> byTownship = winter.as(Role.COUNTY_OFFICER, county, () -> frail(day)).stream()
                .collect(Collectors.groupingBy(
                        household -> household.region().at(DivisionLevel.TOWNSHIP),
                        TreeMap::new,
                        Collectors.mapping(Frail::id, Collectors.toList())));
        if (byTownship.isEmpty()) {
            return;
        }
        RegionCode township = byTownship.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.comparingInt(List::size)))
                .orElseThrow()
                .getKey();
        List<UUID> ofTownship = Objects.requireNonNull(byTownship.remove(township));
        winter.run(
                Role.COUNTY_OFFICER,
                county,
                () -> transaction.executeWithoutResult(status -> {
                    for (Item item : WARM) {
                        int pieces = ofTownship.size() + TOWNSHIP_RESERVE;
                        benefits.moveToTownship(county, township, item, pieces, uuid(chance), day);
                    }
                    byTownship.values().forEach(households -> give(county, households, chance, day));
                }));
        winter.run(
                Role.TOWNSHIP_OFFICER,
                township,
                () -> transaction.executeWithoutResult(status -> give(township, ofTownship, chance, day)));
    }

    private void give(RegionCode store, List<UUID> households, SplittableRandom chance, LocalDate day) {
        for (UUID household : households) {
            for (Item item : WARM) {
                benefits.giveGoods(store, household, item, 1, Purpose.HEATING, uuid(chance), day);
            }
        }
    }

    private static UUID uuid(SplittableRandom chance) {
        return new UUID(chance.nextLong(), chance.nextLong());
    }

    private record Frail(UUID id, RegionCode region) {}

    private void supply(RegionCode county, Item item, int quantity, SplittableRandom chance, LocalDate first) {
        benefits.supply(county, item, quantity, uuid(chance), first.minusDays(10));
    }

    /** Of the county that is worked for. */
    private List<Frail> frail(LocalDate on) {
        return db.sql("""
                select h.id, h.region
                from registry.published_household h
                where 'tekun' = any (h.strata)
                   or ('dibao' = any (h.strata)
                       and exists (
                           select
                           from registry.membership m
                           join registry.person p on p.id = m.person_id
                           where m.household_id = h.id
                             and m.valid_to is null
                             and p.died_on is null
                             and p.born <= :born))
                order by h.number
                """)
                .param("born", on.minusYears(OLD_AGE))
                .query((row, n) -> new Frail(row.getObject("id", UUID.class), new RegionCode(row.getString("region"))))
                .list();
    }

    private boolean isFirstWorkingDayFrom(int dayOfMonth, LocalDate day) {
        LocalDate first = day.withDayOfMonth(dayOfMonth);
        while (!policy.workingDays().isWorkingDay(first)) {
            first = first.plusDays(1);
        }
        return first.equals(day);
    }
}
