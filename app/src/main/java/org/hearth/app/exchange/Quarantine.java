package org.hearth.app.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.SecondTry.Retry;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The rows that wait: each sealed, with what may be shown and why it waits; mended, taken in later, or dismissed. */
@Component
class Quarantine {

    /** So many rows at most are settled at one click; what is left is told, and waits for the next. */
    static final int AT_A_CLICK = 20_000;

    private static final int AT_ONCE = 1_000;
    private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};

    /** A waiting row as it may be shown. */
    record Waiting(UUID id, int rowNumber, List<String> shown, Reason kind, String column, Text reason) {}

    /** How many rows of a batch wait for one reason. */
    record Count(Reason reason, int rows) {}

    /** A waiting row with what it says about whom it is. */
    record Asked(UUID id, UUID batchId, int rowNumber, String region, String kind, List<String> cells, WhoRow who) {}

    /** A word in a column that is not agreed upon, and how many rows have it. */
    record Word(String column, String word, int rows) {}

    /** What trying again came to. @param more whether rows of the selection were not tried yet */
    record Result(int settled, int refused, boolean more) {}

    private record Row(UUID id, UUID batchId, int rowNumber, byte[] sealed, String region, String kind) {}

    /** Which waiting rows: of one batch or of all of a kind or of all, for any reason or for one. */
    record Selection(
            @Nullable UUID batch, String kind, @Nullable Reason reason) {

        static Selection of(UUID batch) {
            return new Selection(batch, "", null);
        }
    }

    private static final String SELECTED = """
            q.settled_at is null
              and b.state in ('APPLYING', 'DONE')
              and (cast(:batch as uuid) is null or q.batch_id = :batch)
              and (:kind = '' or b.kind = :kind)
              and (:reason = '' or q.reason = :reason)
            """;

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;
    private final SecondTry secondTry;
    private final Contracts contracts;

    Quarantine(JdbcClient db, Vault vault, Audit audit, HearthClock clock, SecondTry secondTry, Contracts contracts) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.secondTry = secondTry;
        this.contracts = contracts;
    }

    @Transactional(readOnly = true)
    Page<Waiting> find(Selection which, int page) {
        return new Page<>(
                rows(which, "limit " + Page.SIZE + " offset " + Page.before(page))
                        .list(),
                count(which),
                page);
    }

    /** All rows of a selection, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(Selection which, Consumer<Waiting> rows) {
        try (var found = rows(which, "").stream()) {
            found.forEach(rows);
        }
    }

    private JdbcClient.MappedQuerySpec<Waiting> rows(Selection which, String limit) {
        return selected("""
                        select q.id, q.row_number, q.shown, q.reason, q.column_name, q.reason_zh, q.reason_en
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where %s
                        order by q.batch_id, q.row_number
                        %s
                        """.formatted(SELECTED, limit), which)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((row, n) -> new Waiting(
                        row.getObject("id", UUID.class),
                        row.getInt("row_number"),
                        Intake.JSON.readValue(row.getString("shown"), CELLS),
                        Reason.valueOf(row.getString("reason")),
                        row.getString("column_name"),
                        new Text(row.getString("reason_zh"), row.getString("reason_en"))));
    }

    private JdbcClient.StatementSpec selected(String sql, Selection which) {
        Reason reason = which.reason();
        return db.sql(sql)
                .param("batch", which.batch())
                .param("kind", which.kind())
                .param("reason", reason == null ? "" : reason.name());
    }

    @Transactional(readOnly = true)
    long count(Selection which) {
        return selected("""
                        select count(*)
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where %s
                        """.formatted(SELECTED), which).query(Long.class).single();
    }

    /** How many rows of a batch wait for each reason, most first. */
    @Transactional(readOnly = true)
    List<Count> reasons(UUID batch) {
        return db.sql("""
                        select reason, count(*) as rows
                        from exchange.quarantine
                        where batch_id = ? and settled_at is null
                        group by reason
                        order by rows desc, reason
                        """).param(batch).query(Count.class).list();
    }

    /** How many rows wait for a clerk, and not merely for a person to be registered. */
    @Transactional(readOnly = true)
    long waitingForAClerk() {
        return db.sql("""
                        select count(*)
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where q.settled_at is null
                          and q.reason <> 'UNKNOWN_PERSON'
                          and b.state in ('APPLYING', 'DONE')
                        """).query(Long.class).single();
    }

    /** The words in a batch's columns for which rows wait, most first: one mend may be right for all rows of a word. */
    @Transactional(readOnly = true)
    List<Word> words(UUID batch, Contract contract) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < contract.fields().size(); i++) {
            Contract.Field field = contract.fields().get(i);
            if (field.type() == Contract.Type.IDENTITY_NUMBER || field.type() == Contract.Type.PERSON_NAME) {
                continue;
            }
            words.addAll(db.sql("""
                            select column_name as "column", coalesce(shown ->> :place, '') as word, count(*) as rows
                            from exchange.quarantine
                            where batch_id = :batch
                              and settled_at is null
                              and reason in ('BAD_VALUE', 'MISSING_VALUE')
                              and column_name = :column
                            group by column_name, word
                            having count(*) > 1
                            order by rows desc, word
                            limit 10
                            """)
                    .param("place", i)
                    .param("batch", batch)
                    .param("column", field.name())
                    .query(Word.class)
                    .list());
        }
        return words;
    }

    /** The cells of a waiting row with the whole identity number, so that it can be mended; opening it is audited. */
    @Transactional
    List<String> open(UUID id) {
        Row row = row(id);
        audit.note("opened-quarantined-row", id.toString(), "");
        return cells(row);
    }

    /**
     * A row that waits because it is not known whom it is about, opened: the identity number in it is whole. The caller has it
     * audited where somebody sees of it more than its masked form.
     */
    @Transactional(readOnly = true)
    Asked asked(UUID id) {
        Row row =
                db.sql("""
                        select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where q.id = ?
                          and q.settled_at is null
                          and b.state in ('APPLYING', 'DONE')
                        """).param(id).query(Row.class).optional().orElseThrow(() -> new Missing("条待核行", "waiting row"));
        return asked(row);
    }

    /** As {@link #asked(UUID)}, of several rows; those that do not wait any more are left out. */
    @Transactional(readOnly = true)
    List<Asked> asked(List<UUID> ids) {
        return db.sql("""
                        select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where q.id = any (?)
                          and q.settled_at is null
                          and b.state in ('APPLYING', 'DONE')
                        order by array_position(?, q.id)
                        """).params(ids.toArray(UUID[]::new), ids.toArray(UUID[]::new)).query(Row.class).stream()
                .map(this::asked)
                .toList();
    }

    private Asked asked(Row row) {
        List<String> cells = cells(row);
        return new Asked(
                row.id(),
                row.batchId(),
                row.rowNumber(),
                row.region(),
                row.kind(),
                cells,
                WhoRow.of(contracts.of(row.kind()), cells));
    }

    /** Rows that were not looked for in the register yet, of one place at a time. */
    @Transactional(readOnly = true)
    List<Asked> notLookedFor(int atMost) {
        return db.sql("""
                        select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where q.settled_at is null
                          and q.reason in ('BAD_NUMBER', 'FORMULA', 'UNKNOWN_PERSON', 'NAME_DIFFERS', 'MISSING_VALUE')
                          and b.state in ('APPLYING', 'DONE')
                          and not exists (select from exchange.whose w where w.row_id = q.id)
                        order by b.region, q.id
                        limit ?
                        """).param(atMost).query(Row.class).stream()
                .map(this::asked)
                .toList();
    }

    /** Tries a row again of which somebody decided whom it is about; answers why it still cannot be used, or nothing. */
    @Transactional
    Optional<Text> found(UUID id) {
        Row row = row(id);
        return Optional.ofNullable(secondTry
                .again(lot(row), List.of(new Retry(row.id(), row.rowNumber(), cells(row))), Settled.FOUND)
                .get(id));
    }

    /** Tries a row again with mended cells; answers why it still cannot be used, or nothing when it is settled. */
    @Transactional
    Optional<Text> mend(UUID id, List<String> cells) {
        Row row = row(id);
        return Optional.ofNullable(secondTry
                .again(lot(row), List.of(new Retry(row.id(), row.rowNumber(), cells)), Settled.MENDED)
                .get(id));
    }

    /**
     * Mends one column in the same way in all rows that wait because of {@code word} in it, and tries them again.
     *
     * @param which rows of one kind
     * @param to what the cell is to say
     */
    Result mendAll(Selection which, Contract contract, String column, String word, String to) {
        int place = contract.columns().indexOf(column);
        if (place < 0 || contract.fields().get(place).type() == Contract.Type.IDENTITY_NUMBER) {
            throw new Missing("个列", "column");
        }
        return again(which, Settled.MENDED, new Named(column, place, word), cells -> {
            List<String> mended = new ArrayList<>(cells);
            mended.set(place, to);
            return mended;
        });
    }

    /**
     * Tries rows again as they came, after the register has changed. Those that belong to other rows, or whose number a formula
     * worked out, are for a person.
     */
    Result again(Selection which) {
        return again(which, Settled.TAKEN_IN, new Named("", 0, ""), UnaryOperator.identity());
    }

    /** The rows that wait because of a word in a column; all, where no column is named. */
    private record Named(String column, int place, String word) {}

    private Result again(Selection which, Settled how, Named named, UnaryOperator<List<String>> mend) {
        int settled = 0;
        int tried = 0;
        UUID lastBatch = new UUID(0, 0);
        int lastRow = 0;
        while (tried < AT_A_CLICK) {
            List<Row> rows = selected("""
                            select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                            from exchange.quarantine q
                            join exchange.batch b on b.id = q.batch_id
                            where %s
                              and q.reason not in ('ORIGIN', 'FORMULA')
                              and (:column = ''
                                   or q.column_name = :column
                                      and q.reason in ('BAD_VALUE', 'MISSING_VALUE')
                                      and coalesce(q.shown ->> :place, '') = :word)
                              and (q.batch_id, q.row_number) > (:lastBatch, :lastRow)
                            order by q.batch_id, q.row_number
                            limit %d
                            """.formatted(SELECTED, AT_ONCE), which)
                    .param("column", named.column())
                    .param("place", named.place())
                    .param("word", named.word())
                    .param("lastBatch", lastBatch)
                    .param("lastRow", lastRow)
                    .query(Row.class)
                    .list();
            for (List<Row> ofBatch : byBatch(rows)) {
                settled += tryAgain(ofBatch, how, mend);
            }
            tried += rows.size();
            if (rows.size() < AT_ONCE) {
                return new Result(settled, tried - settled, false);
            }
            lastBatch = rows.getLast().batchId();
            lastRow = rows.getLast().rowNumber();
        }
        return new Result(settled, tried - settled, true);
    }

    private int tryAgain(List<Row> ofBatch, Settled how, UnaryOperator<List<String>> mend) {
        List<Retry> retries = ofBatch.stream()
                .map(row -> new Retry(row.id(), row.rowNumber(), mend.apply(cells(row))))
                .toList();
        return retries.size()
                - secondTry.again(lot(ofBatch.getFirst()), retries, how).size();
    }

    private static List<List<Row>> byBatch(List<Row> rows) {
        Map<UUID, List<Row>> batches = new LinkedHashMap<>();
        rows.forEach(row ->
                batches.computeIfAbsent(row.batchId(), id -> new ArrayList<>()).add(row));
        return List.copyOf(batches.values());
    }

    /** Takes rows in whose persons are in the register by now, wherever they were received. Works over the whole nation. */
    void takeInRegistered() {
        takeIn("true", null, null);
    }

    /** As {@link #takeInRegistered()}, for these persons. */
    void takeInRegistered(Set<UUID> persons) {
        takeIn("p.id = any (:persons)", persons, null);
    }

    /** As {@link #takeInRegistered()}, for the rows of one batch. */
    void takeInRegistered(UUID batch) {
        takeIn("q.batch_id = :batch", null, batch);
    }

    private void takeIn(String who, @Nullable Set<UUID> persons, @Nullable UUID batch) {
        UUID lastBatch = new UUID(0, 0);
        int lastRow = 0;
        while (true) {
            List<Row> rows = db.sql("""
                            select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                            from exchange.quarantine q
                            join registry.person p on p.id_number_index = q.number_index
                            join exchange.batch b on b.id = q.batch_id
                            where q.settled_at is null
                              and q.reason = 'UNKNOWN_PERSON'
                              and starts_with(p.region, q.region)
                              and b.state in ('APPLYING', 'DONE')
                              and %s
                              and (q.batch_id, q.row_number) > (:lastBatch, :lastRow)
                            order by q.batch_id, q.row_number
                            limit %d
                            """.formatted(who, AT_ONCE))
                    .param("persons", persons == null ? new UUID[0] : persons.toArray(UUID[]::new))
                    .param("batch", batch)
                    .param("lastBatch", lastBatch)
                    .param("lastRow", lastRow)
                    .query(Row.class)
                    .list();
            if (rows.isEmpty()) {
                return;
            }
            for (List<Row> ofBatch : byBatch(rows)) {
                Scopes.run(
                        new Scope(new RegionCode(ofBatch.getFirst().region()), "system:exchange"),
                        () -> tryAgain(ofBatch, Settled.TAKEN_IN, UnaryOperator.identity()));
            }
            lastBatch = rows.getLast().batchId();
            lastRow = rows.getLast().rowNumber();
        }
    }

    /**
     * Says that rows are not to be used; they stay, sealed, with who said so and why.
     *
     * @throws Problem without a reason
     */
    @Transactional
    int dismiss(Selection which, @Nullable UUID row, String why) {
        if (why.isBlank()) {
            throw Problem.at("why", "请写明不予采用的理由。", "Say why these rows are not to be used.");
        }
        Map<UUID, Integer> dismissed = new LinkedHashMap<>();
        selected("""
                        with gone as (
                            update exchange.quarantine q
                            set settled = 'DISMISSED', settled_at = :now, settled_by = :actor, settled_why = :why
                            from exchange.batch b
                            where b.id = q.batch_id
                              and (cast(:row as uuid) is null or q.id = :row)
                              and %s
                            returning q.batch_id, q.row_number
                        ),
                        outcomes as (
                            update exchange.row_outcome o
                            set outcome = 'dismissed'
                            from gone
                            where o.batch_id = gone.batch_id and o.row_number = gone.row_number
                        ),
                        counted as (
                            select batch_id, count(*)::integer as rows from gone group by batch_id
                        )
                        update exchange.batch b
                        set dismissed = b.dismissed + counted.rows, quarantined = b.quarantined - counted.rows
                        from counted
                        where b.id = counted.batch_id
                        returning b.id, counted.rows
                        """.formatted(SELECTED), which)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("actor", Scopes.actor())
                .param("why", why.strip())
                .param("row", row)
                .query(found -> {
                    dismissed.put(found.getObject("id", UUID.class), found.getInt("rows"));
                });
        dismissed.forEach((batch, rows) -> audit.note("rows-dismissed", batch.toString(), rows + " rows", why.strip()));
        return dismissed.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Row row(UUID id) {
        return db.sql("""
                        select q.id, q.batch_id, q.row_number, q.sealed, b.region, b.kind
                        from exchange.quarantine q
                        join exchange.batch b on b.id = q.batch_id
                        where q.id = ?
                          and q.settled_at is null
                          and b.state in ('APPLYING', 'DONE')
                        for update of q
                        """).param(id).query(Row.class).optional().orElseThrow(() -> new Missing("条待核行", "waiting row"));
    }

    private List<String> cells(Row row) {
        return contracts.of(row.kind()).inFull(Intake.JSON.readValue(vault.decrypt(row.sealed()), CELLS));
    }

    private Lot lot(Row row) {
        return new Lot(row.batchId(), row.region(), contracts.of(row.kind()));
    }
}
