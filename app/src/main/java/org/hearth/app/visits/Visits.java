package org.hearth.app.visits;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
     * Plans the next visit of everybody on the list: the first within the tier's interval after joining, then one interval
     * after the last was due, from {@code day} on never more than one ahead.
     *
     * @return how many visits were planned
     */
    @Transactional
    public int plan(LocalDate day) {
        return db.sql("""
                        insert into visits.visit (id, region, elder_id, due_on)
                        select uuidv7(), e.region, e.id,
                               coalesce(last.due_on, greatest(e.since, :day::date))
                                   + case e.tier when 'high' then :high when 'key' then :key else :general end
                        from visits.elder e
                        left join lateral (
                            select max(v.due_on) as due_on from visits.visit v where v.elder_id = e.id
                        ) last on true
                        where e.left_on is null
                          and (last.due_on is null or last.due_on < :day)
                        on conflict do nothing
                        """)
                .param("day", day)
                .param("high", interval(Tier.HIGH, day))
                .param("key", interval(Tier.KEY, day))
                .param("general", interval(Tier.GENERAL, day))
                .update();
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
        if (!finding.met() && finding.note().isBlank()) {
            throw new Problem("没有见到老人，请写明采取了什么措施。", "Nobody was met: say what was done about it.");
        }
        if (finding.problems().values().stream().anyMatch(String::isBlank)) {
            throw new Problem("发现问题的，请写明情况。", "Where there is a problem, describe it.");
        }
        Subject elder = subject(finding.elderId());
        int added = db.sql("""
                        insert into visits.finding
                            (id, region, elder_id, kind, met, note, happened_on, visitor, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(
                        finding.id(),
                        elder.region(),
                        elder.id(),
                        finding.kind().code(),
                        finding.met(),
                        finding.note().strip(),
                        finding.on(),
                        Scopes.actor(),
                        clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .update();
        if (added == 0) {
            return;
        }
        if (finding.met()) {
            answerVisit(finding);
        }
        writeThemes(finding, elder);
        chain.record(entry(finding, elder));
    }

    /** Keeps the answer that an alert was given beside the problem that raised it. */
    @EventListener
    void answered(AlertClosed closed) {
        Alert alert = closed.alert();
        List<UUID> findings = closed.from(SOURCE);
        if (!findings.isEmpty()) {
            db.sql("update visits.theme set answer = ?, answered_on = ? where alert_id = ? and finding_id = any (?)")
                    .params(Arrays.asList(alert.note(), alert.closedOn(), alert.id(), findings.toArray(UUID[]::new)))
                    .update();
        }
    }

    /** The value that says how many days lie between two visits of {@code tier}, with its source. */
    public Parameters.Value intervalOf(Tier tier, LocalDate day) {
        return policy.parameters().value("visit.tier-" + tier.code() + "-days", "", "rural", day);
    }

    private int interval(Tier tier, LocalDate day) {
        return intervalOf(tier, day).number().intValueExact();
    }

    private long number(String parameter, LocalDate day) {
        return policy.parameters().value(parameter, "", "rural", day).number().longValueExact();
    }

    private record Subject(UUID id, String region, UUID householdId, UUID personId, String name) {}

    private Subject subject(UUID elderId) {
        return db.sql("""
                        select e.id, e.region, e.household_id, e.person_id, p.name
                        from visits.elder e
                        join registry.person p on p.id = e.person_id
                        where e.id = ?
                        """)
                .param(elderId)
                .query(Subject.class)
                .optional()
                .orElseThrow(() -> new Missing("位探访对象", "elder"));
    }

    // The visit that is due last is the one that somebody went for; earlier ones stay missed.
    private void answerVisit(Finding finding) {
        db.sql("""
                update visits.visit
                set visited_on = :on, finding_id = :finding
                where id = (select id from visits.visit
                            where elder_id = :elder and visited_on is null
                            order by due_on desc
                            limit 1)
                """)
                .param("on", finding.on())
                .param("finding", finding.id())
                .param("elder", finding.elderId())
                .update();
    }

    private void writeThemes(Finding finding, Subject elder) {
        for (Theme theme : finding.met()
                ? List.of(Theme.values())
                : List.copyOf(finding.problems().keySet())) {
            String problem = finding.problems().get(theme);
            UUID alert = problem == null
                    ? null
                    : monitoring.raise(signal(finding, elder, theme, problem)).id();
            db.sql(
                            "insert into visits.theme (finding_id, theme, region, problem, note, alert_id) values (?, ?, ?, ?, ?, ?)")
                    .params(Arrays.asList(
                            finding.id(),
                            theme.code(),
                            elder.region(),
                            problem != null,
                            problem == null ? "" : problem.strip(),
                            alert))
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
                "/visit/" + elder.id());
    }
}
