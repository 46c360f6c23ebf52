package org.hearth.app.visits;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Within;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Visits for those who steer: how many of a month's were made, and each of them by what became of it. */
@Component
class VisitList {

    /** What became of a visit. */
    enum State {
        MISSED("错过未补", "Missed, not made up"),
        COUNTY("已报县级", "With the county"),
        MADE_UP("错过已补", "Missed, made up"),
        DUE("待探访", "To be made"),
        VISITED("已探访", "Made");

        private final Text title;

        State(String zh, String en) {
            this.title = new Text(zh, en);
        }

        public Text title() {
            return title;
        }

        /** Whether it waits for somebody to act, in whatever month it was due. */
        boolean isOpen() {
            return this == MISSED || this == COUNTY;
        }
    }

    /** Which visits; without a month the current one, or, where something is left to do, all. */
    record Query(@Nullable YearMonth month, @Nullable String region, State state, int page) {}

    /** A visit in the list. */
    record Row(
            UUID elderId,
            String name,
            String region,
            Tier tier,
            LocalDate dueOn,
            @Nullable LocalDate visitedOn,
            @Nullable LocalDate missedOn,
            @Nullable LocalDate countyOn) {}

    /** Visits due in a month and those of them that were made, in one division or one month. */
    record Rate(String of, long due, long visited, long missed) {

        /** Made in a hundred due; nothing due counts as nothing missed. */
        public long percent() {
            return due == 0 ? 100 : visited * 100 / due;
        }
    }

    private static final String MATCHING = """
            from (
                select v.*, e.person_id, upper(e.tier) as tier,
                       case when v.visited_on is not null and v.missed_on is null then 'VISITED'
                            when v.missed_on is not null and (v.visited_on is not null or w.id is null) then 'MADE_UP'
                            when v.county_on is not null then 'COUNTY'
                            when v.missed_on is not null then 'MISSED'
                            when w.id is not null then 'DUE' end as state
                from visits.visit v
                join visits.elder e on e.id = v.elder_id
                left join visits.waiting_visit w on w.id = v.id
            ) v
            join registry.person p on p.id = v.person_id
            where v.due_on between :from and :until
              and v.region >= :region
              and v.region < :regionEnd
              and (v.state = :state or :state = 'MISSED' and v.state = 'COUNTY')
            """;

    private static final String ROWS = """
            select v.elder_id, p.name, v.region, v.tier, v.due_on, v.visited_on, v.missed_on, v.county_on
            """ + MATCHING + " order by v.due_on, v.region, p.name, v.id";

    private final JdbcClient db;

    VisitList(JdbcClient db) {
        this.db = db;
    }

    @Transactional(readOnly = true)
    Page<Row> find(Query query, LocalDate today) {
        List<Row> rows = bind(ROWS + " limit :limit offset :offset", query, today)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(query.page()))
                .query(Row.class)
                .list();
        return new Page<>(rows, count(query, today), query.page());
    }

    @Transactional(readOnly = true)
    long count(Query query, LocalDate today) {
        return bind("select count(*) " + MATCHING, query, today)
                .query(Long.class)
                .single();
    }

    /** All that fit, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(Query query, LocalDate today, Consumer<Row> rows) {
        try (Stream<Row> found = bind(ROWS, query, today).withFetchSize(Csv.ROWS_AT_A_TIME).query(Row.class).stream()) {
            found.forEach(rows);
        }
    }

    /** The rate of {@code month} for each division whose code has {@code digits}, of what was due up to today. */
    @Transactional(readOnly = true)
    List<Rate> byDivision(YearMonth month, int digits, LocalDate today) {
        return db.sql("""
                        select left(region, :digits) as of, count(*) as due, count(visited_on) as visited, count(missed_on) as missed
                        from visits.visit
                        where due_on between :first and least(:last::date, :today::date)
                        group by 1
                        order by 1
                        """)
                .param("digits", digits)
                .param("first", month.atDay(1))
                .param("last", month.atEndOfMonth())
                .param("today", today)
                .query(Rate.class)
                .list();
    }

    /** The rate of each month since {@code first}, the oldest first. */
    @Transactional(readOnly = true)
    List<Rate> byMonth(YearMonth first, LocalDate today) {
        return db.sql("""
                        select to_char(due_on, 'YYYY-MM') as of, count(*) as due, count(visited_on) as visited, count(missed_on) as missed
                        from visits.visit
                        where due_on between :first and :today
                        group by 1
                        order by 1
                        """)
                .param("first", first.atDay(1))
                .param("today", today)
                .query(Rate.class)
                .list();
    }

    private JdbcClient.StatementSpec bind(String sql, Query query, LocalDate today) {
        Within region = Within.of(query.region());
        YearMonth month = query.month() == null ? YearMonth.from(today) : query.month();
        boolean anyMonth = query.month() == null && query.state().isOpen();
        return db.sql(sql)
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("state", query.state().name())
                .param("from", anyMonth ? LocalDate.EPOCH : month.atDay(1))
                .param("until", month.atEndOfMonth());
    }
}
