package org.hearth.app.visits;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.AlertClosed;
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Parameters;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Visits to elderly people with special difficulties (民发〔2022〕73号): who is found, when a visit is due, what it found. */
@Component
public class Visits {

    private static final String SOURCE = "visits.finding";

    private static final int MANY = 100;

    private final JdbcClient db;
    private final Chain chain;
    private final Monitoring monitoring;
    private final PolicyPack policy;
    private final HearthClock clock;

    Visits(JdbcClient db, Chain chain, Monitoring monitoring, PolicyPack policy, HearthClock clock) {
        this.db = db;
        this.chain = chain;
        this.monitoring = monitoring;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Brings the list in line with the register and the facts of {@code day}: who fits joins, who died or moved into an
     * institution leaves. Done twice, it changes nothing.
     *
     * @return how many joined
     */
    @Transactional
    public int find(LocalDate day) {
        db.sql(ElderRules.EMPTY_FACTS).update();
        db.sql(ElderRules.FACTS).update();
        db.sql(ElderRules.EMPTY_MARKS).update();
        db.sql(ElderRules.MARKS)
                .param("day", day)
                .param("elderAge", (int) number("visit.elder-age", day))
                .param("highAge", (int) number("visit.tier-high-age", day))
                .update();
        db.sql(ElderRules.LEAVE).param("day", day).update();
        db.sql(ElderRules.CHANGE).update();
        return db.sql(ElderRules.JOIN).param("day", day).update();
    }

    /**
     * Plans the next visit of everybody on the list who has none ahead: the first within the tier's interval after joining,
     * then one interval after the last was due. Made for every day; done twice, it changes nothing.
     *
     * @return how many visits were planned
     */
    @Transactional
    public int plan(LocalDate day) {
        int planned = db.sql("""
                        insert into visits.visit (id, region, elder_id, due_on)
                        select uuidv7(), e.region, e.id,
                               coalesce((select max(v.due_on) from visits.visit v where v.elder_id = e.id),
                                        greatest(e.since, :day::date))
                                   + case e.tier when 'high' then :high when 'key' then :key else :general end
                        from visits.elder e
                        where e.left_on is null
                          and not exists (select from visits.visit v where v.elder_id = e.id and v.due_on >= :day)
                        on conflict do nothing
                        """)
                .param("day", day)
                .param("high", interval(Tier.HIGH, day))
                .param("key", interval(Tier.KEY, day))
                .param("general", interval(Tier.GENERAL, day))
                .update();
        if (planned >= MANY) {
            // Without fresh statistics the planner walks the whole list of elders for every visit.
            db.sql("analyze visits.elder, visits.visit").update();
        }
        return planned;
    }

    /**
     * A visit that nobody has made.
     *
     * @param missed whether its day and the days of grace are over
     */
    public record Waiting(UUID id, UUID elderId, LocalDate dueOn, boolean missed) {}

    /** What is to be visited up to {@code until} in the region one works for, elder by elder, the oldest first. */
    @Transactional(readOnly = true)
    public List<Waiting> waiting(LocalDate until) {
        return db.sql("""
                        select id, elder_id, due_on, missed_on is not null as missed
                        from visits.waiting_visit
                        where due_on <= ?
                        order by person_id, due_on
                        """).param(until).query(Waiting.class).list();
    }

    /**
     * Marks what was missed: past its day and the days of grace to the township, and if still nobody has gone, to the county.
     *
     * @return how many were escalated
     */
    @Transactional
    public int escalate(LocalDate day) {
        int toCounty = db.sql("""
                        update visits.visit v
                        set county_on = :day
                        where v.visited_on is null
                          and v.county_on is null
                          and v.missed_on + :days < :day
                          and not exists (select from visits.finding f
                                          where f.elder_id = v.elder_id and f.met and f.happened_on > v.due_on)
                        """)
                .param("day", day)
                .param("days", (int) number("visit.county-after-days", day))
                .update();
        return toCounty
                + db.sql("""
                        update visits.visit v
                        set missed_on = :day
                        from visits.elder e
                        where e.id = v.elder_id
                          and e.left_on is null
                          and v.visited_on is null
                          and v.missed_on is null
                          and v.due_on + :grace < :day
                        """)
                        .param("day", day)
                        .param("grace", (int) number("visit.grace-days", day))
                        .update();
    }

    /**
     * Records a visit. A problem on a theme becomes a signal, so that it is closed with an answer.
     *
     * @throws Problem when nobody was met and nothing is said about it, or a problem is not described
     * @throws Missing when the elder is not on the list of the region that one may see
     */
    @Transactional
    public void record(Finding finding) {
        recordAll(List.of(finding));
    }

    /** Records many visits at once, as a phone does that was out of reach all day. A visit that is known already is passed over. */
    @Transactional
    public void recordAll(Collection<Finding> findings) {
        findings.forEach(Finding::check);
        Map<UUID, Subject> elders = subjects(findings);
        Set<UUID> added = insert(findings, elders);
        List<Finding> fresh = findings.stream()
                .filter(finding -> added.contains(finding.id()))
                .toList();
        answerVisits(added);
        writeProblems(fresh, elders);
        chain.recordAll(fresh.stream()
                .map(finding -> entry(finding, of(finding, elders)))
                .toList());
    }

    /** Keeps the answer that an alert was given beside the problem that raised it. */
    @EventListener
    void answered(AlertClosed closed) {
        Alert alert = closed.alert();
        List<UUID> findings = closed.from(SOURCE);
        if (!findings.isEmpty()) {
            db.sql("update visits.problem set answer = ?, answered_on = ? where alert_id = ? and finding_id = any (?)")
                    .params(Arrays.asList(alert.note(), alert.closedOn(), alert.id(), findings.toArray(UUID[]::new)))
                    .update();
        }
    }

    /** The value that says how many days lie between two visits of {@code tier}, with its source. */
    public Parameters.Value intervalOf(Tier tier, LocalDate day) {
        return policy.packOn(day).parameters().value("visit.tier-" + tier.code() + "-days", "", "rural", day);
    }

    private int interval(Tier tier, LocalDate day) {
        return intervalOf(tier, day).number().intValueExact();
    }

    private long number(String parameter, LocalDate day) {
        return policy.packOn(day)
                .parameters()
                .value(parameter, "", "rural", day)
                .number()
                .longValueExact();
    }

    private record Subject(UUID id, String region, UUID householdId, UUID personId, String name) {}

    private Map<UUID, Subject> subjects(Collection<Finding> findings) {
        return db
                .sql("""
                        select e.id, e.region, e.household_id, e.person_id, p.name
                        from visits.elder e
                        join registry.person p on p.id = e.person_id
                        where e.id = any (?)
                        """)
                .param(findings.stream().map(Finding::elderId).distinct().toArray(UUID[]::new))
                .query(Subject.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Subject::id, Function.identity()));
    }

