package org.hearth.app.exchange;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Rows of other files that said the same as a fact which was withdrawn, and so were no news in that: they state it themselves now.
 * The rows are not kept, but which facts each said over is ({@code row_outcome.said}), and these have what it said.
 */
@Component
class BroughtBack {

    private record Agreeing(
            long factId,
            UUID batchId,
            int rowNumber,
            String kind,
            String fileName,
            UUID householdId,
            @Nullable UUID personId,
            String region,
            LocalDate holdsOn,
            boolean unchanged,
            boolean due) {}

    private record RowId(UUID batchId, int rowNumber) {}

    private final JdbcClient db;
    private final Contracts contracts;
    private final Chain chain;
    private final HearthClock clock;

    BroughtBack(JdbcClient db, Contracts contracts, Chain chain, HearthClock clock) {
        this.db = db;
        this.contracts = contracts;
        this.chain = chain;
        this.clock = clock;
    }

    /**
     * Brings back what was said over again of the facts that a decision withdrew. What somebody has said of the same day since
     * stands, and what was said of it before is said still; neither is said again.
     *
     * @return by batch, the households that it has news of again
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<UUID, Set<UUID>> after(UUID decision) {
        Set<String> withdrawn =
                Set.copyOf(db.sql("""
                        select distinct f.kind
                        from exchange.withdrawn_fact w
                        join exchange.fact f on f.id = w.fact_id
                        where w.decision_id = ?
                        """).param(decision).query(String.class).list());
        List<Agreeing> rows = db.sql("""
                        select f.id as fact_id, o.batch_id, o.row_number, b.kind, b.file_name, f.household_id, f.person_id, f.region,
                               f.holds_on, o.outcome = 'unchanged' as unchanged,
                               last_word.value is distinct from f.value and coalesce(last_word.id < f.id, true) as due
                        from exchange.withdrawn_fact w
                        join exchange.fact f on f.id = w.fact_id
                        join exchange.batch b on b.kind = any (:kinds)
                        join exchange.row_outcome o
                            on o.batch_id = b.id and o.outcome in ('applied', 'unchanged') and o.said @> array[f.id]
                        left join lateral (
                            select g.id, g.value
                            from exchange.fact_in_force g
                            where g.household_id = f.household_id
                              and g.person_id is not distinct from f.person_id
                              and g.kind = f.kind
                              and g.key = f.key
                              and g.holds_on = f.holds_on
                            order by g.id desc
                            limit 1
                        ) last_word on true
                        where w.decision_id = :decision
                          and b.state in ('APPLYING', 'DONE')
                        order by f.id, b.received_at, o.batch_id, o.row_number
                        """)
                .param("decision", decision)
                .param(
                        "kinds",
                        contracts.all().stream()
                                .filter(contract ->
                                        contract.facts().stream().anyMatch(rule -> withdrawn.contains(rule.kind())))
                                .map(Contract::kind)
                                .toArray(String[]::new))
                .query(Agreeing.class)
                .list();
        Map<Long, Long> saidNow = new HashMap<>();
        Map<RowId, Agreeing> stating = new LinkedHashMap<>();
        for (Agreeing row : rows) {
            if (row.due() && !saidNow.containsKey(row.factId())) {
                saidNow.put(row.factId(), state(row));
                stating.putIfAbsent(new RowId(row.batchId(), row.rowNumber()), row);
                said(row, "array_remove(said, :withdrawn)", row.factId());
            } else if (saidNow.containsKey(row.factId())) {
                said(row, "array_replace(said, :withdrawn, :now)", Objects.requireNonNull(saidNow.get(row.factId())));
            }
        }
        stating.values().stream().filter(Agreeing::unchanged).forEach(this::apply);
        List<ChainEntry> lines = new ArrayList<>();
        Map<UUID, Set<UUID>> households = new HashMap<>();
        stating.values().forEach(row -> {
            lines.add(line(row));
            households.computeIfAbsent(row.batchId(), batch -> new HashSet<>()).add(row.householdId());
        });
        chain.recordAll(lines);
        return households;
    }

    private long state(Agreeing row) {
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        return db.sql("""
                        insert into exchange.fact
                            (region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at)
                        select f.region, f.household_id, f.person_id, f.kind, f.key, f.value, f.holds_on, b.department, b.id, :row, :now
                        from exchange.fact f
                        join exchange.batch b on b.id = :batch
                        where f.id = :fact
                        returning id
                        """)
                .param("row", row.rowNumber())
                .param("now", now)
                .param("batch", row.batchId())
                .param("fact", row.factId())
                .query(Long.class)
                .single();
    }

    private void said(Agreeing row, String said, long now) {
        db.sql("update exchange.row_outcome set said = " + said + " where batch_id = :batch and row_number = :row")
                .param("withdrawn", row.factId())
                .param("now", now)
                .param("batch", row.batchId())
                .param("row", row.rowNumber())
                .update();
    }

    private void apply(Agreeing row) {
        db.sql("""
                update exchange.row_outcome o
                set outcome = 'applied', amount = withdrawn.amount
                from exchange.fact f
                left join exchange.row_outcome withdrawn
                    on withdrawn.batch_id = f.batch_id and withdrawn.row_number = f.row_number
                where f.id = :fact
                  and o.batch_id = :batch
                  and o.row_number = :row
                """)
                .param("fact", row.factId())
                .param("batch", row.batchId())
                .param("row", row.rowNumber())
                .update();
        db.sql("update exchange.batch set applied = applied + 1, unchanged = unchanged - 1 where id = ?")
                .param(row.batchId())
                .update();
    }

    private ChainEntry line(Agreeing row) {
        Contract contract = contracts.of(row.kind());
        return new ChainEntry(
                row.householdId(),
                row.personId(),
                new RegionCode(Objects.requireNonNull(row.region())),
                row.holdsOn(),
                ChainKind.RECORD,
                new Text(
                        contract.department().zh() + "另有同样的数据，仍然采用："
                                + contract.title().zh() + "，" + row.fileName() + " 第 " + row.rowNumber() + " 行",
                        contract.department().en() + " said the same elsewhere, and it counts: "
                                + contract.title().en() + ", " + row.fileName() + ", row " + row.rowNumber()),
                null,
                "exchange.row",
                ChainLines.idOf(row.batchId(), row.rowNumber()),
                "");
    }
}
