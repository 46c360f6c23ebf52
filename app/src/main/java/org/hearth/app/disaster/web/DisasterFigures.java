package org.hearth.app.disaster.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.hearth.app.disaster.Disaster;
import org.hearth.app.platform.Text;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The figures of a disaster in the region one may see: as it stands, day by day until it is stable, and the files behind it. */
@Component
class DisasterFigures {

    /** As it stands. */
    record Now(
            long households,
            long died,
            long injured,
            long relocated,
            long vulnerable,
            long reached,
            long toCall,
            long overdue,
            long emergency,
            long transitional,
            long recovered,
            long stillInDifficulty,
            BigDecimal money,
            long unsettled) {}

    /** A day's report, counted from the beginning (自然灾害救助条例 Art 16-17). */
    record Day(
            LocalDate day,
            long households,
            long relocated,
            long vulnerable,
            long reached,
            long relieved,
            BigDecimal money) {}

    /** A file with an affected list. */
    record ListFile(
            UUID id,
            String fileName,
            LocalDateTime receivedAt,
            String receivedBy,
            int rows,
            int applied,
            int unchanged,
            int setAside) {}

    /** A row that was set aside. */
    record Aside(int rowNumber, String name, String idNumber, Text reason) {}

    private final JdbcClient db;

    DisasterFigures(JdbcClient db) {
        this.db = db;
    }

    Now now(UUID disasterId, LocalDate today) {
        return db.sql("""
                        select count(*) as households,
                               coalesce(sum(p.died), 0) as died,
                               coalesce(sum(p.injured), 0) as injured,
                               coalesce(sum(p.relocated), 0) as relocated,
                               count(*) filter (where a.vulnerable) as vulnerable,
                               count(*) filter (where a.vulnerable and a.reached_on is not null) as reached,
                               count(*) filter (where a.vulnerable and a.reached_on is null) as to_call,
                               count(*) filter (where a.vulnerable and a.reached_on is null and a.call_due_on < :today) as overdue,
                               count(*) filter (where a.stage = 'emergency') as emergency,
                               count(*) filter (where a.stage = 'transitional') as transitional,
                               count(*) filter (where a.stage = 'recovered') as recovered,
                               count(*) filter (where a.stage = 'still-in-difficulty') as still_in_difficulty,
                               (select coalesce(sum(r.amount), 0) from disaster.relief r where r.disaster_id = :id) as money,
                               (select count(*) from disaster.relief r
                                where r.disaster_id = :id and r.kind = 'transitional' and r.amount is null) as unsettled
                        from disaster.affected a
                        left join lateral (
                            select count(*) filter (where q.died) as died,
                                   count(*) filter (where q.injured) as injured,
                                   count(*) filter (where q.relocated) as relocated
                            from disaster.affected_person q
                            where q.affected_id = a.id
                        ) p on true
                        where a.disaster_id = :id
                        """)
                .param("today", today)
                .param("id", disasterId)
                .query(Now.class)
                .single();
    }

    /** One row a day from the day after it struck until it was declared stable, or today. */
    List<Day> days(Disaster disaster, LocalDate today) {
        LocalDate stable = disaster.stableOn();
        return db.sql("""
                        select d.day::date as day,
                               count(a.id) as households,
                               coalesce(sum(p.relocated), 0) as relocated,
                               count(a.id) filter (where a.vulnerable) as vulnerable,
                               count(a.id) filter (where a.vulnerable and a.reached_on <= d.day) as reached,
                               count(a.id) filter (where r.first_on <= d.day) as relieved,
                               (select coalesce(sum(m.amount), 0)
                                from disaster.relief m
                                where m.disaster_id = :id and m.given_on <= d.day) as money
                        from generate_series(:from::date, :to::date, interval '1 day') as d (day)
                        left join disaster.affected a on a.disaster_id = :id and a.listed_on <= d.day
                        left join (
                            select affected_id, count(*) filter (where relocated) as relocated
                            from disaster.affected_person
                            group by affected_id
                        ) p on p.affected_id = a.id
                        left join (
                            select affected_id, min(given_on) as first_on
                            from disaster.relief
                            group by affected_id
                        ) r on r.affected_id = a.id
                        group by d.day
                        order by d.day desc
                        """)
                .param("id", disaster.id())
                .param("from", disaster.happenedAt().toLocalDate())
                .param("to", stable == null || stable.isAfter(today) ? today : stable)
                .query(Day.class)
                .list();
    }

    List<ListFile> files(UUID disasterId) {
        return db.sql("""
                        select id, file_name, received_at at time zone 'Asia/Shanghai' as received_at, received_by,
                               rows, applied, unchanged, set_aside
                        from disaster.list_file
                        where disaster_id = ?
                        order by received_at desc
                        """).param(disasterId).query(ListFile.class).list();
    }

    List<Aside> aside(UUID fileId) {
        return db.sql("""
                        select row_number, name, id_number, reason_zh, reason_en
                        from disaster.set_aside
                        where file_id = ?
                        order by row_number
                        """)
                .param(fileId)
                .query((row, n) -> new Aside(
                        row.getInt("row_number"),
                        row.getString("name"),
                        row.getString("id_number"),
                        new Text(row.getString("reason_zh"), row.getString("reason_en"))))
                .list();
    }
}
