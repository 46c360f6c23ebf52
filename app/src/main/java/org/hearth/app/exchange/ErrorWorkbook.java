package org.hearth.app.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/**
 * The rows of a file that wait, as they came, in a workbook: beside each row why it waits, and the cell in question
 * coloured. Whoever sent the file mends the cells and sends the workbook; by the added columns its rows find the rows that
 * they mend ({@link MendedRows}).
 */
@Component
class ErrorWorkbook {

    /** The columns added beside those of the contract. */
    static final List<String> ADDED = List.of("待核原因", "Why it waits", "原文件行号", "原文件批次");

    /** The added columns that tell which row of which file a row of the workbook is. */
    static final String ROW = ADDED.get(2);

    static final String BATCH = ADDED.get(3);

    private static final Set<String> ADDED_AS_READ =
            ADDED.stream().map(Header::normal).collect(Collectors.toSet());

    private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};
    private static final String COLOUR = "FFE08A";

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;
    private final ReceivedFiles batches;
    private final Contracts contracts;

    ErrorWorkbook(
            JdbcClient db, Vault vault, Audit audit, HearthClock clock, ReceivedFiles batches, Contracts contracts) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.batches = batches;
        this.contracts = contracts;
    }

    /** Whether a column of a header, as it is read, is one that the workbook adds. */
    static boolean isAdded(String column) {
        return ADDED_AS_READ.contains(column);
    }

    private record Waiting(int number, byte[] sealed, Text reason) {}

    /**
     * Writes the workbook. It holds identity numbers in full, since they are what is to be mended; that they were opened is
     * audited.
     *
     * @throws org.hearth.app.platform.Missing when the batch is not there for the current scope
     */
    @Transactional
    void write(UUID batch, OutputStream out) {
        Contract contract = contracts.of(batches.batch(batch).kind());
        RowReader reader = new RowReader(contract, contract.columns(), clock.today());
        int width = contract.columns().size();
        int[] at = {1};
        try (Workbook book = new Workbook(out, "Hearth", "1.0");
                Stream<Waiting> rows = waiting(batch)) {
            Worksheet sheet = book.newWorksheet("待核行");
            Templates.head(contract, sheet);
            for (int i = 0; i < ADDED.size(); i++) {
                sheet.value(0, width + i, ADDED.get(i));
                sheet.style(0, width + i).bold().set();
                sheet.width(width + i, i < 2 ? 60 : 16);
            }
            rows.forEach(row -> {
                add(sheet, at[0]++, contract, reader, row);
                sheet.value(at[0] - 1, width + 3, batch.toString());
                if (at[0] % Csv.ROWS_AT_A_TIME == 0) {
                    flush(sheet);
                }
            });
            audit.note("opened-waiting-rows", batch.toString(), Integer.toString(at[0] - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Worksheet sheet, int at, Contract contract, RowReader reader, Waiting row) {
        List<String> cells = contract.inFull(Intake.JSON.readValue(vault.decrypt(row.sealed()), CELLS));
        String fault = reader.columnAtFault(new TableFile.Row(row.number(), cells));
        for (int i = 0; i < cells.size(); i++) {
            Contract.Field field = contract.fields().get(i);
            sheet.value(at, i, cells.get(i));
            // A row that can be read waits because of whom it is about: the number and the name are in question.
            boolean inQuestion = fault.isEmpty()
                    ? field.name().equals(contract.column(Contract.Type.PERSON_NAME))
                            || field.name().equals(contract.column(Contract.Type.IDENTITY_NUMBER))
                    : field.name().equals(fault);
            if (inQuestion) {
                sheet.style(at, i).fillColor(COLOUR).format("@").set();
            } else {
                sheet.style(at, i).format("@").set();
            }
        }
        sheet.value(at, cells.size(), row.reason().zh());
        sheet.value(at, cells.size() + 1, row.reason().en());
        sheet.value(at, cells.size() + 2, row.number());
    }

    private Stream<Waiting> waiting(UUID batch) {
        return db
                .sql("""
                        select row_number, sealed, reason_zh, reason_en
                        from exchange.quarantine
                        where batch_id = ? and settled_at is null
                        order by row_number
                        """)
                .param(batch)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((row, n) -> new Waiting(
                        row.getInt("row_number"),
                        Objects.requireNonNull(row.getBytes("sealed")),
                        new Text(row.getString("reason_zh"), row.getString("reason_en"))))
                .stream();
    }

    private static void flush(Worksheet sheet) {
        try {
            sheet.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
