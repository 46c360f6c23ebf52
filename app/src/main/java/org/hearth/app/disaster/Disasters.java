package org.hearth.app.disaster;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.AlertClosed;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.hearth.linkage.NameAgreement;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Disasters and whom they hit: lists in, the vulnerable called on first, relief by stages, and whoever is still in difficulty
 * handed to monitoring (自然灾害救助条例; 社会救助暂行办法 Art 22-26).
 */
@Component
public class Disasters {

    /** A disaster to be recorded. */
    public record NewDisaster(
            DisasterKind kind,
            Text name,
            LocalDateTime happenedAt,
            @Nullable BigDecimal magnitude,
            String source,
            List<RegionCode> counties) {}

    /**
     * One person of an affected household, as an officer enters them.
     *
     * @param id made by the phone that sends it; sent again, it changes nothing
     */
    public record Entry(
            UUID id,
            UUID disasterId,
            String name,
            String idNumber,
            Damage damage,
            boolean died,
            boolean injured,
            boolean relocated) {}

    private final JdbcClient db;
    private final AffectedImport imports;
    private final AffectedRoll roll;
    private final AffectedList list;
    private final Relief relief;
    private final DifficultyCheck check;
    private final Registry registry;
    private final Monitoring monitoring;
    private final Chain chain;
    private final HearthClock clock;

    Disasters(
            JdbcClient db,
            AffectedImport imports,
            AffectedRoll roll,
            AffectedList list,
            Relief relief,
            DifficultyCheck check,
            Registry registry,
            Monitoring monitoring,
            Chain chain,
            HearthClock clock) {
        this.db = db;
        this.imports = imports;
        this.roll = roll;
        this.list = list;
        this.relief = relief;
        this.check = check;
        this.registry = registry;
        this.monitoring = monitoring;
        this.chain = chain;
        this.clock = clock;
    }

