package org.hearth.app.packs;

import jakarta.annotation.PreDestroy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Does long work beside the pages, one at a time on a node: how far it has come is in the database, where any node reads it. */
@Component
public class Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final String COLUMNS = """
            select id, region, draft_id, kind, content_hash, held_for, state, step_zh, step_en, share, asked_by, started_at,
                   ended_at, result
            from packs.job
            """;

    private static final Duration BETWEEN_TELLINGS = Duration.ofMillis(300);

    /** What a job found. @param workbook a file for spreadsheets, where there is one */
    record Found(Object result, byte @Nullable [] workbook) {}

    /** The work of a job. */
    @FunctionalInterface
    interface Work {

        /** @throws CancellationException when the watch says that nobody wants it any more */
        Found run(Watch watch);
    }

    /** Tells how far a job has come, and learns whether it is still wanted. */
    final class Watch {

        private final UUID job;
        private long toldAt = System.nanoTime() - BETWEEN_TELLINGS.toNanos();

        private Watch(UUID job) {
            this.job = job;
        }

        /** @throws CancellationException when the job was cancelled */
        void at(Text step, double share) {
            if (System.nanoTime() - toldAt < BETWEEN_TELLINGS.toNanos()) {
                return;
            }
            toldAt = System.nanoTime();
            boolean cancelled = db.sql("""
                            update packs.job
                            set step_zh = ?, step_en = ?, share = ?, seen_at = now()
                            where id = ?
                            returning cancel
                            """)
                    .params(step.zh(), step.en(), Math.clamp(share, 0, 1), job)
                    .query(Boolean.class)
                    .single();
            if (cancelled) {
                throw new CancellationException();
            }
        }
    }

    private final JdbcClient db;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final ExecutorService workers = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("packs").factory());

    Jobs(JdbcClient db, Audit audit, TransactionTemplate transaction) {
        this.db = db;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Begins a job in the scope of whoever asks for it.
     *
     * @throws Problem when the same is being done already
     */
    UUID start(UUID draft, Job.Kind kind, String contentHash, LocalDate heldFor, Work work) {
        Scope scope = Scopes.current().orElseThrow();
        UUID id = Ids.next();
        transaction.executeWithoutResult(status -> {
            // A node that was stopped in the middle of a job tells no more of it.
            db.sql("""
                    update packs.job
                    set state = 'FAILED', ended_at = now(), result = ?::jsonb
                    where draft_id = ?
                      and state = 'RUNNING'
                      and seen_at < now() - interval '10 minutes'
                    """)
                    .params(problem(new Text("系统中途停止，请重新开始。", "The system stopped in the middle; start again.")), draft)
                    .update();
            int begun = db.sql("""
                    insert into packs.job
                        (id, region, draft_id, kind, content_hash, held_for, asked_by, started_at, seen_at)
                    values (?, ?, ?, ?, ?, ?, ?, now(), now())
                    on conflict do nothing
                    """)
                    .params(id, scope.region().digits(), draft, kind.name(), contentHash, heldFor, scope.actor())
                    .update();
            if (begun == 0) {
                throw new Problem("正在进行，请等它完成或先取消。", "It is running already; wait for it, or cancel it.");
            }
            audit.note("policy-draft-" + kind.name().toLowerCase(java.util.Locale.ROOT), draft.toString(), contentHash);
        });
        workers.execute(() -> Scopes.run(scope, () -> run(id, work)));
        return id;
    }

    private void run(UUID id, Work work) {
        try {
            Found found = work.run(new Watch(id));
            end(id, Job.State.DONE, JsonMapper.shared().writeValueAsString(found.result()), found.workbook());
        } catch (CancellationException e) {
            end(id, Job.State.CANCELLED, null, null);
        } catch (Problem e) {
            end(id, Job.State.FAILED, problem(e.text()), null);
        } catch (RuntimeException | Error e) {
            LOG.error("job {} failed", id, e);
            String said = String.valueOf(e.getMessage());
            end(id, Job.State.FAILED, problem(new Text(said, said)), null);
        }
    }

    private static String problem(Text text) {
        return JsonMapper.shared().writeValueAsString(Map.of("problem", Map.of("zh", text.zh(), "en", text.en())));
    }

    private void end(UUID id, Job.State state, @Nullable String result, byte @Nullable [] workbook) {
        db.sql("""
                update packs.job
                set state = :state, ended_at = now(), result = :result::jsonb, workbook = :workbook,
                    share = case when :state = 'DONE' then 1 else share end
                where id = :id
                """)
                .param("state", state.name())
                .param("result", result)
                .param("workbook", workbook)
                .param("id", id)
                .update();
    }

    /** Does something beside the pages that no draft waits for; what goes wrong is done again by its routine. */
    void beside(Runnable work) {
        workers.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("work beside the pages failed", e);
            }
        });
    }

    /** Asks a running job to end. */
    public void cancel(UUID id) {
        Job job = job(id);
        transaction.executeWithoutResult(status -> {
            db.sql("update packs.job set cancel = true where id = ? and state = 'RUNNING'")
                    .param(id)
                    .update();
            audit.note("policy-job-cancelled", id.toString(), job.kind().name());
        });
    }

    /** @throws Missing when there is none that one may see */
    public Job job(UUID id) {
        return db.sql(COLUMNS + "where id = ?")
                .param(id)
                .query(Jobs::job)
                .optional()
                .orElseThrow(() -> new Missing("项工作", "piece of work"));
    }

    /** The last of a kind on a draft, of those that one may see. */
    public Optional<Job> last(UUID draft, Job.Kind kind) {
        return db.sql(COLUMNS + "where draft_id = ? and kind = ? order by started_at desc, id desc limit 1")
                .params(draft, kind.name())
                .query(Jobs::job)
                .optional();
    }

    /** A job's file for spreadsheets. @throws Missing when it has none */
    public byte[] workbook(UUID id) {
        return db.sql("select workbook from packs.job where id = ? and workbook is not null")
                .param(id)
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> new Missing("个文件", "file"));
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    private static Job job(ResultSet row, int n) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                new RegionCode(row.getString("region")),
                row.getObject("draft_id", UUID.class),
                Job.Kind.valueOf(row.getString("kind")),
                row.getString("content_hash"),
                row.getObject("held_for", LocalDate.class),
                Job.State.valueOf(row.getString("state")),
                new Text(row.getString("step_zh"), row.getString("step_en")),
                row.getDouble("share"),
                row.getString("asked_by"),
                row.getObject("started_at", OffsetDateTime.class),
                row.getObject("ended_at", OffsetDateTime.class),
                row.getString("result"));
    }
}
