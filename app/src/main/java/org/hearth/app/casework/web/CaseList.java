package org.hearth.app.casework.web;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.casework.CaseKind;
import org.hearth.app.casework.CaseState;
import org.hearth.app.casework.Casework;
import org.hearth.app.platform.Csv;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Cases as the pages show them: the list with what is due first, and the history of one. */
@Component
class CaseList {

    static final int PAGE = 50;

    /** What is looked for; null fields do not narrow. Without a state, what is under way is meant; with review, what is looked at again. */
    record Query(
            @Nullable CaseKind kind,
            @Nullable CaseState state,
            boolean overdue,
            boolean review,
            @Nullable String number,
            @Nullable String region,
            int page) {}

    record Page(List<CaseFile> rows, long count, int page) {

        public boolean isLast() {
            return (page + 1L) * PAGE >= count;
        }
    }

    /** How many cases wait for their next step, how many of them too long, and how much paperwork and which reviews are owed. */
    record Waiting(long due, long overdue, long paperwork, long paperworkOverdue, long toReview, long reviewOverdue) {}

    private static final String MATCHING = """
            where c.region >= :region
              and c.region < :regionEnd
              and (:kind = '' or c.kind = :kind)
              and (case when :review then c.review_due_on < :soon
                        when :state = '' then c.state <> 'closed' or :number <> ''
                        else c.state = :state end)
              and (not :overdue or c.next_due_on < :today)
              and (:number = '' or c.number = :number)
            """;

    private final JdbcClient db;
    private final Casework casework;

    CaseList(JdbcClient db, Casework casework) {
        this.db = db;
        this.casework = casework;
    }

    @Transactional(readOnly = true)
    Page find(Query query, LocalDate today) {
        long count = bind("select count(*) from casework.case_file c " + MATCHING, query, today)
                .query(Long.class)
                .single();
        List<UUID> ids = bind("select c.id from casework.case_file c " + MATCHING + """
                        order by c.next_due_on nulls last, c.accepted_on desc, c.number
                        limit :limit offset :offset
                        """, query, today)
                .param("limit", PAGE)
                .param("offset", (long) query.page() * PAGE)
                .query(UUID.class)
                .list();
        return new Page(casework.all(ids), count, query.page());
    }

    /** All that fit, some at a time, for a file. */
    @Transactional(readOnly = true)
    void each(Query query, LocalDate today, Consumer<List<CaseFile>> some) {
        List<UUID> ids = bind(
                        "select c.id from casework.case_file c " + MATCHING + " order by c.accepted_on, c.number",
                        query,
                        today)
                .query(UUID.class)
                .list();
        for (int from = 0; from < ids.size(); from += Csv.ROWS_AT_A_TIME) {
            some.accept(casework.all(ids.subList(from, Math.min(from + Csv.ROWS_AT_A_TIME, ids.size()))));
        }
    }

    /** What two people found at home, and signed. */
    record Investigation(int round, String firstName, String secondName, String finding, LocalDate investigatedOn) {}

    /** A line of the log of a case. */
    record Step(String step, LocalDate happenedOn, String actor, String note) {}

    @Transactional(readOnly = true)
    List<Investigation> investigations(UUID caseId) {
        return db.sql("""
                        select round, first_name, second_name, finding, investigated_on
                        from casework.investigation
                        where case_id = ?
                        order by round desc, id desc
                        """).param(caseId).query(Investigation.class).list();
    }

    @Transactional(readOnly = true)
    List<Step> steps(UUID caseId) {
        return db.sql("""
                        select step, happened_on, actor, note
                        from casework.step
                        where case_id = ?
                        order by recorded_at, id
                        """).param(caseId).query(Step.class).list();
    }

    @Transactional(readOnly = true)
    Waiting waiting(LocalDate today) {
        return db.sql("""
                        select count(*) filter (where next_due_on is not null and not advance)           as due,
                               count(*) filter (where not advance and next_due_on < :today)              as overdue,
                               count(*) filter (where next_due_on is not null and advance)               as paperwork,
                               count(*) filter (where advance and next_due_on < :today)                  as paperwork_overdue,
                               count(*) filter (where review_due_on < :soon)                             as to_review,
                               count(*) filter (where review_due_on < :today)                            as review_overdue
                        from casework.case_file
                        where next_due_on is not null
                           or review_due_on < :soon
                        """)
                .param("today", today)
                .param("soon", soon(today))
                .query(Waiting.class)
                .single();
    }

    /** Reviews are listed from the month before the one in which they are due. */
    private static LocalDate soon(LocalDate today) {
        return today.withDayOfMonth(1).plusMonths(2);
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
                .param("review", query.review())
                .param("soon", soon(today))
                .param("number", query.number() == null ? "" : query.number().strip())
                .param("today", today);
    }
}
