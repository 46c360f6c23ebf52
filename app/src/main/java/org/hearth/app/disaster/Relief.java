package org.hearth.app.disaster;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.app.benefit.Benefit;
import org.hearth.app.benefit.Benefits;
import org.hearth.app.benefit.Item;
import org.hearth.app.benefit.Purpose;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Parameters;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Relief given, in money within the range that the place sets and in goods; each once. */
@Component
class Relief {

    private static final RowMapper<ReliefGiven> ROW = (row, n) -> new ReliefGiven(
            row.getObject("id", UUID.class),
            row.getObject("affected_id", UUID.class),
            ReliefKind.of(row.getString("kind")),
            Optional.ofNullable(row.getBigDecimal("amount")).map(Yuan::new).orElse(null),
            row.getString("basis"),
            Optional.ofNullable(row.getObject("month", LocalDate.class))
                    .map(YearMonth::from)
                    .orElse(null),
            row.getObject("persons", Integer.class),
            row.getObject("days", Integer.class),
            Optional.ofNullable(row.getString("item")).map(Relief::item).orElse(null),
            row.getObject("quantity", Integer.class),
            row.getObject("given_on", LocalDate.class));

    private final JdbcClient db;
    private final Bulk bulk;
    private final Chain chain;
    private final Benefits benefits;
    private final PolicyPack policy;
    private final HearthClock clock;

    Relief(JdbcClient db, Bulk bulk, Chain chain, Benefits benefits, PolicyPack policy, HearthClock clock) {
        this.db = db;
        this.bulk = bulk;
        this.chain = chain;
        this.benefits = benefits;
        this.policy = policy;
        this.clock = clock;
    }

    List<ReliefGiven> of(UUID affectedId) {
        return db.sql("""
                        select id, affected_id, kind, amount, basis, month, persons, days, item, quantity, given_on
                        from disaster.relief
                        where affected_id = ?
                        order by given_on desc, id desc
                        """).param(affectedId).query(ROW).list();
    }

    Optional<ReliefRange> range(ReliefKind kind, RegionCode place, LocalDate on) {
        return switch (kind) {
            case BEREAVEMENT -> range("disaster.bereaved-household", "disaster.bereaved-household", place, on);
            case AFFECTED -> range("disaster.affected-household-least", "disaster.affected-household-most", place, on);
            case TRANSITIONAL, GOODS -> Optional.empty();
        };
    }

