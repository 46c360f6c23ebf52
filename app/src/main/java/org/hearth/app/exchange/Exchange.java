package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Scope;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The front door of the room: other departments' files in, facts out. */
@Component
public class Exchange {

    private final Intake intake;
    private final TakeOver takeOver;
    private final FactsExport export;
    private final HouseholdDocuments documents;

    Exchange(Intake intake, TakeOver takeOver, FactsExport export, HouseholdDocuments documents) {
        this.intake = intake;
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
     * @param content CSV with a header, in UTF-8 or GB18030
     * @throws Problem when the file as a whole cannot be used; then nothing of it is
     */
    public BatchResult importFile(String kind, String fileName, InputStream content) {
        try (TableFile file = TableFile.take(content)) {
            return intake.take(kind, fileName, file);
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
