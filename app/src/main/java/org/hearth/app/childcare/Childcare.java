package org.hearth.app.childcare;

import java.time.LocalDate;
import java.time.OffsetDateTime;
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
import org.hearth.app.monitoring.Indicator;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.Signal;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Parameters;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Children who need somebody to watch over who looks after them: one child, one file. */
@Component
public class Childcare {

    private static final String CHECK = "childcare.guardianship_check";
    private static final String REPORT = "childcare.report";

    private final JdbcClient db;
    private final Chain chain;
    private final Monitoring monitoring;
    private final PolicyPack policy;
    private final Audit audit;
    private final HearthClock clock;

    Childcare(JdbcClient db, Chain chain, Monitoring monitoring, PolicyPack policy, Audit audit, HearthClock clock) {
        this.db = db;
        this.chain = chain;
        this.monitoring = monitoring;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens a file for each child that the register and the facts of {@code day} show to be an orphan, de facto unattended,
     * left behind or in difficulty, and closes those for which it no longer holds. Done twice, it changes nothing.
     *
     * @return how many files were opened
     */
    @Transactional
    public int find(LocalDate day) {
        db.sql(ChildRules.EMPTY_FACTS).update();
        db.sql(ChildRules.FACTS).update();
        db.sql(ChildRules.EMPTY_MARKS).update();
        db.sql(ChildRules.MARKS)
                .param("day", day)
                .param(
                        "leftBehindAge",
                        policy.packOn(day)
                                .parameters()
                                .value("child.left-behind-age", "", "rural", day)
                                .number()
                                .intValueExact())
                .update();
        db.sql(ChildRules.LEAVE).param("day", day).update();
        db.sql(ChildRules.CHANGE).update();
        return db.sql(ChildRules.JOIN).param("day", day).update();
    }

    /** The value that says after how many days a child's guardianship is checked again, with its source. */
    public Parameters.Value interval(LocalDate day) {
        return policy.packOn(day).parameters().value("child.check-days", "", "rural", day);
    }

    /** How many children's guardianship is to be checked up to {@code until}, of those that one may see. */
    @Transactional(readOnly = true)
    public long due(LocalDate until) {
        return db.sql("select count(*) from childcare.due_check where last_on + :days <= :until")
                .param("days", interval(until).number().intValueExact())
                .param("until", until)
                .query(Long.class)
                .single();
    }

    /**
     * Records a check of guardianship. Each danger becomes a duty to report to the police, due at once; what is otherwise not
     * in order becomes a signal.
     *
     * @throws Problem when nobody is named who looks after the child, or a need is not described
     */
    @Transactional
    public void record(GuardianshipCheck check) {
        recordAll(List.of(check));
    }

    /** Records many checks at once. A check that is known already is passed over. */
    @Transactional
    public void recordAll(Collection<GuardianshipCheck> checks) {
        checks.forEach(GuardianshipCheck::check);
        Map<UUID, Child> children = children(checks);
        Set<UUID> added = insert(List.copyOf(checks), children);
        List<GuardianshipCheck> fresh =
                checks.stream().filter(check -> added.contains(check.id())).toList();
        chain.recordAll(fresh.stream()
                .map(check -> entry(
                        of(check, children),
                        check.on(),
                        new Text(
                                "监护情况核查：" + (check.isInOrder() ? "正常" : "有情况需要跟进"),
                                "Guardianship checked: " + (check.isInOrder() ? "in order" : "needs following up")),
                        CHECK,
                        check.id()))
                .toList());
        fresh.forEach(check -> check.dangers()
                .forEach(danger -> found(Ids.next(), check.childId(), danger, Reporter.COMMITTEE, check.note())));
        monitoring.raiseAll(fresh.stream()
                .filter(check -> check.isSafe() && !check.isInOrder())
                .map(check -> need(check, of(check, children)))
                .toList());
    }

    private static Signal need(GuardianshipCheck check, Child child) {
        return new Signal(
                CHECK,
                check.id(),
                child.householdId(),
                child.personId(),
                new RegionCode(child.region()),
                new Indicator("child-guardianship", new Text("儿童监护情况需要帮助", "A child's guardianship needs help")),
                new Text(
                        "监护核查发现：" + check.note().strip(),
                        "Found at a guardianship check: " + check.note().strip()),
                Level.ORANGE,
                null);
    }

    private Set<UUID> insert(List<GuardianshipCheck> checks, Map<UUID, Child> children) {
        return Set.copyOf(db.sql("""
                        insert into childcare.guardianship_check
                            (id, region, child_id, checked_on, guardian, weekly_contact, in_school, healthy, safe,
                             note, checked_by, recorded_at)
                        select id, region, child_id, checked_on, guardian, weekly_contact, in_school, healthy, safe,
                               note, :actor, :now
                        from unnest(:ids::uuid[], :regions::text[], :children::uuid[], :days::date[], :guardians::text[],
                                    :contacts::boolean[], :schools::boolean[], :healths::boolean[], :safes::boolean[],
                                    :notes::text[])
                                 as t (id, region, child_id, checked_on, guardian, weekly_contact, in_school, healthy,
                                       safe, note)
                        on conflict do nothing
                        returning id
                        """)
                .param("ids", column(checks, GuardianshipCheck::id))
                .param("regions", column(checks, check -> of(check, children).region()))
                .param("children", column(checks, GuardianshipCheck::childId))
                .param("days", column(checks, GuardianshipCheck::on))
                .param("guardians", column(checks, check -> check.guardian().strip()))
                .param("contacts", column(checks, GuardianshipCheck::weeklyContact))
                .param("schools", column(checks, GuardianshipCheck::inSchool))
                .param("healths", column(checks, GuardianshipCheck::healthy))
                .param("safes", column(checks, GuardianshipCheck::isSafe))
                .param("notes", column(checks, check -> check.note().strip()))
                .param("actor", Scopes.actor())
                .param("now", now())
                .query(UUID.class)
                .list());
    }

    private static String[] column(List<GuardianshipCheck> checks, Function<GuardianshipCheck, Object> value) {
        return checks.stream().map(check -> value.apply(check).toString()).toArray(String[]::new);
    }

    /**
     * Notes a danger to a child. From this moment the report to the police is due; while it is open, the same danger found
     * again is the same duty.
     *
     * @param id made by whoever notes it
     * @param description what was seen
     */
    @Transactional
    public void found(UUID id, UUID childId, Danger danger, Reporter reporter, String description) {
        if (description.isBlank()) {
            throw new Problem("请写明看到的情况。", "Say what was seen.");
        }
        Child child = child(childId);
        int added = db.sql("""
                        insert into childcare.report
                            (id, region, child_id, danger, reporter, description, found_at, found_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(
                        id,
                        child.region(),
                        child.id(),
                        danger.code(),
                        reporter.code(),
                        description.strip(),
                        now(),
                        Scopes.actor())
                .update();
        if (added == 0) {
            return;
        }
        audit.note("mandatory-report-due", id.toString(), danger.code());
        monitoring.raise(new Signal(
                REPORT,
                id,
                child.householdId(),
                child.personId(),
                new RegionCode(child.region()),
                new Indicator(
                        "child-in-danger", new Text("儿童处于危险，须立即报警", "A child in danger: report to the police at once")),
                danger.title(),
                Level.RED,
                clock.today()));
    }

    /**
     * Answers the duty: the police have been told.
     *
     * @param number the police's number of the report
     * @param officer who took it
     * @throws Problem when number or officer is missing, or the duty has been answered already
     */
    @Transactional
    public void reported(UUID reportId, String number, String officer) {
        if (number.isBlank() || officer.isBlank()) {
            throw new Problem("请填写报警回执编号和接警民警。", "Give the number of the report and the officer who took it.");
        }
        UUID childId = db.sql("select child_id from childcare.report where id = ? and reported_at is null for update")
                .param(reportId)
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> new Problem(
                        "这项强制报告已经完成，或不在您负责的地区。", "This report has been made already, or is not in your region."));
        db.sql("""
                update childcare.report
                set reported_at = ?, police_number = ?, officer = ?, reported_by = ?
                where id = ?
                """)
                .params(now(), number.strip(), officer.strip(), Scopes.actor(), reportId)
                .update();
        audit.note("mandatory-report-made", reportId.toString(), number.strip());
        chain.record(entry(
                child(childId),
                clock.today(),
                new Text("已向公安机关强制报告", "The mandatory report to the police was made"),
                REPORT,
                reportId));
    }

    private record Child(UUID id, String region, UUID householdId, UUID personId) {}

    private Map<UUID, Child> children(Collection<GuardianshipCheck> checks) {
        return db
                .sql("select id, region, household_id, person_id from childcare.child where id = any (?)")
                .param(checks.stream()
                        .map(GuardianshipCheck::childId)
                        .distinct()
                        .toArray(UUID[]::new))
                .query(Child.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Child::id, Function.identity()));
    }

    private static Child of(GuardianshipCheck check, Map<UUID, Child> children) {
        Child child = children.get(check.childId());
        if (child == null) {
            throw new Missing("个儿童档案", "child");
        }
        return child;
    }

    private Child child(UUID id) {
        return db.sql("select id, region, household_id, person_id from childcare.child where id = ?")
                .param(id)
                .query(Child.class)
                .optional()
                .orElseThrow(() -> new Missing("个儿童档案", "child"));
    }

    private static ChainEntry entry(Child child, LocalDate on, Text summary, String source, UUID sourceId) {
        return new ChainEntry(
                child.householdId(),
                child.personId(),
                new RegionCode(child.region()),
                on,
                ChainKind.CHILDCARE,
                summary,
                null,
                source,
                sourceId,
                "/children/" + child.id());
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
