package org.hearth.app.exchange;

import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rows that found their person by somebody's decision, so that these can be looked over and taken back. */
@Component
class FoundRows {

    /**
     * A decision that rows were taken in by.
     *
     * @param rows how many, in all files so far
     * @param act by which several rows were confirmed at once; null where it was this one alone
     * @param ofAct how many decisions of that act stand
     * @param percent how likely it was by the model, of 100
     */
    record Found(
            UUID decision,
            UUID personId,
            LocalDateTime decidedAt,
            String decidedBy,
            String reason,
            int percent,
            int rows,
            UUID batchId,
            String fileName,
            @Nullable UUID act,
            int ofAct) {}

    private record Row(UUID batchId, int rowNumber, String outcome, UUID householdId, UUID personId, String region) {}

    private final JdbcClient db;
    private final WhoDecisions decisions;
    private final FileBatches batches;
    private final RegisterActs acts;
    private final BroughtBack agreeing;
    private final Consequences consequences;
    private final Chain chain;
    private final HearthClock clock;

    FoundRows(
            JdbcClient db,
            WhoDecisions decisions,
            FileBatches batches,
            RegisterActs acts,
            BroughtBack agreeing,
            Consequences consequences,
            Chain chain,
            HearthClock clock) {
        this.db = db;
        this.decisions = decisions;
        this.batches = batches;
        this.acts = acts;
        this.agreeing = agreeing;
        this.consequences = consequences;
        this.chain = chain;
        this.clock = clock;
    }

    /** The decisions by which rows were taken in, newest first. */
    @Transactional(readOnly = true)
    Page<Found> find(int page) {
        String from = """
                from exchange.who_decision d
                join exchange.quarantine q on q.id = d.row_id
                join exchange.batch b on b.id = q.batch_id
                join lateral (
                    select count(*)::integer as rows
                    from exchange.row_outcome o
                    where o.decision_id = d.id and o.outcome in ('applied', 'unchanged')
                ) taken_in on taken_in.rows > 0
                """;
        return new Page<>(
                db.sql("""
                        select d.id as decision, d.person_id, d.decided_at at time zone 'Asia/Shanghai' as decided_at,
                               d.decided_by, d.reason,
                               floor(100 * coalesce((d.score ->> 'probability')::double precision, 0))::integer as percent,
                               taken_in.rows, b.id as batch_id, b.file_name, d.act,
                               (
                                   select count(*)::integer
                                   from exchange.who_decision other
                                   where other.act = d.act
                                     and exists (
                                         select from exchange.row_outcome o
                                         where o.decision_id = other.id and o.outcome in ('applied', 'unchanged'))
                               ) as of_act
                        """ + from + """
                        order by d.decided_at desc, d.id desc
                        limit ? offset ?
                        """)
                        .params(Page.SIZE, Page.before(page))
                        .query(Found.class)
                        .list(),
                db.sql("select count(*) " + from).query(Long.class).single(),
                page);
    }

    /**
     * Takes back all that stands of what was confirmed at one click, each decision as by {@link #takeBack}.
     *
     * @return how many rows it was
     */
    @Transactional
    int takeBackAct(UUID act, String reason) {
        return db.sql("""
                        select d.id
                        from exchange.who_decision d
                        where d.act = ?
                          and exists (
                              select from exchange.row_outcome o
                              where o.decision_id = d.id and o.outcome in ('applied', 'unchanged'))
                        order by d.id
                        """).param(act).query(UUID.class).list().stream()
                .mapToInt(decision -> takeBack(decision, reason))
                .sum();
    }

