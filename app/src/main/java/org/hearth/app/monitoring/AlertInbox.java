package org.hearth.app.monitoring;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Within;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finding alerts for the inbox: most urgent first, overdue ones before all. */
@Component
class AlertInbox {

    /** What is looked for; null fields do not narrow. Without a state, what is still to be answered is meant. */
    record Query(
            @Nullable Level level,
            @Nullable AlertState state,
            boolean overdue,
            @Nullable String indicator,
            @Nullable String region,
            int page) {}

    /** Takes the alerts of a file, each with its household's number and head. */
    interface Lines {

        void add(Alert alert, @Nullable String number, @Nullable String head);
    }

    record Verification(String firstName, String secondName, String finding, LocalDate verifiedOn) {}

    record SignalLine(String source, UUID sourceId, String reasonZh, String reasonEn) {}

    /** How many wait, and how many of them too long. */
    record Waiting(long open, long overdue) {}

    private static final String MATCHING = """
            from monitoring.alert a
            join monitoring.indicator i on i.code = a.indicator
            where a.region >= :region
              and a.region < :regionEnd
              and (:level = '' or a.level = :level)
              and (case when :state = '' then a.state <> 'closed' else a.state = :state end)
              and (not :overdue or coalesce(a.closed_on, :today) > a.due_on)
              and (:indicator = '' or a.indicator = :indicator)
            """;

    private final JdbcClient db;

    AlertInbox(JdbcClient db) {
        this.db = db;
    }

    @Transactional(readOnly = true)
    Page<Alert> find(Query query, LocalDate today) {
        long count = bind("select count(*) " + MATCHING, query, today)
                .query(Long.class)
                .single();
        List<Alert> rows = bind("select " + Monitoring.COLUMNS + MATCHING + """
                        order by array_position(array['red', 'orange', 'yellow', 'blue'], a.level), a.due_on, a.id
                        limit :limit offset :offset
                        """, query, today)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(query.page()))
                .query(Monitoring.ALERT)
                .list();
        return new Page<>(rows, count, query.page());
    }

    /** All that fit, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(Query query, LocalDate today, Lines lines) {
        bind("select found.*, h.number, h.head_name from (select " + Monitoring.COLUMNS + MATCHING + """
                        ) found
                        left join registry.published_household h on h.id = found.household_id
                        order by found.due_on, found.id
                        """, query, today)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((ResultSet row) -> {
                    lines.add(
                            Objects.requireNonNull(Monitoring.ALERT.mapRow(row, 0)),
                            row.getString("number"),
                            row.getString("head_name"));
                });
    }

    @Transactional(readOnly = true)
    List<Indicator> indicators() {
        record Row(String code, String titleZh, String titleEn) {}
        return db
                .sql("select code, title_zh, title_en from monitoring.indicator order by code")
                .query(Row.class)
                .list()
                .stream()
                .map(row -> new Indicator(row.code(), new Text(row.titleZh(), row.titleEn())))
                .toList();
    }

    @Transactional(readOnly = true)
    List<Verification> verifications(UUID alertId) {
        return db.sql("""
                        select first_name, second_name, finding, verified_on
                        from monitoring.home_verification
                        where alert_id = ?
                        order by verified_on, id
                        """).param(alertId).query(Verification.class).list();
    }

    @Transactional(readOnly = true)
    List<SignalLine> signals(UUID alertId) {
        return db.sql("""
                        select source, source_id, reason_zh, reason_en
                        from monitoring.signal
                        where alert_id = ?
                        order by received_at, id
                        """).param(alertId).query(SignalLine.class).list();
    }

    @Transactional(readOnly = true)
    Waiting waiting(LocalDate today) {
        return db.sql("""
                        select count(*) as open, count(*) filter (where due_on < ?) as overdue
                        from monitoring.alert
                        where state <> 'closed'
                        """).param(today).query(Waiting.class).single();
    }

    private JdbcClient.StatementSpec bind(String sql, Query query, LocalDate today) {
        Within region = Within.of(query.region());
        Level level = query.level();
        AlertState state = query.state();
        return db.sql(sql)
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("level", level == null ? "" : level.code())
                .param("state", state == null ? "" : state.code())
                .param("overdue", query.overdue())
                .param("today", today)
                .param("indicator", query.indicator() == null ? "" : query.indicator());
    }
}
