package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

/** The front door of the room: other departments' files in, facts out. */
@Component
public class Exchange {

    /**
     * How files come in.
     *
     * @param atOnce up to this size a file is taken in while its sender waits
     * @param rowsInAPart of a longer file, so many rows are written together with how far it has come
     * @param inbox a folder whose files are taken in by themselves; none where it is not given
     * @param work where files lie while they are read; in the system's temporary folder where it is not given
     */
    @ConfigurationProperties("hearth.exchange")
    record Settings(
            @DefaultValue("1MB") DataSize atOnce,
            @DefaultValue("20000") int rowsInAPart,
            @Nullable Path inbox,
            @Nullable Path work) {}

    private final Intake intake;
    private final MendedRows mended;
    private final FileBatches batches;
    private final LongFiles longFiles;
    private final Settings settings;
    private final WorkFiles workFiles;
    private final Audit audit;
    private final TakeOver takeOver;
    private final FactsExport export;
    private final HouseholdDocuments documents;

    Exchange(
            Intake intake,
            MendedRows mended,
            FileBatches batches,
            LongFiles longFiles,
            Settings settings,
            WorkFiles workFiles,
            Audit audit,
            TakeOver takeOver,
            FactsExport export,
            HouseholdDocuments documents) {
        this.intake = intake;
        this.mended = mended;
        this.batches = batches;
        this.longFiles = longFiles;
        this.settings = settings;
        this.workFiles = workFiles;
        this.audit = audit;
        this.takeOver = takeOver;
        this.export = export;
        this.documents = documents;
    }

    /**
     * Takes in a department's file for the people of the current scope's region. Each row is applied, found to be no news, or
     * quarantined with a reason; the very same file again changes nothing.
     *
     * @param kind the record kind; empty to tell it from the file's name and columns
     * @param fileName as the department named it
     * @param content CSV, Excel (.xlsx) or Parquet, told by what is in it
     * @throws Problem when the file as a whole cannot be used; then nothing of it is
     */
    public BatchResult importFile(String kind, String fileName, InputStream content) {
        try (TableFile file = workFiles.table(fileName, content)) {
            return intake.take(kind, fileName, file, mended);
        }
    }

    /**
     * Receives a department's file: a short one is taken in at once, as by {@link #importFile(String, String, InputStream)}; a
     * long one is looked through, kept, and taken in part by part in the background. The answer then counts no rows yet; where
     * it stands is told by its batch.
     *
     * @param content the file; it is not needed any more when this returns
     * @throws Problem when the file as a whole cannot be used; then nothing of it is
     */
    BatchResult receive(String kind, String fileName, Path content) {
        try {
            if (Files.size(content) > settings.atOnce().toBytes()) {
                return keep(kind, fileName, content);
            }
            try (InputStream in = Files.newInputStream(content)) {
                return importFile(kind, fileName, in);
            }
        } catch (DuplicateKeyException e) {
            // The very same file came in twice at the same moment: the other one is at work.
            return receive(kind, fileName, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #receive}, for a file that is long. */
    BatchResult keep(String kind, String fileName, Path content) {
        try (InputStream in = Files.newInputStream(content);
                TableFile file = workFiles.table(fileName, in)) {
            Contract contract = intake.contractOf(kind, fileName, file);
            String region = Intake.region();
            Optional<BatchResult> before = batches.receivedBefore(region, contract.kind(), file.sm3());
            if (before.isPresent()) {
                return before.get();
            }
            AtomicInteger rows = new AtomicInteger();
            file.forEachChunk(chunk -> rows.addAndGet(chunk.size()));
            UUID batch = batches.queue(
                    region, contract, fileName, file.sm3(), rows.get(), Intake.notes(contract, file), content);
            longFiles.wake();
            return batches.resultOf(batch, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a long file back that is not in force yet. @throws Problem when it is in force, or was withdrawn before */
    void withdraw(UUID batch) {
        if (!batches.withdraw(batch, new Text("", ""))) {
            throw batches.state(batch) == BatchState.WITHDRAWN
                    ? new Problem("这份文件已经撤回了。", "This file was withdrawn already.")
                    : new Problem("这份文件已经生效，不能再撤回。", "This file is in force already and cannot be withdrawn any more.");
        }
        audit.note("batch-withdrawn", batch.toString(), "");
    }

    /** Lets a long file go on that was stopped after failing. */
    void goOn(UUID batch) {
        if (batches.goOn(batch)) {
            longFiles.wake();
        }
    }

    /** As {@link #importFile(String, String, InputStream)}, from a file on disk under its own name. */
    public BatchResult importFile(String kind, Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return importFile(kind, file.getFileName().toString(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes over an existing roll in the layout of docs/facts-layout.md: households, persons, strata and accounts go into the
     * register, what was declared about them becomes facts that hold from today. Households that are there already are left
     * as they are, so it may be repeated after an interruption. Works over the whole nation, outside any transaction.
     */
    public void takeOver(Path facts, Progress progress) {
        takeOver.from(facts, progress);
    }

    /**
     * Writes the register and the facts as they stand today in the layout of docs/facts-layout.md, under our own ids and
     * without identity numbers. Works over the whole nation, outside any transaction.
     *
     * @param folder made if it is missing; files of an earlier export are replaced
     */
    public void exportFacts(Path folder) {
        export.to(folder, Scope.system("exchange"));
    }

    /** As {@link #exportFacts(Path)}, over the region that {@code scope} may see. */
    public void exportFacts(Path folder, Scope scope) {
        export.to(folder, scope);
    }

    /**
     * The household document, after household.schema.json, with what was known to hold on {@code on}. Identity numbers are
     * not in it.
     *
     * @throws org.hearth.app.platform.Missing when the household is not there for the current scope
     */
    public ObjectNode document(UUID household, LocalDate on) {
        return documents.of(household, on);
    }

    /** As {@link #document(UUID, LocalDate)} for many households at once; those that one may not see are left out. */
    public Map<UUID, ObjectNode> documents(Collection<UUID> households, LocalDate on) {
        return documents.of(households, on);
    }
}