    private static Subject of(Finding finding, Map<UUID, Subject> elders) {
        Subject elder = elders.get(finding.elderId());
        if (elder == null) {
            throw new Missing("位探访对象", "elder");
        }
        return elder;
    }

    private Set<UUID> insert(Collection<Finding> findings, Map<UUID, Subject> elders) {
        List<Finding> given = List.copyOf(findings);
        return Set.copyOf(db.sql("""
                        insert into visits.finding
                            (id, region, elder_id, kind, met, note, happened_on, visitor, recorded_at)
                        select id, region, elder_id, kind, met, note, happened_on, :visitor, :now
                        from unnest(:ids::uuid[], :regions::text[], :elders::uuid[], :kinds::text[], :met::boolean[],
                                    :notes::text[], :days::date[])
                                 as t (id, region, elder_id, kind, met, note, happened_on)
                        on conflict do nothing
                        returning id
                        """)
                .param("ids", column(given, Finding::id))
                .param("regions", column(given, finding -> of(finding, elders).region()))
                .param("elders", column(given, Finding::elderId))
                .param("kinds", column(given, finding -> finding.kind().code()))
                .param("met", column(given, Finding::met))
                .param("notes", column(given, finding -> finding.note().strip()))
                .param("days", column(given, Finding::on))
                .param("visitor", Scopes.actor())
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .query(UUID.class)
                .list());
    }

