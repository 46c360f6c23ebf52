package org.hearth.app.exchange;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the pages show of batches, waiting rows and facts, and the mending of a row. */
@Component
class ReceivedFiles {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /**
     * A batch as it is shown.
     *
     * @param mended rows that belong to waiting rows of earlier files
     * @param expectedRows how many rows the file has; null where it was taken in at once
     */
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
            int quarantined,
            int dismissed,
            int mended,
            BatchState state,
            @Nullable Integer expectedRows,
            @Nullable OffsetDateTime beganAt,
            @Nullable OffsetDateTime endedAt,
            String problemZh,
            String problemEn,
            List<Note> notes) {

        /** The day and minute it came, in China's time. */
        public String arrived() {
            return MINUTE.format(receivedAt.atZoneSameInstant(HearthClock.ZONE));
        }

        public Text problem() {
            return new Text(problemZh, problemEn);
        }

        /** How much of it is read, in whole percent. */
        public int percent() {
            return expectedRows == null || expectedRows == 0 ? 100 : (int) (100L * rows / expectedRows);
        }
    }

    /**
     * How fast a batch comes in.
     *
     * @param rowsASecond since it was begun; zero before the first part
     * @param secondsLeft at that rate; null where it cannot be told
     * @param before how many other files are taken in first
     */
    record Pace(long rowsASecond, @Nullable Long secondsLeft, int before) {}

    record Known(String kind, String about, String value, LocalDate holdsOn, String department, String fileName) {}

    private static final String COLUMNS = """
            id, kind, department, file_name, received_at, received_by, rows, applied, unchanged, quarantined, dismissed,
            mended, state, expected_rows, began_at, ended_at, problem_zh, problem_en, notes
            """;

    private static final String WANTED = """
            (:text = '' or strpos(file_name, :text) > 0 or strpos(department, :text) > 0)
              and (:kind = '' or kind = :kind)
              and (not :waiting or quarantined > 0)
              and (not :unfinished or state in ('QUEUED', 'READING', 'APPLYING', 'STOPPED'))
            """;

    /** Which batches are wanted: by file name or department, record kind, and where they stand. */
    record Filter(String text, String kind, boolean waiting, boolean unfinished) {}

    private final JdbcClient db;
    private final HearthClock clock;

    ReceivedFiles(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    Page<Batch> find(Filter filter, int page) {
        List<Batch> rows = wanted(
                        "select " + COLUMNS + " from exchange.batch where " + WANTED
                                + " order by received_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(page))
                .query(ReceivedFiles::batch)
                .list();
        long count = wanted("select count(*) from exchange.batch where " + WANTED, filter)
                .query(Long.class)
                .single();
        return new Page<>(rows, count, page);
    }

    /** All batches that are wanted, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(Filter filter, Consumer<Batch> use) {
        try (Stream<Batch> found = wanted(
                "select " + COLUMNS + " from exchange.batch where " + WANTED + " order by received_at desc, id desc",
                filter)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query(ReceivedFiles::batch)
                .stream()) {
            found.forEach(use);
        }
    }

    private JdbcClient.StatementSpec wanted(String sql, Filter filter) {
        return db.sql(sql)
                .param("text", filter.text())
                .param("kind", filter.kind())
                .param("waiting", filter.waiting())
                .param("unfinished", filter.unfinished());
    }

    @Transactional(readOnly = true)
    Batch batch(UUID id) {
        return db.sql("select " + COLUMNS + " from exchange.batch where id = ?")
                .param(id)
                .query(ReceivedFiles::batch)
                .optional()
                .orElseThrow(() -> new Missing("份文件", "file"));
    }

    private static Batch batch(ResultSet row, int n) throws SQLException {
        return new Batch(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("department"),
                row.getString("file_name"),
                row.getObject("received_at", OffsetDateTime.class),
                row.getString("received_by"),
                row.getInt("rows"),
                row.getInt("applied"),
                row.getInt("unchanged"),
                row.getInt("quarantined"),
                row.getInt("dismissed"),
                row.getInt("mended"),
                BatchState.valueOf(row.getString("state")),
                row.getObject("expected_rows", Integer.class),
                row.getObject("began_at", OffsetDateTime.class),
                row.getObject("ended_at", OffsetDateTime.class),
                row.getString("problem_zh"),
                row.getString("problem_en"),
                FileBatches.notes(row.getString("notes")));
    }

    @Transactional(readOnly = true)
    Pace pace(Batch batch) {
        int before = db.sql("""
                        select count(*)
                        from exchange.batch
                        where state in ('QUEUED', 'READING', 'APPLYING') and received_at < ?
                        """).param(batch.receivedAt()).query(Integer.class).single();
        OffsetDateTime began = batch.beganAt();
        Integer expected = batch.expectedRows();
        if (began == null || expected == null || batch.rows() == 0) {
            return new Pace(0, null, before);
        }
        long millis =
                Math.max(1, Duration.between(began.toInstant(), clock.instant()).toMillis());
        long rowsASecond = batch.rows() * 1_000L / millis;
        return new Pace(rowsASecond, rowsASecond == 0 ? null : (expected - batch.rows()) / rowsASecond, before);
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
