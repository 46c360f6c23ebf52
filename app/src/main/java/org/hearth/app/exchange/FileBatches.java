package org.hearth.app.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The records of batches: what came, how far it has been taken in, and what its rows came to. */
@Component
class FileBatches {

    // Held until the transaction ends: two files of the same people must not both find a row to be news.
    private static final long LOCK = 0x4865617274680050L;
    private static final int PART_BYTES = 1 << 20;
    private static final TypeReference<List<Note>> NOTES = new TypeReference<>() {};

    /**
     * A batch that is being taken in.
     *
     * @param region of whoever received it
     * @param day on which it came: no row can be of a later one
     * @param rows how many have been taken in so far
     */
    record Open(
            UUID id,
            String region,
            String kind,
            String fileName,
            String receivedBy,
            OffsetDateTime receivedAt,
            BatchState state,
            int rows) {

        LocalDate day() {
            return receivedAt.atZoneSameInstant(HearthClock.ZONE).toLocalDate();
        }
    }

    /** What some rows came to. */
    record Counts(int applied, int unchanged, int quarantined, int mended) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        int rows() {
            return applied + unchanged + quarantined + mended;
        }

        Counts plus(Counts other) {
            return new Counts(
                    applied + other.applied,
                    unchanged + other.unchanged,
                    quarantined + other.quarantined,
                    mended + other.mended);
        }
    }

    private final JdbcClient db;
    private final Vault vault;
    private final HearthClock clock;

    FileBatches(JdbcClient db, Vault vault, HearthClock clock) {
        this.db = db;
        this.vault = vault;
        this.clock = clock;
    }

    /** Until the current transaction ends, nobody else brings a fact into force. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lock() {
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
    }

    /** The batch of the very same file, if it came before and was not withdrawn. */
    Optional<BatchResult> receivedBefore(String region, String kind, String sm3) {
        return db.sql("""
                        select id
                        from exchange.batch
                        where region = ? and kind = ? and sm3 = ? and state <> 'WITHDRAWN'
                        """)
                .params(region, kind, sm3)
                .query(UUID.class)
                .optional()
                .map(batch -> resultOf(batch, true));
    }

    /** What became of a batch so far. @param before whether it had been received before */
    BatchResult resultOf(UUID batch, boolean before) {
        return db.sql("""
                        select id, kind, rows, applied, unchanged, quarantined, dismissed, mended, notes
                        from exchange.batch
                        where id = ?
                        """)
                .param(batch)
                .query((row, n) -> new BatchResult(
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        row.getInt("rows"),
                        row.getInt("applied"),
                        row.getInt("unchanged") + row.getInt("dismissed"),
                        row.getInt("quarantined"),
                        row.getInt("mended"),
                        notes(row.getString("notes")),
                        before))
                .single();
    }

    /** Notes as a batch keeps them. */
    static List<Note> notes(String json) {
        return Intake.JSON.readValue(json, NOTES);
    }

    /** A batch that the current transaction takes in as a whole. */
    UUID open(String region, String kind, String department, String fileName, String sm3, List<Note> notes) {
        UUID batch = Ids.next();
        db.sql("""
                insert into exchange.batch
                    (id, region, kind, department, file_name, sm3, received_at, received_by,
                     rows, applied, unchanged, quarantined, began_at, ended_at, notes)
                values (:id, :region, :kind, :department, :file, :sm3, :now, :by, 0, 0, 0, 0, :now, :now,
                        cast(:notes as jsonb))
                """)
                .param("id", batch)
                .param("region", region)
                .param("kind", kind)
                .param("department", department)
                .param("file", fileName)
                .param("sm3", sm3)
                .param("now", now())
                .param("by", Scopes.actor())
                .param("notes", Intake.JSON.writeValueAsString(notes))
                .update();
        return batch;
    }

    void close(UUID batch, Counts counts) {
        db.sql("""
                update exchange.batch
                set rows = ?, applied = ?, unchanged = ?, quarantined = ?, mended = ?
                where id = ?
                """)
                .params(
                        counts.rows(),
                        counts.applied(),
                        counts.unchanged(),
                        counts.quarantined(),
                        counts.mended(),
                        batch)
                .update();
    }

    /** Keeps a long file, sealed, to be taken in part by part. Nothing of it is in force yet. */
    @Transactional
    UUID queue(
            String region, Contract contract, String fileName, String sm3, int rows, List<Note> notes, Path content) {
        UUID batch = Ids.next();
        db.sql("""
                insert into exchange.batch
                    (id, region, kind, department, file_name, sm3, received_at, received_by,
                     rows, applied, unchanged, quarantined, state, expected_rows, notes)
                values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 'QUEUED', ?, cast(? as jsonb))
                """)
                .params(
                        batch,
                        region,
                        contract.kind(),
                        contract.department().zh(),
                        fileName,
                        sm3,
                        now(),
                        Scopes.actor(),
                        rows,
                        Intake.JSON.writeValueAsString(notes))
                .update();
        db.sql("insert into exchange.not_in_force (batch_id) values (?)")
                .param(batch)
                .update();
        try (InputStream in = Files.newInputStream(content)) {
            int part = 0;
            for (byte[] bytes = in.readNBytes(PART_BYTES); bytes.length > 0; bytes = in.readNBytes(PART_BYTES)) {
                db.sql("insert into exchange.file_part (batch_id, part, region, sealed) values (?, ?, ?, ?)")
                        .params(batch, part++, region, vault.seal(bytes))
                        .update();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return batch;
    }

    /** The file of a batch that {@link #queue} kept, read part by part. */
    InputStream content(UUID batch) {
        return new SequenceInputStream(new Enumeration<>() {

            private int part;

            @Override
            public boolean hasMoreElements() {
                return db.sql("select exists (select from exchange.file_part where batch_id = ? and part = ?)")
                        .params(batch, part)
                        .query(Boolean.class)
                        .single();
            }

            @Override
            public InputStream nextElement() {
                byte[] sealed = db.sql("select sealed from exchange.file_part where batch_id = ? and part = ?")
                        .params(batch, part++)
                        .query(byte[].class)
                        .optional()
                        .orElseThrow(NoSuchElementException::new);
                return new ByteArrayInputStream(vault.open(sealed));
            }
        });
    }

    /** The batch that has waited longest for the next step, over all regions that the scope may see. */
    Optional<Open> next() {
        return db.sql("""
                        select id, region, kind, file_name, received_by, received_at, state, rows
                        from exchange.batch
                        where state in ('QUEUED', 'READING', 'APPLYING')
                        order by received_at, id
                        limit 1
                        """).query(Open.class).optional();
    }

    /** From here on the batch is read. Which facts were there before is noted once, while nobody brings another into force. */
    @Transactional
    boolean begin(UUID batch) {
        lock();
        return db.sql("""
                        update exchange.batch
                        set state        = 'READING',
                            attempts     = attempts + 1,
                            began_at     = coalesce(began_at, :now),
                            facts_before = coalesce(facts_before, (select coalesce(max(id), 0) from exchange.fact))
                        where id = :batch
                          and state in ('QUEUED', 'READING')
                        """).param("now", now()).param("batch", batch).update() == 1;
    }

    /**
     * Notes what the next rows came to, in the transaction that writes it.
     *
     * @param before rows taken in before these
     * @return whether the batch was there still: neither withdrawn nor taken on by another node
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean advance(UUID batch, int before, Counts counts) {
        return db.sql("""
                        update exchange.batch
                        set rows        = rows + :rows,
                            applied     = applied + :applied,
                            unchanged   = unchanged + :unchanged,
                            quarantined = quarantined + :quarantined,
                            mended      = mended + :mended,
                            attempts    = 1
                        where id = :batch
                          and state = 'READING'
                          and rows = :before
                        """)
                        .param("rows", counts.rows())
                        .param("applied", counts.applied())
                        .param("unchanged", counts.unchanged())
                        .param("quarantined", counts.quarantined())
                        .param("mended", counts.mended())
                        .param("batch", batch)
                        .param("before", before)
                        .update()
                == 1;
    }

    /**
     * Brings a batch that is read to its end into force, at once. What others have brought into force in the meantime is not
     * said a second time: such rows are unchanged after all.
     *
     * @return whether the batch was there still
     */
    @Transactional
    boolean bringIntoForce(UUID batch) {
        lock();
        int ready = db.sql("""
                        update exchange.batch
                        set state = 'APPLYING'
                        where id = :batch
                          and state = 'READING'
                          and rows = expected_rows
                        """).param("batch", batch).update();
        if (ready == 0) {
            return false;
        }
        int said = db.sql("""
                        with meanwhile as materialized (
                            select household_id, person_id, kind, key, holds_on, value, id
                            from exchange.fact_in_force
                            where id > (select facts_before from exchange.batch where id = :batch)
                        ),
                        last_word as (
                            select distinct on (household_id, person_id, kind, key, holds_on) *
                            from meanwhile
                            order by household_id, person_id, kind, key, holds_on, id desc
                        ),
                        said as (
                            select f.row_number
                            from exchange.fact f
                            left join last_word l
                                on  l.household_id = f.household_id
                                and l.person_id is not distinct from f.person_id
                                and l.kind = f.kind
                                and l.key = f.key
                                and l.holds_on = f.holds_on
                                and l.value = f.value
                            where f.batch_id = :batch
                              and exists (select from meanwhile)
                            group by f.row_number
                            having bool_and(l.id is not null)
                        )
                        update exchange.row_outcome o
                        set outcome = 'unchanged'
                        from said
                        where o.batch_id = :batch
                          and o.row_number = said.row_number
                          and o.outcome = 'applied'
                        """).param("batch", batch).update();
        int waiting = db.sql("""
                        with again as (
                            delete from exchange.quarantine q
                            using exchange.quarantine o
                            join exchange.batch b on b.id = o.batch_id
                            where q.batch_id = :batch
                              and o.identity = q.identity
                              and o.batch_id <> :batch
                              and b.ended_at >= (select began_at from exchange.batch where id = :batch)
                            returning q.row_number
                        )
                        update exchange.row_outcome o
                        set outcome = 'unchanged'
                        from again
                        where o.batch_id = :batch
                          and o.row_number = again.row_number
                        """).param("batch", batch).update();
        db.sql("""
                update exchange.batch
                set applied     = applied - :said,
                    unchanged   = unchanged + :said + :waiting,
                    quarantined = quarantined - :waiting
                where id = :batch
                """)
                .param("said", said)
                .param("waiting", waiting)
                .param("batch", batch)
                .update();
        db.sql("delete from exchange.not_in_force where batch_id = ?")
                .param(batch)
                .update();
        return true;
    }

    /** Everything is done; the file itself is not needed any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean finish(UUID batch) {
        db.sql("delete from exchange.file_part where batch_id = ?").param(batch).update();
        return db.sql("update exchange.batch set state = 'DONE', ended_at = ? where id = ? and state = 'APPLYING'")
                        .params(now(), batch)
                        .update()
                == 1;
    }

    /** How far a batch has come. @throws Missing when there is none within reach */
    BatchState state(UUID batch) {
        return db.sql("select state from exchange.batch where id = ?")
                .param(batch)
                .query(String.class)
                .optional()
                .map(BatchState::valueOf)
                .orElseThrow(() -> new Missing("份文件", "file"));
    }

    /**
     * Takes a batch back that is not in force: its facts never count, its rows and the file are deleted, and the same file may
     * come again.
     *
     * @return whether it could be
     */
    @Transactional
    boolean withdraw(UUID batch, Text why) {
        int withdrawn = db.sql("""
                        update exchange.batch
                        set state = 'WITHDRAWN', ended_at = :now, problem_zh = :zh, problem_en = :en,
                            rows = 0, applied = 0, unchanged = 0, quarantined = 0, mended = 0
                        where id = :batch
                          and state in ('QUEUED', 'READING', 'STOPPED')
                        """)
                .param("now", now())
                .param("zh", why.zh())
                .param("en", why.en())
                .param("batch", batch)
                .update();
        if (withdrawn == 0) {
            return false;
        }
        db.sql("delete from exchange.quarantine where batch_id = ?")
                .param(batch)
                .update();
        db.sql("delete from exchange.row_outcome where batch_id = ?")
                .param(batch)
                .update();
        db.sql("delete from exchange.file_part where batch_id = ?").param(batch).update();
        return true;
    }

    /** Leaves a batch that failed where it is, for somebody to look at; before that, it is tried {@code times} times. */
    @Transactional
    void failed(UUID batch, int times, Text problem) {
        db.sql("""
                update exchange.batch
                set problem_zh = :zh,
                    problem_en = :en,
                    state      = case when state in ('QUEUED', 'READING') and attempts >= :times then 'STOPPED' else state end
                where id = :batch
                  and state in ('QUEUED', 'READING', 'APPLYING')
                """)
                .param("zh", problem.zh())
                .param("en", problem.en())
                .param("times", times)
                .param("batch", batch)
                .update();
    }

    /** Lets a batch that was stopped go on where it was. */
    @Transactional
    boolean goOn(UUID batch) {
        return db.sql("""
                        update exchange.batch
                        set state = 'READING', attempts = 0, problem_zh = '', problem_en = ''
                        where id = ? and state = 'STOPPED'
                        """).param(batch).update() == 1;
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