    private static String[] column(List<Finding> findings, Function<Finding, Object> value) {
        return findings.stream().map(finding -> value.apply(finding).toString()).toArray(String[]::new);
    }

    // Somebody went for the visit that was due last; where none is open, for the next one ahead. Earlier ones stay
    // missed.
    private void answerVisits(Set<UUID> findings) {
        db.sql("""
                update visits.visit v
                set visited_on = made.happened_on, finding_id = made.finding_id
                from (
                    select distinct on (waiting.id) waiting.id, f.id as finding_id, f.happened_on
                    from visits.finding f
                    cross join lateral (
                        select w.id
                        from visits.visit w
                        where w.elder_id = f.elder_id and w.visited_on is null
                        order by w.due_on > f.happened_on, abs(w.due_on - f.happened_on)
                        limit 1
                    ) waiting
                    where f.id = any (?) and f.met
                    order by waiting.id, f.happened_on
                ) made
                where v.id = made.id
                """).param(findings.toArray(UUID[]::new)).update();
    }

    private record Found(Finding finding, Theme theme, String description) {}

    private void writeProblems(List<Finding> findings, Map<UUID, Subject> elders) {
        List<Found> problems = findings.stream()
                .flatMap(finding -> finding.problems().entrySet().stream()
                        .map(problem -> new Found(
                                finding, problem.getKey(), problem.getValue().strip())))
                .toList();
        List<Alert> alerts = monitoring.raiseAll(problems.stream()
                .map(problem -> signal(
                        problem.finding(), of(problem.finding(), elders), problem.theme(), problem.description()))
                .toList());
        for (int i = 0; i < alerts.size(); i++) {
            Found problem = problems.get(i);
            db.sql(
                            "insert into visits.problem (finding_id, theme, region, description, alert_id) values (?, ?, ?, ?, ?)")
                    .params(
                            problem.finding().id(),
                            problem.theme().code(),
                            of(problem.finding(), elders).region(),
                            problem.description(),
                            alerts.get(i).id())
                    .update();
        }
    }

    private static Signal signal(Finding finding, Subject elder, Theme theme, String problem) {
        return new Signal(
                SOURCE,
                finding.id(),
                elder.householdId(),
                elder.personId(),
                new RegionCode(elder.region()),
                new Indicator(
                        "visit-" + theme.code(),
                        new Text(
                                "探访发现：" + theme.title().zh(),
                                "Found at a visit: " + theme.title().en())),
                new Text(
                        "探访" + elder.name() + "时发现：" + problem.strip(),
                        "Found when visiting " + elder.name() + ": " + problem.strip()),
                theme == Theme.FIRE_SAFETY ? Level.ORANGE : Level.YELLOW,
                null);
    }

    private static ChainEntry entry(Finding finding, Subject elder) {
        Map<Theme, String> problems = finding.problems();
        String zh = !finding.met()
                ? "没有见到" + elder.name() + "：" + finding.note().strip()
                : finding.kind().title().zh() + "探访" + elder.name()
                        + (problems.isEmpty() ? "，七项均正常" : "，发现 " + problems.size() + " 个问题");
        String en = !finding.met()
                ? elder.name() + " was not met: " + finding.note().strip()
                : elder.name() + " visited (" + finding.kind().title().en() + "); "
                        + (problems.isEmpty() ? "all seven themes in order" : problems.size() + " problem(s) found");
        return new ChainEntry(
                elder.householdId(),
                elder.personId(),
                new RegionCode(elder.region()),
                finding.on(),
                ChainKind.VISIT,
                new Text(zh, en),
                null,
                SOURCE,
                finding.id(),
                "/visits/" + elder.id());
    }
}
