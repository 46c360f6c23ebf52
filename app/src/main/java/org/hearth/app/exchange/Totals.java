package org.hearth.app.exchange;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * All rows that departments sent, and what they came to. What the batches say of themselves is set beside what is counted row by
 * row: the two, and the sum itself, must tie out at every moment.
 */
@Component
class Totals {

    /**
     * One line of the page.
     *
     * @param files batches that came, without those withdrawn
     * @param rows as the batches say; what became of them follows
     * @param mended rows that belong to waiting rows of earlier files, where what became of them is counted
     * @param counted rows whose outcome is on record
     * @param sealed rows that wait, as counted in the quarantine
     * @param unfinished files of which not all rows are read yet
     */
    record Line(
            String department,
            String kind,
            long files,
            long rows,
            long applied,
            long unchanged,
            long quarantined,
            long dismissed,
            long mended,
            long counted,
            long sealed,
            long unfinished) {

        /** Whether every row is accounted for, by the batches' own figures and by counting. */
        public boolean tiesOut() {
            return rows == applied + unchanged + quarantined + dismissed + mended
                    && counted == rows
                    && sealed == quarantined;
        }

        Line plus(Line other) {
            return new Line(
                    department,
                    kind,
                    files + other.files,
                    rows + other.rows,
                    applied + other.applied,
                    unchanged + other.unchanged,
                    quarantined + other.quarantined,
                    dismissed + other.dismissed,
                    mended + other.mended,
                    counted + other.counted,
                    sealed + other.sealed,
                    unfinished + other.unfinished);
        }
    }

    /** How many rows wait for one reason, over all files. */
    record Count(Reason reason, long rows) {}

    private final JdbcClient db;

    Totals(JdbcClient db) {
        this.db = db;
    }

    /** One line a department and kind. Rolls that were taken over are no department's files and are not in it. */
    @Transactional(readOnly = true)
    List<Line> lines() {
        return db.sql("""
                        with outcomes as (
                            select batch_id, count(*) as counted
                            from exchange.row_outcome
                            group by batch_id
                        ),
                        waiting as (
                            select batch_id, count(*) as sealed
                            from exchange.quarantine
                            where settled_at is null
                            group by batch_id
                        )
                        select b.department,
                               b.kind,
                               count(*)                                                              as files,
                               sum(b.rows)                                                           as rows,
                               sum(b.applied)                                                        as applied,
                               sum(b.unchanged)                                                      as unchanged,
                               sum(b.quarantined)                                                    as quarantined,
                               sum(b.dismissed)                                                      as dismissed,
                               sum(b.mended)                                                         as mended,
                               sum(coalesce(o.counted, 0))                                           as counted,
                               sum(coalesce(w.sealed, 0))                                            as sealed,
                               count(*) filter (where b.state in ('QUEUED', 'READING', 'STOPPED'))   as unfinished
                        from exchange.batch b
                        left join outcomes o on o.batch_id = b.id
                        left join waiting w on w.batch_id = b.id
                        where b.kind <> 'roll'
                          and b.state <> 'WITHDRAWN'
                        group by b.department, b.kind
                        order by b.department, b.kind
                        """).query(Line.class).list();
    }

    /** The sum of all lines. */
    static Line sum(List<Line> lines) {
        return lines.stream().reduce(new Line("", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Line::plus);
    }

    /** Why rows wait, most first. */
    @Transactional(readOnly = true)
    List<Count> reasons() {
        return db.sql("""
                        select reason, count(*) as rows
                        from exchange.quarantine
                        where settled_at is null
                        group by reason
                        order by rows desc, reason
                        """).query(Count.class).list();
    }
}
