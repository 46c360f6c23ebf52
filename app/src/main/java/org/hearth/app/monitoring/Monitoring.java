package org.hearth.app.monitoring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Household;
import org.hearth.divisions.RegionCode;
import org.hearth.policy.Determination;
import org.hearth.policy.HouseholdDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Signals in, alerts out: every finding becomes one question that an office answers by a day. */
@Component
public class Monitoring {

    static final String COLUMNS = """
            a.id, a.region, a.household_id, a.person_id, a.indicator, i.title_zh, i.title_en, a.level,
            a.reason_zh, a.reason_en, a.state, a.raised_on, a.due_on, a.verified_on,
            a.disposition, a.department, a.note, a.closed_on
            """;

    static final RowMapper<Alert> ALERT = (row, n) -> new Alert(
            row.getObject("id", UUID.class),
            new RegionCode(row.getString("region")),
            row.getObject("household_id", UUID.class),
            row.getObject("person_id", UUID.class),
            new Indicator(row.getString("indicator"), new Text(row.getString("title_zh"), row.getString("title_en"))),
            Level.of(row.getString("level")),
            new Text(row.getString("reason_zh"), row.getString("reason_en")),
            AlertState.of(row.getString("state")),
            row.getObject("raised_on", LocalDate.class),
            row.getObject("due_on", LocalDate.class),
            row.getObject("verified_on", LocalDate.class),
            coded(row, "disposition", Disposition::of),
            coded(row, "department", Department::of),
            row.getString("note"),
            row.getObject("closed_on", LocalDate.class));

    private static final String CHAIN_SOURCE = "monitoring.alert";

    // So that a whole roll's documents need not stand in memory together.
    private static final int READ_AT_ONCE = 500;

    private final JdbcClient db;
    private final Chain chain;
    private final Exchange exchange;
    private final HearthClock clock;
    private final PolicyPack policy;
    private final ApplicationEventPublisher events;

    Monitoring(
            JdbcClient db,
            Chain chain,
            Exchange exchange,
            HearthClock clock,
            PolicyPack policy,
            ApplicationEventPublisher events) {
        this.db = db;
        this.chain = chain;
        this.exchange = exchange;
        this.clock = clock;
        this.policy = policy;
        this.events = events;
    }

    /** Raises an alert for {@code signal}, or answers with the open one that it joins. */
    @Transactional
    public Alert raise(Signal signal) {
        return raiseAll(List.of(signal)).getFirst();
    }

    /**
     * Raises many at once, as a night's screening does.
     *
     * @return for each signal, in order, the alert that it led to or joined
     */
    @Transactional
    public List<Alert> raiseAll(Collection<Signal> signals) {
        if (signals.isEmpty()) {
            return List.of();
        }
        List<Signal> given = List.copyOf(signals);
        nameIndicators(given);
        List<UUID> opened = openAlerts(given);
        joinOpenAlerts(given);
        List<Alert> answer = alertsOf(given);
        announce(opened, answer);
        return answer;
    }

    /**
     * What the rules and values in force on {@code on} say of a household, from the facts known then, explained.
     *
     * @throws Missing when the household is not in the region one may see
     */
    @Transactional(readOnly = true)
    public Determination determine(UUID householdId, LocalDate on) {
        return policy.packOn(on).decide(document(householdId, on));
    }

    /**
     * What is known of a household on a day, as the policy decides it.
     *
     * @throws Missing when the household is not in the region one may see
     */
    @Transactional(readOnly = true)
    public HouseholdDocument document(UUID householdId, LocalDate on) {
        return HouseholdDocument.parse(exchange.document(householdId, on).toString());
    }

    /**
     * As {@link #determine(UUID, LocalDate)} for many households, by their ids; those that one may not see are left out.
     */
    @Transactional(readOnly = true)
    public Map<UUID, Determination> determineAll(Collection<UUID> households, LocalDate on) {
        Map<UUID, Determination> determinations = new HashMap<>();
        List<UUID> all = List.copyOf(households);
        for (int from = 0; from < all.size(); from += READ_AT_ONCE) {
            exchange.documents(all.subList(from, Math.min(from + READ_AT_ONCE, all.size())), on)
                    .forEach((household, document) -> determinations.put(
                            household, policy.packOn(on).decide(HouseholdDocument.parse(document.toString()))));
        }
        return determinations;
    }

    /** What is to be asked, each question once, with the members that it is about; none of them for the household's own. */
    public static Map<Text, List<String>> asked(Determination determined, Household household) {
        Map<String, String> names = household.names();
        Map<Text, List<String>> asked = new LinkedHashMap<>();
        for (Determination.Question question : determined.missing()) {
            List<String> about = asked.computeIfAbsent(
                    new Text(question.question().zh(), question.question().en()), key -> new ArrayList<>());
            String name = question.member() == null ? null : names.get(question.member());
            if (name != null) {
                about.add(name);
            }
        }
        return asked;
    }

