package org.hearth.app.casework;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.hearth.app.platform.Csv;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finding cases for the list: what is due first, first. */
@Component
class CaseList {

    static final int PAGE = 50;

    /** What is looked for; null fields do not narrow. Without a state, what is under way is meant. */
    record Query(
            @Nullable CaseKind kind,
            @Nullable CaseState state,
            boolean overdue,
            @Nullable String number,
            @Nullable String region,
            int page) {}

    record Page(List<CaseFile> rows, long count, int page) {

        public boolean isLast() {
            return (page + 1L) * PAGE >= count;
        }
    }

    /** How many cases wait for their next step, how many of them too long, and how much paperwork is owed. */
    record Waiting(long due, long overdue, long paperwork, long paperworkOverdue) {}

    private static final String MATCHING = """
            where c.region >= :region
              and c.region < :regionEnd
              and (:kind = '' or c.kind = :kind)
              and (case when :state = '' then c.state <> 'closed' or :number <> '' else c.state = :state end)
              and (not :overdue or c.next_due_on < :today)
              and (:number = '' or c.number = :number)
            """;

    private final JdbcClient db;

    CaseList(JdbcClient db) {
        this.db = db;
    }

    @Transactional(readOnly = true)
    Page find(Query query, LocalDate today) {
        long count = bind("select count(*) from casework.case_file c " + MATCHING, query, today)
                .query(Long.class)
                .single();
        List<CaseFile> rows = bind(
                        CaseFiles.SELECT + MATCHING
                                + " order by c.next_due_on nulls last, c.accepted_on desc, c.number limit :limit offset :offset",
                        query,
                        today)
                .param("limit", PAGE)
                .param("offset", (long) query.page() * PAGE)
                .query(CaseFiles.ROW)
                .list();
        return new Page(rows, count, query.page());
    }

    /** Takes the cases of a file, each with its household's number and head. */
    interface Lines {

        void add(CaseFile file, @Nullable String number, @Nullable String head);
    }

    /** All that fit, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(Query query, LocalDate today, Lines lines) {
        bind(
                        "select found.*, h.number as household, h.head_name from (" + CaseFiles.SELECT + MATCHING + """
                        ) found
                        left join registry.published_household h on h.id = found.household_id
                        order by found.accepted_on, found.number
                        """,
                        query,
                        today)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((ResultSet row) -> {
                    lines.add(
                            Objects.requireNonNull(CaseFiles.ROW.mapRow(row, 0)),
                            row.getString("household"),
                            row.getString("head_name"));
                });
    }

    @Transactional(readOnly = true)
    Waiting waiting(LocalDate today) {
        return db.sql("""
                        select count(*) filter (where not advance)                         as due,
                               count(*) filter (where not advance and next_due_on < :today) as overdue,
                               count(*) filter (where advance)                             as paperwork,
                               count(*) filter (where advance and next_due_on < :today)    as paperwork_overdue
                        from casework.case_file
                        where next_due_on is not null
                        """).param("today", today).query(Waiting.class).single();
    }

    private JdbcClient.StatementSpec bind(String sql, Query query, LocalDate today) {
        String region = query.region() == null || query.region().isBlank()
                ? ""
                : RegionCode.parse(query.region()).digits();
        CaseKind kind = query.kind();
        CaseState state = query.state();
        return db.sql(sql)
                .param("region", region)
                .param("regionEnd", region + ":")
                .param("kind", kind == null ? "" : kind.code())
                .param("state", state == null ? "" : state.code())
                .param("overdue", query.overdue())
                .param("number", query.number() == null ? "" : query.number().strip())
                .param("today", today);
    }
}