    private Optional<ReliefRange> range(String least, String most, RegionCode place, LocalDate on) {
        Parameters.Value from = policy.packOn(on).parameters().find(least, place.digits(), "rural", on);
        Parameters.Value to = policy.packOn(on).parameters().find(most, place.digits(), "rural", on);
        return from == null || to == null
                ? Optional.empty()
                : Optional.of(new ReliefRange(
                        new Yuan(from.number()),
                        new Yuan(to.number()),
                        from.source(),
                        from.illustrative() || to.illustrative()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    int give(Collection<ReliefGiven> given, List<Affected> households) {
        Map<UUID, Affected> affected = households.stream().collect(Collectors.toMap(Affected::id, Function.identity()));
        List<ReliefGiven> checked = given.stream()
                .map(g -> checked(g, Objects.requireNonNull(affected.get(g.affectedId()))))
                .toList();
        long added = bulk.insert(
                "disaster.relief",
                List.of(
                        "id",
                        "region",
                        "disaster_id",
                        "affected_id",
                        "household_id",
                        "kind",
                        "amount",
                        "basis",
                        "month",
                        "persons",
                        "days",
                        "item",
                        "quantity",
                        "given_on",
                        "given_by"),
                "on conflict do nothing",
                rows -> checked.forEach(g -> {
                    Affected a = Objects.requireNonNull(affected.get(g.affectedId()));
                    rows.add(
                            g.id(),
                            a.region().digits(),
                            a.disasterId(),
                            a.id(),
                            a.householdId(),
                            g.kind().code(),
                            g.amount() == null ? null : g.amount().amount(),
                            g.basis(),
                            g.month() == null ? null : g.month().atDay(1),
                            g.persons(),
                            g.days(),
                            g.item() == null ? null : g.item().code(),
                            g.quantity(),
                            g.on(),
                            Scopes.actor());
                }));
        Set<UUID> kept = new HashSet<>(db.sql("select id from disaster.relief where id = any (?)")
                .param(checked.stream().map(ReliefGiven::id).toArray(UUID[]::new))
                .query(UUID.class)
                .list());
        List<ReliefGiven> news =
                checked.stream().filter(g -> kept.contains(g.id())).toList();
        carryOut(news, affected);
        return Math.toIntExact(added);
    }

    /** Money goes out with the county's next batch, goods leave the store of whoever gives, and the household's chain tells of both. */
    private void carryOut(List<ReliefGiven> given, Map<UUID, Affected> affected) {
        Map<Payment, List<Benefits.Due>> due = new LinkedHashMap<>();
        List<ChainEntry> entries = new ArrayList<>();
        for (ReliefGiven g : given) {
            Affected a = Objects.requireNonNull(affected.get(g.affectedId()));
            Item item = g.item();
            if (item != null) {
                // The store's own entry in the chain tells of goods.
                benefits.giveGoods(
                        benefits.storeFor(a.region()),
                        a.householdId(),
                        item,
                        Objects.requireNonNull(g.quantity()),
                        Purpose.DISASTER,
                        g.id(),
                        g.on());
                continue;
            }
            entries.add(entry(g, a));
            if (g.amount() != null) {
                due.computeIfAbsent(Payment.of(g, a), key -> new ArrayList<>())
                        .add(new Benefits.Due(a.householdId(), null, a.region(), Benefit.DISASTER_RELIEF, g.amount()));
            }
        }
        due.forEach((payment, roll) -> benefits.entitleRoll(roll, payment.on(), payment.basis()));
        chain.recordAll(entries);
    }

    /** What is paid on one basis: a household is paid once on it. */
    private record Payment(String basis, LocalDate on) {

        static Payment of(ReliefGiven g, Affected a) {
            String month = g.month() == null ? "" : " " + g.month();
            return new Payment(g.kind().title().zh() + month + "（" + a.disasterId() + "）", g.on());
        }
    }

    private static Item item(String code) {
        return Arrays.stream(Item.values())
                .filter(item -> item.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private ReliefGiven checked(ReliefGiven g, Affected a) {
        if (g.basis().isBlank()) {
            throw Problem.at("basis", "请写明发放依据。", "Say which document or decision it rests on.");
        }
        return switch (g.kind()) {
            case BEREAVEMENT -> {
                if (!a.isBereaved()) {
                    throw Problem.at(
                            "kind",
                            a.headName() + "家没有因灾遇难人员，不能发放抚慰金。",
                            "Nobody of the household of " + a.headName() + " died in the disaster.");
                }
                yield withinRange(g, a);
            }
            case AFFECTED -> withinRange(g, a);
            case TRANSITIONAL -> {
                if (a.stage() != Stage.TRANSITIONAL) {
                    throw new Problem(
                            a.headName() + "家不在过渡期生活救助阶段。",
                            "The household of " + a.headName() + " is not in transitional relief.");
                }
                yield dailyRate(a.disasterId(), a.region().at(DivisionLevel.COUNTY))
                        .map(rate -> withAmount(g, rate))
                        .orElse(g);
            }
            case GOODS -> g;
        };
    }

    private ReliefGiven withinRange(ReliefGiven g, Affected a) {
        Yuan amount = g.amount();
        if (amount == null || !amount.isPositive()) {
            throw Problem.at("amount", "请填写发放金额。", "Give the amount.");
        }
        range(g.kind(), a.region(), g.on())
                .filter(range -> !range.contains(amount))
                .ifPresent(range -> {
                    throw Problem.at(
                            "amount",
                            "金额 " + amount + " 元不在规定的 " + range.least() + " 至 " + range.most() + " 元之内（"
                                    + range.source() + "）。",
                            "The amount of " + amount + " yuan is outside the range of " + range.least() + " to "
                                    + range.most() + " (" + range.source() + ").");
                });
        return g;
    }

    private static ReliefGiven withAmount(ReliefGiven g, Yuan rate) {
        long personDays = (long) Objects.requireNonNull(g.persons()) * Objects.requireNonNull(g.days());
        return new ReliefGiven(
                g.id(),
                g.affectedId(),
                g.kind(),
                rate.times(personDays),
                g.basis(),
                g.month(),
                g.persons(),
                g.days(),
                null,
                null,
                g.on());
    }

    Optional<Yuan> dailyRate(UUID disasterId, RegionCode county) {
        return db.sql("select amount from disaster.daily_rate where disaster_id = ? and county = ?")
                .params(disasterId, county.digits())
                .query(BigDecimal.class)
                .optional()
                .map(Yuan::new);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void enterDailyRate(Disaster disaster, RegionCode county, Yuan amount, String source) {
        if (!amount.isPositive() || source.isBlank()) {
            throw Problem.at(
                    "amount", "请填写每人每天的金额和文件依据。", "Give the amount a person a day and the document that sets it.");
        }
        if (!disaster.counties().contains(county)) {
            throw new Problem("这个县不在灾区范围内。", "This county was not struck.");
        }
        int entered = db.sql("""
                        insert into disaster.daily_rate (disaster_id, county, amount, source, entered_on, entered_by)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(disaster.id(), county.digits(), amount.amount(), source.strip(), clock.today(), Scopes.actor())
                .update();
        if (entered == 0) {
            throw new Problem("这个县的标准已经录入。", "The rate of this county has been entered already.");
        }
        List<ReliefGiven> settled = db.sql("""
                        update disaster.relief
                        set amount = persons * days * :rate
                        where disaster_id = :disaster
                          and kind = 'transitional'
                          and amount is null
                          and starts_with(region, :county)
                        returning id, affected_id, kind, amount, basis, month, persons, days, item, quantity, given_on
                        """)
                .param("rate", amount.amount())
                .param("disaster", disaster.id())
                .param("county", county.digits())
                .query(ROW)
                .list();
        Map<UUID, Affected> affected = db
                .sql(AffectedList.SELECT + " where a.id = any (?)")
                .param(settled.stream().map(ReliefGiven::affectedId).toArray(UUID[]::new))
                .query(AffectedList.ROW)
                .list()
                .stream()
                .collect(Collectors.toMap(Affected::id, Function.identity()));
        Map<Payment, List<Benefits.Due>> due = new LinkedHashMap<>();
        List<ChainEntry> entries = new ArrayList<>();
        for (ReliefGiven g : settled) {
            Affected a = Objects.requireNonNull(affected.get(g.affectedId()));
            Yuan sum = Objects.requireNonNull(g.amount());
            due.computeIfAbsent(Payment.of(g, a), key -> new ArrayList<>())
                    .add(new Benefits.Due(a.householdId(), null, a.region(), Benefit.DISASTER_RELIEF, sum));
            Text summary = summary(g);
            entries.add(new ChainEntry(
                    a.householdId(),
                    null,
                    a.region(),
                    clock.today(),
                    ChainKind.DISASTER,
                    new Text("标准录入后核定：" + summary.zh(), "Rate entered: " + summary.en()),
                    sum,
                    "disaster.relief-settled",
                    g.id(),
                    disaster.link()));
        }
        due.forEach((payment, roll) -> benefits.entitleRoll(roll, payment.on(), payment.basis()));
        chain.recordAll(entries);
    }

    private static ChainEntry entry(ReliefGiven g, Affected a) {
        return new ChainEntry(
                a.householdId(),
                null,
                a.region(),
                g.on(),
                ChainKind.DISASTER,
                summary(g),
                g.amount(),
                "disaster.relief",
                g.id(),
                "/disasters/" + a.disasterId());
    }

    private static Text summary(ReliefGiven g) {
        Text title = g.kind().title();
        return switch (g.kind()) {
            case BEREAVEMENT, AFFECTED ->
                new Text("发放" + title.zh() + "。依据：" + g.basis(), title.en() + " given. Basis: " + g.basis());
            case TRANSITIONAL -> {
                String period = g.month() + "，" + g.persons() + " 人 " + g.days() + " 天";
                String periodEn = g.month() + ", " + g.persons() + " persons, " + g.days() + " days";
                yield g.amount() == null
                        ? new Text(
                                title.zh() + "（" + period + "），标准待录入后核算。",
                                title.en() + " (" + periodEn + "); the amount waits for the county's rate.")
                        : new Text("发放" + title.zh() + "（" + period + "）。", title.en() + " (" + periodEn + ").");
            }
            case GOODS ->
                new Text("发放" + g.item() + " " + g.quantity() + " 件。", g.quantity() + " × " + g.item() + " given.");
        };
    }
}
