package org.hearth.app.exchange;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.Intake.Outcome;
import org.hearth.app.exchange.Judging.Held;
import org.hearth.app.exchange.Judging.Judged;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tries rows again that wait: mended, found to be somebody's, or because the register has changed. What can be used now counts in
 * the batch that it came with.
 */
@Component
class SecondTry {

    private final JdbcClient db;
    private final Vault vault;
    private final Intake intake;
    private final Consequences consequences;
    private final FileBatches batches;
    private final Judging judging;
    private final WhoDecisions decisions;
    private final Telling telling;
    private final HearthClock clock;

    SecondTry(
            JdbcClient db,
            Vault vault,
            Intake intake,
            Consequences consequences,
            FileBatches batches,
            Judging judging,
            WhoDecisions decisions,
            Telling telling,
            HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.intake = intake;
        this.consequences = consequences;
        this.batches = batches;
        this.judging = judging;
        this.decisions = decisions;
        this.telling = telling;
        this.clock = clock;
    }

    /** A mended row, or one whose person may have been registered. @param row its cells in the contract's order */
    record Retry(UUID id, TableFile.Row row) {

        Retry(UUID id, int rowNumber, List<String> cells) {
            this(id, new TableFile.Row(rowNumber, cells));
        }

        int rowNumber() {
            return row.number();
        }
    }

    /**
     * Tries rows again as they were mended in a workbook. Of those that still cannot be used, the mended cells and the new reason
     * stand in the place of the old ones; how such a row came first is kept beside them.
     */
    @Transactional
    void mended(Lot lot, List<Retry> retries) {
        Map<UUID, Held> refused = tryAgain(lot, retries, Settled.MENDED);
        RowReader reader = new RowReader(lot.contract(), lot.contract().columns(), clock.today());
        List<UUID> ids = List.copyOf(refused.keySet());
        List<Held> rows = ids.stream().map(refused::get).toList();
        renewReasons(refused);
        db.sql("""
                update exchange.quarantine q
                set came = coalesce(q.came, q.sealed), sealed = s.sealed, shown = s.shown::jsonb,
                    number_index = s.number_index
                from unnest(?::uuid[], ?::bytea[], ?::text[], ?::bytea[]) as s (id, sealed, shown, number_index)
                where q.id = s.id
                """)
                .params(List.of(
                        ids.toArray(UUID[]::new),
                        rows.stream()
                                .map(row -> vault.encrypt(Intake.JSON.writeValueAsString(row.cells())))
                                .toArray(byte[][]::new),
                        rows.stream()
                                .map(row -> Intake.JSON.writeValueAsString(reader.masked(row.cells())))
                                .toArray(String[]::new),
                        rows.stream().map(Held::numberIndex).toArray(byte[][]::new)))
                .update();
        db.sql("delete from exchange.whose where row_id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .update();
    }

    /**
     * Tries rows again that wait.
     *
     * @param how what is noted of those that are settled by it
     * @return by their ids, why they still cannot be used; who is not in it was applied, or said what was known
     */
    @Transactional
    Map<UUID, Text> again(Lot lot, List<Retry> retries, Settled how) {
        Map<UUID, Held> refused = tryAgain(lot, retries, how);
        if (how != Settled.MENDED) {
            renewReasons(refused);
        }
        Map<UUID, Text> reasons = new LinkedHashMap<>();
        refused.forEach((id, row) -> reasons.put(id, row.reason()));
        return reasons;
    }

    private Map<UUID, Held> tryAgain(Lot lot, List<Retry> retries, Settled how) {
        batches.lock();
        Set<UUID> stillWaiting =
                Set.copyOf(db.sql("select id from exchange.quarantine where id = any (?) and settled_at is null")
                        .param(retries.stream().map(Retry::id).toArray(UUID[]::new))
                        .query(UUID.class)
                        .list());
        List<Retry> rows =
                retries.stream().filter(row -> stillWaiting.contains(row.id())).toList();
        Contract contract = lot.contract();
        RowReader reader = new RowReader(contract, contract.columns(), clock.today());
        Map<Integer, UUID> ids = new HashMap<>();
        rows.forEach(row -> ids.put(row.rowNumber(), row.id()));
        Map<UUID, WhoDecisions.Decided> byRow = decisions.ofRows(ids.values());
        Map<Integer, WhoDecisions.Decided> decided = new HashMap<>();
        rows.stream()
                .filter(row -> byRow.containsKey(row.id()))
                .forEach(row -> decided.put(row.rowNumber(), byRow.get(row.id())));
        Judged judged = judging.judge(
                contract,
                reader,
                rows.stream().map(row -> reader.read(row.row())).toList(),
                decided);
        List<Outcome> outcomes = intake.apply(lot, judged.usable());
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        db.sql("""
                update exchange.row_outcome o
                set outcome = s.outcome, region = s.region, household_id = s.household_id, person_id = s.person_id,
                    decision_id = s.decision_id, said = cast(s.said as bigint[])
                from unnest(?::integer[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[])
                     as s (row_number, outcome, region, household_id, person_id, decision_id, said)
                where o.batch_id = ?
                  and o.row_number = s.row_number
                """)
                .params(List.of(
                        outcomes.stream().map(row -> row.row().row().number()).toArray(Integer[]::new),
                        outcomes.stream().map(Outcome::word).toArray(String[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().region().digits())
                                .toArray(String[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().householdId())
                                .toArray(UUID[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().personId())
                                .toArray(UUID[]::new),
                        outcomes.stream().map(row -> row.row().decision()).toArray(UUID[]::new),
                        outcomes.stream().map(Outcome::saidAsText).toArray(String[]::new),
                        lot.batch()))
                .update();
        int applied = (int) outcomes.stream().filter(Outcome::applied).count();
        db.sql("""
                update exchange.batch
                set applied = applied + ?, unchanged = unchanged + ?, quarantined = quarantined - ?
                where id = ?
                """)
                .params(applied, outcomes.size() - applied, outcomes.size(), lot.batch())
                .update();
        db.sql("""
                update exchange.quarantine
                set settled_at = ?, settled_by = ?, settled = ?
                where id = any (?)
                """)
                .params(
                        now,
                        Scopes.actor(),
                        how.name(),
                        outcomes.stream()
                                .map(row -> ids.get(row.row().row().number()))
                                .toArray(UUID[]::new))
                .update();
        consequences.write(lot, outcomes, false);
        telling.of(lot, judged);
        Map<UUID, Held> refused = new LinkedHashMap<>();
        judged.held().forEach(row -> refused.put(Objects.requireNonNull(ids.get(row.number())), row));
        return refused;
    }

    // The same row, with the register as it is now, may wait for another reason.
    private void renewReasons(Map<UUID, Held> refused) {
        List<UUID> ids = List.copyOf(refused.keySet());
        List<Held> rows = ids.stream().map(refused::get).toList();
        db.sql("""
                update exchange.quarantine q
                set reason = s.reason, column_name = s.column_name, reason_zh = s.zh, reason_en = s.en
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]) as s (id, reason, column_name, zh, en)
                where q.id = s.id
                """)
                .params(List.of(
                        ids.toArray(UUID[]::new),
                        rows.stream().map(row -> row.kind().name()).toArray(String[]::new),
                        rows.stream().map(Held::column).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().zh()).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().en()).toArray(String[]::new)))
                .update();
    }
}
