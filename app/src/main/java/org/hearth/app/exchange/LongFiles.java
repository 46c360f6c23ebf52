package org.hearth.app.exchange;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hearth.app.exchange.Exchange.Settings;
import org.hearth.app.exchange.FileBatches.Open;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.PersonsRegistered;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes long files in, one after the other, and goes on after an interruption where it was; tries rows again whose persons have
 * been registered. Of several application nodes, one does it at a time: whoever holds the lock.
 */
@Component
class LongFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LongFiles.class);
    private static final long LOCK = 0x4865617274680051L;
    private static final int COUNTED_AGAIN = 20_000;
    private static final int TRIES = 3;
    private static final int LOOK_AGAIN_SECONDS = 15;

    private final DataSource database;
    private final JdbcClient db;
    private final FileBatches batches;
    private final Intake intake;
    private final Consequences consequences;
    private final Judging judging;
    private final MendedRows mended;
    private final ChainLines lines;
    private final Quarantine quarantine;
    private final Whose whose;
    private final Contracts contracts;
    private final Facts facts;
    private final WorkFiles workFiles;
    private final int rowsInAPart;
    private final TransactionTemplate transaction;
    private final Semaphore woken = new Semaphore(0);
    private final ConcurrentLinkedQueue<UUID> registered = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private @Nullable Thread worker;

    LongFiles(
            DataSource database,
            JdbcClient db,
            FileBatches batches,
            Intake intake,
            Consequences consequences,
            Judging judging,
            MendedRows mended,
            ChainLines lines,
            Quarantine quarantine,
            Whose whose,
            Contracts contracts,
            Facts facts,
            Settings settings,
            WorkFiles workFiles,
            PlatformTransactionManager transactions) {
        this.database = database;
        this.db = db;
        this.batches = batches;
        this.intake = intake;
        this.consequences = consequences;
        this.judging = judging;
        this.mended = mended;
        this.lines = lines;
        this.quarantine = quarantine;
        this.whose = whose;
        this.contracts = contracts;
        this.facts = facts;
        this.workFiles = workFiles;
        this.rowsInAPart = settings.rowsInAPart();
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Says that there is work; it is looked for every now and then anyway, as another node may have left some. */
    void wake() {
        woken.release();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(PersonsRegistered event) {
        registered.addAll(event.personIds());
        wake();
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        worker = Thread.ofPlatform().daemon().name("long-files").start(this::work);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        wake();
        if (worker != null) {
            worker.join(TimeUnit.SECONDS.toMillis(60));
        }
    }

    private void work() {
        boolean everyone = true;
        while (!stopping) {
            try {
                Set<UUID> persons = new HashSet<>();
                for (UUID id = registered.poll(); id != null; id = registered.poll()) {
                    persons.add(id);
                }
                boolean all = everyone;
                Scopes.run(Scope.system("exchange"), () -> {
                    takeFilesIn();
                    if (all) {
                        quarantine.takeInRegistered();
                    } else if (!persons.isEmpty()) {
                        quarantine.takeInRegistered(persons);
                        whose.askAgain(persons);
                    }
                    if (whose.look()) {
                        wake();
                    }
                });
                everyone = false;
            } catch (RuntimeException e) {
                // Such as a database that restarts: what was to be done is found again.
                everyone = true;
                if (!stopping) {
                    LOG.error("the work on long files broke off and is taken up again", e);
                }
            }
            await();
        }
    }

    private void await() {
        try {
            if (woken.tryAcquire(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                woken.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void takeFilesIn() {
        if (batches.next().isEmpty()) {
            return;
        }
        // The lock belongs to the connection: a node that is killed loses both.
        try (Connection connection = database.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(?)")) {
                return;
            }
            try {
                for (var next = batches.next(); next.isPresent() && !stopping; next = batches.next()) {
                    if (!takeIn(next.get())) {
                        return;
                    }
                }
            } finally {
                ask(connection, "select pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the lock for long files could not be had: " + e.getMessage(), e);
        }
    }

    private static boolean ask(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Whether it makes sense to look at the next file now. */
    private boolean takeIn(Open batch) {
        return Scopes.within(new Scope(new RegionCode(batch.region()), batch.receivedBy()), () -> {
            try {
                go(batch);
                return true;
            } catch (Interrupted e) {
                LOG.info("batch {} is not taken further here", batch.id());
                return !stopping;
            } catch (Problem e) {
                batches.withdraw(batch.id(), e.text());
                return true;
            } catch (RuntimeException e) {
                LOG.error("batch {} failed; it is tried again from where it was", batch.id(), e);
                batches.failed(
                        batch.id(),
                        TRIES,
                        new Text(
                                "系统出错，已读入的部分都在，会从中断处再试。",
                                "The system failed; what was read is kept, and it is tried again from there."));
                return false;
            }
        });
    }

    private void go(Open batch) {
        Contract contract = contracts.of(batch.kind());
        Lot lot = new Lot(batch.id(), batch.region(), contract);
        try (TableFile file = workFiles.table(batch.fileName(), batches.content(batch.id()))) {
            RowReader reader = new RowReader(contract, file.header(), batch.day());
            if (batch.state() != BatchState.APPLYING) {
                read(lot, file, reader, batch.rows());
            }
            if (reader.readsMends()) {
                inParts(
                        file,
                        reader,
                        0,
                        LongFiles::mends,
                        part -> transaction.executeWithoutResult(status -> mended.settle(lot, reader, part)));
            }
            if (contract.reachesTheRegister()
                    || contract.tells() != null
                    || contract.chain().on() != null) {
                inParts(
                        file,
                        reader,
                        0,
                        part -> part,
                        part -> transaction.executeWithoutResult(status -> consequences.ofLongFile(lot, reader, part)));
            }
            if (contract.chain().summed() != null) {
                lines.sumUp(lot, batch.day());
            }
        }
        transaction.executeWithoutResult(status -> {
            if (batches.finish(batch.id())) {
                consequences.tell(
                        batch.id(),
                        new HashSet<>(
                                db.sql("""
                                select distinct household_id
                                from exchange.row_outcome
                                where batch_id = ? and outcome = 'applied'
                                """).param(batch.id()).query(UUID.class).list()));
            }
        });
        int rows = db.sql("select rows from exchange.batch where id = ?")
                .param(batch.id())
                .query(Integer.class)
                .single();
        if (rows >= COUNTED_AGAIN) {
            facts.renewStatistics();
        }
        // Who was registered while the file was read is looked for once more.
        quarantine.takeInRegistered(batch.id());
    }

    private static List<Reading.Mend> mends(List<Reading> part) {
        return part.stream()
                .filter(Reading.Mend.class::isInstance)
                .map(Reading.Mend.class::cast)
                .toList();
    }

    private void read(Lot lot, TableFile file, RowReader reader, int rows) {
        if (!batches.begin(lot.batch())) {
            throw new Interrupted();
        }
        int[] before = {rows};
        // Whom a part is about is looked up while the part before it is being written.
        inParts(file, reader, rows, part -> judging.judge(lot.contract(), reader, part), part -> {
            transaction.executeWithoutResult(status -> {
                FileBatches.Counts counts = intake.takeIn(lot, reader, part);
                if (!batches.advance(lot.batch(), before[0], counts)) {
                    throw new Interrupted();
                }
                before[0] += counts.rows();
            });
            // A table that grows from nothing is taken for small until somebody counts it.
            if (before[0] == COUNTED_AGAIN || before[0] == 10 * COUNTED_AGAIN) {
                facts.renewStatistics();
            }
        });
        if (!batches.bringIntoForce(lot.batch())) {
            throw new Interrupted();
        }
    }

    /** The batch was withdrawn, another node is at it, or this one is being stopped. */
    private static final class Interrupted extends RuntimeException {

        Interrupted() {
            super(null, null, false, false);
        }
    }

    /**
     * Hands over what was read of the rows below {@code skip}, part by part, while the next part is being read.
     *
     * @param prepare what is done with a part as soon as it is read
     */
    private <T> void inParts(
            TableFile file, RowReader reader, int skip, Function<List<Reading>, T> prepare, Consumer<T> use) {
        BlockingQueue<Next<T>> queue = new ArrayBlockingQueue<>(1);
        Scope scope = Scopes.current().orElseThrow();
        Thread reading = Thread.ofPlatform()
                .daemon()
                .name("long-file-reading")
                .start(() -> Scopes.run(scope, () -> read(file, reader, skip, prepare, queue)));
        try {
            while (true) {
                switch (take(queue)) {
                    case Next.Part<T>(T part) -> use.accept(part);
                    case Next.Failure<T>(RuntimeException failure) -> throw failure;
                    case Next.End<T> end -> {
                        return;
                    }
                }
            }
        } finally {
            reading.interrupt();
        }
    }

    private sealed interface Next<T> {

        record Part<T>(T part) implements Next<T> {}

        record Failure<T>(RuntimeException failure) implements Next<T> {}

        record End<T>() implements Next<T> {}
    }

    private <T> void read(
            TableFile file,
            RowReader reader,
            int skip,
            Function<List<Reading>, T> prepare,
            BlockingQueue<Next<T>> queue) {
        try {
            List<Reading> part = new ArrayList<>();
            file.forEachChunk(rows -> {
                for (TableFile.Row row : rows) {
                    if (row.number() > skip) {
                        part.add(reader.read(row));
                    }
                    if (part.size() == rowsInAPart) {
                        put(queue, new Next.Part<>(prepare.apply(List.copyOf(part))));
                        part.clear();
                    }
                }
            });
            if (!part.isEmpty()) {
                put(queue, new Next.Part<>(prepare.apply(List.copyOf(part))));
            }
            put(queue, new Next.End<>());
        } catch (Interrupted e) {
            LOG.debug("reading was broken off");
        } catch (RuntimeException e) {
            try {
                put(queue, new Next.Failure<>(e));
            } catch (Interrupted broken) {
                LOG.debug("reading failed after it was broken off", e);
            }
        }
    }

    private static <T> void put(BlockingQueue<Next<T>> queue, Next<T> next) {
        try {
            queue.put(next);
        } catch (InterruptedException e) {
            throw new Interrupted();
        }
    }

    private <T> Next<T> take(BlockingQueue<Next<T>> queue) {
        try {
            Next<T> next = queue.take();
            if (stopping) {
                throw new Interrupted();
            }
            return next;
        } catch (InterruptedException e) {
            throw new Interrupted();
        }
    }
}