    /**
     * Records that a disaster struck; recording it twice answers with the first.
     *
     * @throws Problem when no county is named, or a magnitude is given to what is no earthquake
     */
    @Transactional
    public Disaster declare(NewDisaster disaster) {
        if (disaster.name().zh().isBlank()) {
            throw Problem.at("name", "请写明灾害名称。", "Give the disaster a name.");
        }
        if (disaster.source().isBlank()) {
            throw Problem.at("source", "请写明信息来源。", "Say where this comes from.");
        }
        if (disaster.counties().isEmpty()) {
            throw new Problem("请写明受灾的县。", "Give the counties that were struck.");
        }
        if (disaster.magnitude() != null && disaster.kind() != DisasterKind.EARTHQUAKE) {
            throw Problem.at("magnitude", "只有地震填写震级。", "Only an earthquake has a magnitude.");
        }
        UUID id = db.sql("""
                        insert into disaster.event
                            (id, kind, name_zh, name_en, happened_at, magnitude, source, recorded_by, recorded_at)
                        values (:id, :kind, :zh, :en, :at, :magnitude, :source, :actor, :now)
                        on conflict (name_zh, happened_at) do update set name_zh = excluded.name_zh
                        returning id
                        """)
                .param("id", Ids.next())
                .param("kind", disaster.kind().code())
                .param("zh", disaster.name().zh().strip())
                .param("en", disaster.name().en().strip())
                .param("at", disaster.happenedAt().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("magnitude", disaster.magnitude())
                .param("source", disaster.source().strip())
                .param("actor", Scopes.actor())
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .query(UUID.class)
                .single();
        disaster.counties()
                .forEach(county -> db.sql(
                                "insert into disaster.struck (disaster_id, county) values (?, ?) on conflict do nothing")
                        .params(id, county.digits())
                        .update());
        return disaster(id);
    }

    /** All disasters that were recorded, newest first. */
    @Transactional(readOnly = true)
    public List<Disaster> all() {
        return query("order by e.happened_at desc").list();
    }

    /** @throws Missing when there is none of this id */
    @Transactional(readOnly = true)
    public Disaster disaster(UUID id) {
        return query("where e.id = ?", id).optional().orElseThrow(() -> new Missing("次灾害", "disaster"));
    }

    /** Notes that the situation is stable: the daily report ends with this day (自然灾害救助条例 Art 17). */
    @Transactional
    public void stable(UUID disasterId, LocalDate on) {
        db.sql("update disaster.event set stable_on = ? where id = ? and stable_on is null")
                .params(on, disasterId)
                .update();
    }

    /**
     * Takes in a file with an affected list: CSV in UTF-8 or GB18030 with the columns 姓名, 身份证号, 房屋受损, 因灾死亡, 受伤,
     * 转移安置, one row a person. The same file again changes nothing.
     *
     * @throws Problem when the file as a whole is no such list
     */
    @Transactional
    public ImportResult importList(UUID disasterId, String fileName, byte[] content) {
        return imports.take(disaster(disasterId), fileName, content);
    }

    /**
     * Puts one person's household on the affected list.
     *
     * @throws Problem when the number is none, nobody has it, it is another's, or the household lies outside the area struck
     */
    @Transactional
    public Affected enter(Entry entry) {
        Disaster disaster = disaster(entry.disasterId());
        if (entry.died() && (entry.injured() || entry.relocated())) {
            throw Problem.at("person", "已填因灾死亡，不能再填受伤或转移安置。", "Somebody who died is neither injured nor relocated.");
        }
        var person = switch (IdentityNumber.read(entry.idNumber())) {
            case IdentityNumber.Reading.Invalid(IdentityNumber.Fault fault) ->
                throw Problem.at("idNumber", fault.zh() + "。", fault.en() + ".");
            case IdentityNumber.Reading.Valid(IdentityNumber number) ->
                registry.personWith(number)
                        .orElseThrow(
                                () -> Problem.at(
                                        "idNumber",
                                        "本地区登记中没有这个身份证号码，请先登记家庭。",
                                        "Nobody in the register of this region has this number. Register the household first."));
        };
        if (NameAgreement.of(person.name(), entry.name()) == NameAgreement.DIFFERENT) {
            throw Problem.at(
                    "name", "号码登记在另一个姓名下，请核对姓名和号码。", "The number is registered under another name; check both.");
        }
        Household household = registry.householdOf(person.id())
                .flatMap(registry::household)
                .orElseThrow(() -> Problem.at(
                        "idNumber", "此人不属于任何家庭，请先登记家庭。", "The person belongs to no household; register one first."));
        if (!disaster.struck(household.region())) {
            throw Problem.at(
                    "idNumber", "这户家庭不在灾区范围内，请核对。", "The household lies outside the area that was struck; check it.");
        }
        roll.add(
                disaster,
                List.of(new AffectedRoll.Listed(
                        entry.id(),
                        household.id(),
                        household.region(),
                        entry.damage(),
                        List.of(new AffectedRoll.Hit(person.id(), entry.died(), entry.injured(), entry.relocated())))));
        return list.of(household.id()).stream()
                .filter(affected -> affected.disasterId().equals(disaster.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The affected households of a disaster that one may see, in the order in which they are called on. */
    @Transactional(readOnly = true)
    public List<Affected> affected(UUID disasterId) {
        return list.all(disasterId);
    }

    /** The affected households of these ids that one may see, in the order in which they are called on. */
    @Transactional(readOnly = true)
    public List<Affected> affected(Collection<UUID> affectedIds) {
        return list.all(affectedIds);
    }

    /** The columns of a file with an affected list. */
    public static List<String> listColumns() {
        return AffectedFile.COLUMNS;
    }

    /** @throws Missing when there is none of this id in the region one may see */
    @Transactional(readOnly = true)
    public Affected one(UUID affectedId) {
        return list.find(affectedId).orElseThrow(() -> new Missing("户受灾家庭", "affected household"));
    }

    /** The disasters that hit a household. */
    @Transactional(readOnly = true)
    public List<Affected> of(UUID householdId) {
        return list.of(householdId);
    }

    /**
     * Records a call on households: somebody was there.
     *
     * @param finding what they found, by affected household
     */
    @Transactional
    public void reach(Map<UUID, String> finding, LocalDate on) {
        if (finding.values().stream().anyMatch(String::isBlank)) {
            throw Problem.at("finding", "请写明入户看到的情况。", "Say what was found at home.");
        }
        List<Affected> reached = known(finding.keySet()).stream()
                .filter(affected -> affected.reachedOn() == null)
                .toList();
        db.sql("""
                update disaster.affected a
                set reached_on = :on, reached_by = :actor, finding = f.finding
                from unnest(:ids::uuid[], :findings::text[]) as f (id, finding)
                where a.id = f.id
                  and a.reached_on is null
                """)
                .param("on", on)
                .param("actor", Scopes.actor())
                .param("ids", reached.stream().map(a -> a.id().toString()).toArray(String[]::new))
                .param(
                        "findings",
                        reached.stream().map(a -> stripped(finding, a)).toArray(String[]::new))
                .update();
        chain.recordAll(reached.stream()
                .map(a -> entry(
                        a,
                        on,
                        "disaster.call",
                        new Text(
                                "受灾后首次走访：" + stripped(finding, a),
                                "First call after the disaster: " + stripped(finding, a))))
                .toList());
    }

    /** Gives relief; what was given already in this kind, or for this month, is not given again. Returns how much was new. */
    @Transactional
    public int give(Collection<ReliefGiven> given) {
        return relief.give(
                given, known(given.stream().map(ReliefGiven::affectedId).collect(Collectors.toSet())));
    }

    /** What was given to a household after this disaster, newest first. */
    @Transactional(readOnly = true)
    public List<ReliefGiven> given(UUID affectedId) {
        return relief.of(affectedId);
    }

    /** The range of money that a place gives in {@code kind}; empty where it set none, and then nothing is assumed. */
    public Optional<ReliefRange> range(ReliefKind kind, RegionCode place, LocalDate on) {
        return relief.range(kind, place, on);
    }

    /**
     * Enters what a county pays a person a day in transitional living relief; relief given before it was known gets its
     * amount now.
     *
     * @param source the document that sets it
     */
    @Transactional
    public void enterDailyRate(UUID disasterId, RegionCode county, Yuan amount, String source) {
        relief.enterDailyRate(disaster(disasterId), county, amount, source);
    }

    /** What the county pays a person a day in transitional living relief, where it was entered. */
    @Transactional(readOnly = true)
    public Optional<Yuan> dailyRate(UUID disasterId, RegionCode county) {
        return relief.dailyRate(disasterId, county);
    }

    /** Households come to live on transitional relief after emergency relief. */
    @Transactional
    public void startTransitional(Collection<UUID> affectedIds, LocalDate on) {
        move(affectedIds, Stage.TRANSITIONAL, on);
    }

    /** Households live as before; their relief ends. */
    @Transactional
    public void recovered(Collection<UUID> affectedIds, LocalDate on) {
        move(affectedIds, Stage.RECOVERED, on);
    }

    /**
     * The households on transitional relief that the facts show in difficulty: the house collapsed, or the income a head is
     * below the dibao standard and neither dibao nor tekun is held.
     *
     * @return why, by affected household
     */
    @Transactional(readOnly = true)
    public Map<UUID, Difficulty> difficulties(UUID disasterId, LocalDate on) {
        return check.find(disasterId, on);
    }

    /**
     * Hands households that are still in difficulty after transitional relief to monitoring, which makes them a question to
     * the township and, where they are due, a case.
     *
     * @param reasons why, by affected household
     * @return the alerts that they became or joined
     */
    @Transactional
    public List<Alert> stillInDifficulty(Map<UUID, Difficulty> reasons, LocalDate on) {
        List<Affected> households = known(reasons.keySet());
        households.stream()
                .filter(a -> a.stage() != Stage.TRANSITIONAL)
                .findFirst()
                .ifPresent(a -> {
                    throw new Problem(
                            a.headName() + "家还没有进入过渡期生活救助，不能转社会救助。",
                            "The household of " + a.headName() + " has not had transitional relief yet.");
                });
        List<Alert> alerts = monitoring.raiseAll(households.stream()
                .map(a -> new Signal(
                        AffectedRoll.CHAIN_SOURCE,
                        a.id(),
                        a.householdId(),
                        null,
                        a.region(),
                        difficulty(reasons, a).indicator(),
                        difficulty(reasons, a).reason(),
                        a.isVulnerable() ? Level.ORANGE : Level.YELLOW,
                        null))
                .toList());
        db.sql("""
                update disaster.affected a
                set stage = 'still-in-difficulty', stage_since = :on, alert_id = f.alert_id
                from unnest(:ids::uuid[], :alerts::uuid[]) as f (id, alert_id)
                where a.id = f.id
                """)
                .param("on", on)
                .param("ids", households.stream().map(a -> a.id().toString()).toArray(String[]::new))
                .param(
                        "alerts",
                        alerts.stream().map(alert -> alert.id().toString()).toArray(String[]::new))
                .update();
        chain.recordAll(households.stream()
                .map(a -> {
                    Text why = difficulty(reasons, a).reason();
                    return entry(
                            a,
                            on,
                            "disaster.handed-on",
                            new Text(
                                    "过渡期救助后仍有困难，转社会救助：" + why.zh(),
                                    "Still in difficulty, handed to social assistance: " + why.en()));
                })
                .toList());
        return alerts;
    }

    /** Learns how the question about a household was answered. */
    @EventListener
    void on(AlertClosed closed) {
        List<UUID> ours = closed.from(AffectedRoll.CHAIN_SOURCE);
        if (!ours.isEmpty()) {
            db.sql("""
                    update disaster.affected
                    set disposition = ?, answered_on = ?
                    where alert_id = ?
                    """)
                    .params(
                            Objects.requireNonNull(closed.alert().disposition()).code(),
                            Objects.requireNonNull(closed.alert().closedOn()),
                            closed.alert().id())
                    .update();
        }
    }

    private void move(Collection<UUID> affectedIds, Stage to, LocalDate on) {
        List<Affected> households = known(affectedIds).stream()
                .filter(affected -> affected.stage() != to)
                .toList();
        boolean allowed = households.stream()
                .allMatch(a ->
                        a.stage() == Stage.EMERGENCY || (a.stage() == Stage.TRANSITIONAL && to == Stage.RECOVERED));
        if (!allowed) {
            throw new Problem("救助阶段只能往前走，请刷新后核对。", "Relief only goes forward from stage to stage; reload and check.");
        }
        db.sql("update disaster.affected set stage = :stage, stage_since = :on where id = any (:ids)")
                .param("stage", to.code())
                .param("on", on)
                .param("ids", households.stream().map(Affected::id).toArray(UUID[]::new))
                .update();
        chain.recordAll(households.stream()
                .map(a -> entry(
                        a,
                        on,
                        "disaster." + to.code(),
                        new Text(
                                "受灾救助进入“" + to.title().zh() + "”阶段。",
                                "Disaster relief: " + to.title().en().toLowerCase() + ".")))
                .toList());
    }

    private static Difficulty difficulty(Map<UUID, Difficulty> reasons, Affected a) {
        return Objects.requireNonNull(reasons.get(a.id()));
    }

    private static String stripped(Map<UUID, String> finding, Affected a) {
        return Objects.requireNonNull(finding.get(a.id())).strip();
    }

    private List<Affected> known(Collection<UUID> affectedIds) {
        List<Affected> found = list.all(affectedIds);
        if (found.size() < affectedIds.size()) {
            throw new Missing("户受灾家庭", "affected household");
        }
        return found;
    }

    private static ChainEntry entry(Affected a, LocalDate on, String source, Text summary) {
        return new ChainEntry(
                a.householdId(),
                null,
                a.region(),
                on,
                ChainKind.DISASTER,
                summary,
                null,
                source,
                a.id(),
                "/disasters/" + a.disasterId());
    }

    private JdbcClient.MappedQuerySpec<Disaster> query(String rest, Object... params) {
        return db.sql("""
                        select e.id, e.kind, e.name_zh, e.name_en, e.happened_at at time zone 'Asia/Shanghai' as happened_at,
                               e.magnitude, e.source, e.stable_on,
                               array(select county from disaster.struck s where s.disaster_id = e.id order by county)::text[]
                                   as counties
                        from disaster.event e
                        """ + rest)
                .params(params)
                .query((row, n) -> new Disaster(
                        row.getObject("id", UUID.class),
                        DisasterKind.of(row.getString("kind")),
                        new Text(row.getString("name_zh"), row.getString("name_en")),
                        row.getObject("happened_at", LocalDateTime.class),
                        row.getBigDecimal("magnitude"),
                        row.getString("source"),
                        Arrays.stream((String[]) row.getArray("counties").getArray())
                                .map(RegionCode::new)
                                .toList(),
                        row.getObject("stable_on", LocalDate.class)));
    }
}