    /**
     * Takes back that rows are about somebody. What they stated counts no more; rows that waited wait again, those that were found
     * by the remembered decision are dismissed. What they told the register is taken back, a death too if nothing else reports it.
     * Rows of other files that said the same, and so were no news, count from now on. A line in the household's chain says so.
     *
     * @return how many rows it was
     */
    @Transactional
    int takeBack(UUID decision, String reason) {
        batches.lock();
        decisions.takeBack(decision, reason);
        List<Row> rows = db.sql("""
                        select o.batch_id, o.row_number, o.outcome, o.household_id, o.person_id, h.region
                        from exchange.row_outcome o
                        join registry.published_household h on h.id = o.household_id
                        where o.decision_id = ?
                          and o.outcome in ('applied', 'unchanged')
                        """).param(decision).query(Row.class).list();
        db.sql("""
                insert into exchange.withdrawn_fact (fact_id, decision_id)
                select f.id, o.decision_id
                from exchange.row_outcome o
                join exchange.fact f
                  on f.household_id = o.household_id and f.batch_id = o.batch_id and f.row_number = o.row_number
                where o.decision_id = ?
                on conflict do nothing
                """).param(decision).update();
        db.sql("""
                with again as (
                    update exchange.quarantine q
                    set settled = null, settled_at = null, settled_by = null
                    from exchange.row_outcome o
                    where o.decision_id = :decision
                      and o.outcome in ('applied', 'unchanged')
                      and q.batch_id = o.batch_id
                      and q.row_number = o.row_number
                    returning q.id, q.batch_id, q.row_number
                ),
                looked as (
                    delete from exchange.whose w using again where w.row_id = again.id
                ),
                outcomes as (
                    update exchange.row_outcome o
                    set outcome = case when again.id is null then 'dismissed' else 'quarantined' end
                    from exchange.row_outcome before
                    left join again on again.batch_id = before.batch_id and again.row_number = before.row_number
                    where before.decision_id = :decision
                      and before.outcome in ('applied', 'unchanged')
                      and o.batch_id = before.batch_id
                      and o.row_number = before.row_number
                    returning o.batch_id, before.outcome as before, o.outcome as after
                ),
                counted as (
                    select batch_id,
                           count(*) filter (where before = 'applied')::integer as applied,
                           count(*) filter (where before = 'unchanged')::integer as unchanged,
                           count(*) filter (where after = 'quarantined')::integer as quarantined,
                           count(*) filter (where after = 'dismissed')::integer as dismissed
                    from outcomes
                    group by batch_id
                )
                update exchange.batch b
                set applied = b.applied - counted.applied,
                    unchanged = b.unchanged - counted.unchanged,
                    quarantined = b.quarantined + counted.quarantined,
                    dismissed = b.dismissed + counted.dismissed
                from counted
                where b.id = counted.batch_id
                """).param("decision", decision).update();
        Set<UUID> alive = acts.takeBack(rows.stream()
                .map(row -> ChainLines.idOf(row.batchId(), row.rowNumber()))
                .toList());
        Map<UUID, Set<UUID>> households = agreeing.after(decision);
        acts.strata(rows.stream().map(Row::householdId).collect(Collectors.toSet()));
        rows.forEach(row -> households
                .computeIfAbsent(row.batchId(), batch -> new HashSet<>())
                .add(row.householdId()));
        rows.stream()
                .filter(row -> row.outcome().equals("applied"))
                .limit(1)
                .forEach(row -> chain.record(new ChainEntry(
                        row.householdId(),
                        row.personId(),
                        new RegionCode(row.region()),
                        clock.today(),
                        ChainKind.RECORD,
                        new Text(
                                "部门数据认错人，已撤销 " + rows.size() + " 行：" + reason.strip(),
                                rows.size() + " department rows were somebody else's and are withdrawn: "
                                        + reason.strip()),
                        null,
                        "exchange.who_decision",
                        decision,
                        "")));
        rows.stream()
                .filter(row -> alive.contains(row.personId()))
                .limit(1)
                .forEach(row -> chain.record(new ChainEntry(
                        row.householdId(),
                        row.personId(),
                        new RegionCode(row.region()),
                        clock.today(),
                        ChainKind.CHANGE,
                        new Text(
                                "误登的去世已撤销，没有别的部门或登记报告过；须重新核定",
                                "A death that was noted by mistake is taken back, as nobody else reports it; to be assessed again"),
                        null,
                        "exchange.who_decision",
                        decision,
                        "")));
        households.forEach(consequences::tell);
        return rows.size();
    }
}
