package org.hearth.app.exchange;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** What the pages show of batches, waiting rows and facts, and the mending of a row. */
@Component
class ReceivedFiles {

    private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};

    record Batch(
            UUID id,
            String kind,
            String department,
            String fileName,
            OffsetDateTime receivedAt,
            String receivedBy,
            int rows,
            int applied,
            int unchanged,
            int quarantined) {

        /** The day and minute it came, in China's time. */
        public String arrived() {
            return receivedAt
                    .atZoneSameInstant(HearthClock.ZONE)
                    .toLocalDateTime()
                    .withNano(0)
                    .toString()
                    .replace('T', ' ');
        }
    }

    record Waiting(UUID id, int rowNumber, List<String> shown, Text reason) {}

    record Known(String kind, String about, String value, LocalDate holdsOn, String department, String fileName) {}

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;
    private final Intake intake;
    private final Contracts contracts;

    ReceivedFiles(JdbcClient db, Vault vault, Audit audit, HearthClock clock, Intake intake, Contracts contracts) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.intake = intake;
        this.contracts = contracts;
    }

    @Transactional(readOnly = true)
    Page<Batch> find(String text, boolean waitingOnly, int page) {
        List<Batch> rows = db.sql("""
                        select id, kind, department, file_name, received_at, received_by,
                               rows, applied, unchanged, quarantined
                        from exchange.batch
                        where (:text = '' or strpos(file_name, :text) > 0 or strpos(department, :text) > 0)
                          and (not :waiting or quarantined > 0)
                        order by received_at desc, id desc
                        limit :limit offset :offset
                        """)
                .param("text", text)
                .param("waiting", waitingOnly)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(page))
                .query(Batch.class)
                .list();
        return new Page<>(rows, count(text, waitingOnly), page);
    }

    private long count(String text, boolean waitingOnly) {
        return db.sql("""
                        select count(*)
                        from exchange.batch
                        where (:text = '' or strpos(file_name, :text) > 0 or strpos(department, :text) > 0)
                          and (not :waiting or quarantined > 0)
                        """)
                .param("text", text)
                .param("waiting", waitingOnly)
                .query(Long.class)
                .single();
    }

    @Transactional(readOnly = true)
    Batch batch(UUID id) {
        return db.sql("""
                        select id, kind, department, file_name, received_at, received_by,
                               rows, applied, unchanged, quarantined
                        from exchange.batch
                        where id = ?
                        """).param(id).query(Batch.class).optional().orElseThrow(() -> new Missing("份文件", "file"));
    }

    @Transactional(readOnly = true)
    List<Waiting> waiting(UUID batch) {
        return waitingRows(batch).list();
    }

    /** All rows that wait, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(UUID batch, Consumer<Waiting> rows) {
        try (Stream<Waiting> found = waitingRows(batch).stream()) {
            found.forEach(rows);
        }
    }

    private JdbcClient.MappedQuerySpec<Waiting> waitingRows(UUID batch) {
        return db.sql("""
                        select id, row_number, shown, reason_zh, reason_en
                        from exchange.quarantine
                        where batch_id = ? and mended_at is null
                        order by row_number
                        """)
                .param(batch)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((row, n) -> new Waiting(
                        row.getObject("id", UUID.class),
                        row.getInt("row_number"),
                        Intake.JSON.readValue(row.getString("shown"), CELLS),
                        new Text(row.getString("reason_zh"), row.getString("reason_en"))));
    }

    @Transactional(readOnly = true)
    long waitingCount() {
        return db.sql("select count(*) from exchange.quarantine where mended_at is null")
                .query(Long.class)
                .single();
    }

    /** The cells of a waiting row with the whole identity number, so that it can be mended; opening it is audited. */
    @Transactional
    List<String> open(UUID id) {
        byte[] sealed = db.sql("select sealed from exchange.quarantine where id = ? and mended_at is null")
                .param(id)
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> new Missing("条待核行", "waiting row"));
        audit.note("opened-quarantined-row", id.toString(), "");
        return Intake.JSON.readValue(vault.decrypt(sealed), CELLS);
    }

    /** Tries a row again with mended cells; answers why it still cannot be used, or nothing when it is settled. */
    @Transactional
    Optional<Text> mend(UUID id, List<String> cells) {
        record Row(UUID batchId, int rowNumber) {}
        Row row = db.sql(
                        "select batch_id, row_number from exchange.quarantine where id = ? and mended_at is null for update")
                .param(id)
                .query(Row.class)
                .optional()
                .orElseThrow(() -> new Missing("条待核行", "waiting row"));
        Optional<Text> refused =
                intake.again(row.batchId(), contracts.of(batch(row.batchId()).kind()), row.rowNumber(), cells);
        if (refused.isEmpty()) {
            db.sql("update exchange.quarantine set mended_at = ?, mended_by = ? where id = ?")
                    .params(clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(), Scopes.actor(), id)
                    .update();
        }
        return refused;
    }

    @Transactional(readOnly = true)
    List<Known> facts(UUID household) {
        return db.sql("""
                        select f.kind, coalesce(p.name, '') as about, f.value::text as value, f.holds_on, f.department,
                               coalesce(b.file_name, '') as file_name
                        from exchange.current_fact f
                        left join registry.person p on p.id = f.person_id
                        left join exchange.batch b on b.id = f.batch_id
                        where f.household_id = ?
                        order by f.holds_on desc, f.kind, about
                        """)
                .param(household)
                .query((row, n) -> new Known(
                        row.getString("kind"),
                        row.getString("about"),
                        Objects.requireNonNull(row.getString("value")),
                        row.getObject("holds_on", LocalDate.class),
                        row.getString("department"),
                        row.getString("file_name")))
                .list();
    }
}