    /** The alert, if it lies in the region one may see. */
    @Transactional(readOnly = true)
    public Optional<Alert> alert(UUID id) {
        return db.sql("select " + COLUMNS + """
                        from monitoring.alert a
                        join monitoring.indicator i on i.code = a.indicator
                        where a.id = ?
                        """).param(id).query(ALERT).optional();
    }

    /** All alerts of a household, newest first. */
    @Transactional(readOnly = true)
    public List<Alert> of(UUID householdId) {
        return db.sql("select " + COLUMNS + """
                        from monitoring.alert a
                        join monitoring.indicator i on i.code = a.indicator
                        where a.household_id = ?
                        order by a.raised_on desc, a.id desc
                        """).param(householdId).query(ALERT).list();
    }

    /** What is still to be answered in the region one works for, by household. */
    @Transactional(readOnly = true)
    public List<Alert> unanswered() {
        return db.sql("select " + COLUMNS + """
                        from monitoring.alert a
                        join monitoring.indicator i on i.code = a.indicator
                        where a.state <> 'closed'
                        order by a.household_id, a.person_id, a.indicator
                        """).query(ALERT).list();
    }

    /** The alerts that the signals of one thing, e.g. one visit, led to or joined. */
    @Transactional(readOnly = true)
    public List<Alert> from(String source, UUID sourceId) {
        return db.sql("select distinct " + COLUMNS + """
                        from monitoring.signal s
                        join monitoring.alert a on a.id = s.alert_id
                        join monitoring.indicator i on i.code = a.indicator
                        where s.source = ?
                          and s.source_id = ?
                        """)
                .params(source, sourceId)
                .query(ALERT)
                .list();
    }

    /**
     * Records what two people found at the household's home.
     *
     * @param names the two who were there, and signed
     * @throws Problem when they are not two different people, or the alert is closed
     */
    @Transactional
    public Alert recordHomeVerification(UUID alertId, List<String> names, String finding, LocalDate on) {
        List<String> two = names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (two.size() != 2) {
            throw Problem.at(
                    "second",
                    "入户核查须由两人进行，请填写两个不同的姓名。",
                    "A home visit is made by two people: give two different names.");
        }
        if (finding.isBlank()) {
            throw Problem.at("finding", "请写明入户看到的情况。", "Say what was found at home.");
        }
        Alert alert = stillOpen(alertId);
        db.sql("""
                insert into monitoring.home_verification
                    (id, region, alert_id, first_name, second_name, finding, verified_on, recorded_by)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        Ids.next(),
                        alert.region().digits(),
                        alertId,
                        two.getFirst(),
                        two.getLast(),
                        finding.strip(),
                        on,
                        Scopes.actor())
                .update();
        db.sql("update monitoring.alert set state = 'verifying', verified_on = ? where id = ?")
                .params(on, alertId)
                .update();
        return stillOpen(alertId);
    }

    /**
     * Answers an alert.
     *
     * @param note the answer in words, for the household's chain
     * @throws Problem when it is closed already, when it should be pushed and nobody is named ({@link #push} does), or when
     *     something is to be ended that nobody has verified at home
     */
    @Transactional
    public Alert close(UUID alertId, Disposition disposition, String note) {
        return close(alertId, disposition, null, note);
    }

    /** Answers an alert by pushing it to the department whose help is needed. */
    @Transactional
    public Alert push(UUID alertId, Department department, String note) {
        return close(alertId, Disposition.PUSH, department, note);
    }

    private Alert close(UUID alertId, Disposition disposition, @Nullable Department department, String note) {
        Alert open = stillOpen(alertId);
        if (note.isBlank()) {
            throw Problem.at("note", "请写明处置情况。", "Say how it was answered.");
        }
        switch (disposition) {
            case PUSH -> {
                if (department == null) {
                    throw Problem.at("department", "请选择推送给哪个部门。", "Say which department it is pushed to.");
                }
            }
            case END -> {
                if (open.verifiedOn() == null) {
                    throw new Problem(
                            "终止救助前须先入户核查并记录。", "Before anything is ended, a home visit has to be made and recorded.");
                }
            }
            case DELIVER, CONFERENCE -> {}
        }
        db.sql("""
                update monitoring.alert
                set state = 'closed',
                    disposition = :disposition,
                    department = :department,
                    note = :note,
                    closed_on = :today,
                    closed_by = :actor
                where id = :id
                """)
                .param("disposition", disposition.code())
                .param("department", department == null ? null : department.code())
                .param("note", note.strip())
                .param("today", clock.today())
                .param("actor", Scopes.actor())
                .param("id", alertId)
                .update();
        Alert closed = alert(alertId).orElseThrow();
        chain.record(closingEntry(closed, disposition));
        events.publishEvent(new AlertClosed(closed, originsOf(alertId)));
        return closed;
    }

    private Alert stillOpen(UUID alertId) {
        db.sql("select id from monitoring.alert where id = ? for update")
                .param(alertId)
                .query()
                .listOfRows();
        Alert alert = alert(alertId).orElseThrow(() -> new Missing("条预警", "alert"));
        if (alert.isClosed()) {
            throw new Problem("这条预警已经处置。", "This alert has been closed already.");
        }
        return alert;
    }

    private List<AlertClosed.Origin> originsOf(UUID alertId) {
        return db.sql("select source, source_id from monitoring.signal where alert_id = ? order by received_at, id")
                .param(alertId)
                .query(AlertClosed.Origin.class)
                .list();
    }

    private void nameIndicators(List<Signal> signals) {
        Map<String, Indicator> named = new LinkedHashMap<>();
        signals.forEach(signal -> named.put(signal.indicator().code(), signal.indicator()));
        named.values()
                .forEach(indicator -> db.sql("""
                insert into monitoring.indicator (code, title_zh, title_en)
                values (?, ?, ?)
                on conflict (code) do update
                    set title_zh = excluded.title_zh, title_en = excluded.title_en
                    where (indicator.title_zh, indicator.title_en) <> (excluded.title_zh, excluded.title_en)
                """)
                        .params(
                                indicator.code(),
                                indicator.title().zh(),
                                indicator.title().en())
                        .update());
    }

    // The signals stand as rows in the statements below, so that one and ten thousand take the same way.
    private static final String GIVEN = """
            given as (
                select *
                from unnest(:ids::uuid[], :sources::text[], :sourceIds::uuid[], :households::uuid[], :persons::uuid[],
                            :regions::text[], :indicators::text[], :levels::text[], :zh::text[], :en::text[], :due::date[])
                         as t (id, source, source_id, household_id, person_id, region, indicator, level, reason_zh,
                               reason_en, due_on)
            )
            """;

    private JdbcClient.StatementSpec bind(String sql, List<Signal> signals) {
        LocalDate today = clock.today();
        return db.sql(sql)
                .param("ids", column(signals, signal -> Ids.next().toString()))
                .param("sources", column(signals, Signal::source))
                .param("sourceIds", column(signals, signal -> signal.sourceId().toString()))
                .param(
                        "households",
                        column(signals, signal -> signal.householdId().toString()))
                .param(
                        "persons",
                        column(
                                signals,
                                signal -> signal.personId() == null
                                        ? null
                                        : signal.personId().toString()))
                .param("regions", column(signals, signal -> signal.region().digits()))
                .param(
                        "indicators",
                        column(signals, signal -> signal.indicator().code()))
                .param("levels", column(signals, signal -> signal.level().code()))
                .param("zh", column(signals, signal -> signal.reason().zh()))
                .param("en", column(signals, signal -> signal.reason().en()))
                .param("due", column(signals, signal -> dueOn(signal, today).toString()));
    }

    private static @Nullable String[] column(List<Signal> signals, Function<Signal, @Nullable String> value) {
        @Nullable String[] column = new String[signals.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(signals.get(i));
        }
        return column;
    }

    private LocalDate dueOn(Signal signal, LocalDate today) {
        LocalDate asked = signal.dueOn();
        if (asked != null) {
            return asked.isBefore(today) ? today : asked;
        }
        int days = policy.parameters()
                .value("alert.due-" + signal.level().code(), signal.region().digits(), "rural", today)
                .number()
                .intValueExact();
        return policy.workingDays().plus(today, days);
    }

    private List<UUID> openAlerts(List<Signal> signals) {
        return bind("with " + GIVEN + """
                insert into monitoring.alert
                    (id, region, household_id, person_id, indicator, level, reason_zh, reason_en, raised_on, due_on)
                select distinct on (household_id, person_id, indicator)
                       id, region, household_id, person_id, indicator, level, reason_zh, reason_en, :today, due_on
                from given g
                where not exists (
                    select from monitoring.signal s
                    where s.source = g.source
                      and s.source_id = g.source_id
                      and s.household_id = g.household_id
                      and s.person_id is not distinct from g.person_id
                      and s.indicator = g.indicator)
                order by household_id, person_id, indicator,
                         array_position(array['red', 'orange', 'yellow', 'blue'], level), due_on
                on conflict (household_id, person_id, indicator) where state <> 'closed' do nothing
                returning id
                """, signals)
                .param("today", clock.today())
                .query(UUID.class)
                .list();
    }

    private void joinOpenAlerts(List<Signal> signals) {
        bind("with " + GIVEN + """
                , joined as (
                    insert into monitoring.signal
                        (id, region, alert_id, household_id, person_id, indicator, source, source_id,
                         reason_zh, reason_en, received_at)
                    select g.id, g.region, a.id, g.household_id, g.person_id, g.indicator, g.source, g.source_id,
                           g.reason_zh, g.reason_en, :now
                    from given g
                    join monitoring.alert a
                        on a.household_id = g.household_id
                       and a.person_id is not distinct from g.person_id
                       and a.indicator = g.indicator
                       and a.state <> 'closed'
                    on conflict do nothing
                    returning id, alert_id
                )
                -- A graver signal makes the open question graver, never milder, and its last day never later.
                update monitoring.alert a
                set level = (array['red', 'orange', 'yellow', 'blue'])
                                [least(array_position(array['red', 'orange', 'yellow', 'blue'], a.level), worst.level)],
                    due_on = greatest(a.raised_on, least(a.due_on, worst.due_on))
                from (
                    select j.alert_id,
                           min(array_position(array['red', 'orange', 'yellow', 'blue'], g.level)) as level,
                           min(g.due_on) as due_on
                    from joined j
                    join given g using (id)
                    group by j.alert_id
                ) worst
                where a.id = worst.alert_id
                  and (array_position(array['red', 'orange', 'yellow', 'blue'], a.level) > worst.level
                       or a.due_on > worst.due_on)
                """, signals)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .update();
    }

    private List<Alert> alertsOf(List<Signal> signals) {
        record Key(
                String source,
                UUID sourceId,
                UUID household,
                @Nullable UUID person,
                String indicator) {}
        Map<Key, Alert> found = new HashMap<>();
        bind("with " + GIVEN + "select s.source, s.source_id, " + COLUMNS + """
                from given g
                join monitoring.signal s
                    on s.source = g.source
                   and s.source_id = g.source_id
                   and s.household_id = g.household_id
                   and s.person_id is not distinct from g.person_id
                   and s.indicator = g.indicator
                join monitoring.alert a on a.id = s.alert_id
                join monitoring.indicator i on i.code = a.indicator
                """, signals)
                .query(row -> {
                    Alert alert = Objects.requireNonNull(ALERT.mapRow(row, 0));
                    found.put(
                            new Key(
                                    row.getString("source"),
                                    row.getObject("source_id", UUID.class),
                                    alert.householdId(),
                                    alert.personId(),
                                    alert.indicator().code()),
                            alert);
                });
        List<Alert> inOrder = new ArrayList<>(signals.size());
        for (Signal signal : signals) {
            inOrder.add(Objects.requireNonNull(found.get(new Key(
                    signal.source(),
                    signal.sourceId(),
                    signal.householdId(),
                    signal.personId(),
                    signal.indicator().code()))));
        }
        return inOrder;
    }

    private void announce(List<UUID> opened, List<Alert> alerts) {
        Map<UUID, Alert> byId = new HashMap<>();
        alerts.forEach(alert -> byId.put(alert.id(), alert));
        List<Alert> news =
                opened.stream().map(byId::get).filter(Objects::nonNull).toList();
        chain.recordAll(news.stream().map(Monitoring::raisingEntry).toList());
        news.forEach(alert -> events.publishEvent(new AlertRaised(alert)));
    }

    private static ChainEntry raisingEntry(Alert alert) {
        return new ChainEntry(
                alert.householdId(),
                alert.personId(),
                alert.region(),
                alert.raisedOn(),
                ChainKind.ALERT,
                new Text(
                        alert.level().title().zh() + "预警："
                                + alert.indicator().title().zh() + "。"
                                + alert.reason().zh(),
                        alert.level().title().en() + " alert: "
                                + alert.indicator().title().en() + ". "
                                + alert.reason().en()),
                null,
                CHAIN_SOURCE,
                alert.id(),
                alert.link());
    }

    private static ChainEntry closingEntry(Alert alert, Disposition disposition) {
        Department department = alert.department();
        return new ChainEntry(
                alert.householdId(),
                alert.personId(),
                alert.region(),
                Objects.requireNonNull(alert.closedOn()),
                ChainKind.DISPOSITION,
                new Text(
                        "预警“" + alert.indicator().title().zh() + "”处置："
                                + disposition.title().zh()
                                + (department == null
                                        ? ""
                                        : "（" + department.title().zh() + "）") + "。" + alert.note(),
                        "Alert \"" + alert.indicator().title().en() + "\" closed: "
                                + disposition.title().en()
                                + (department == null
                                        ? ""
                                        : " (" + department.title().en() + ")") + ". "
                                + alert.note()),
                null,
                CHAIN_SOURCE,
                alert.id(),
                alert.link());
    }

    private static <T> @Nullable T coded(ResultSet row, String column, Function<String, T> of) throws SQLException {
        String code = row.getString(column);
        return code == null ? null : of.apply(code);
    }
}
