package org.hearth.app.exchange;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.exchange.Intake.Lot;
import org.hearth.app.exchange.Judging.Held;
import org.hearth.app.exchange.RowReader.Reading.Mend;
import org.hearth.app.exchange.SecondTry.Retry;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/**
 * The rows of an errors workbook that came back: each settles the waiting row that it was made from, in the batch where that
 * row is. What cannot be brought there, because the row does not wait any more or was never there, waits with the new file
 * unless it says nothing new.
 */
@Component
class MendedRows {

    private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};

    /**
     * What the rows of a file settled in an earlier one.
     *
     * @param settled those that do not wait any more
     */
    record Mended(UUID ofBatch, String fileName, int rows, int settled) {

        public int waiting() {
            return rows - settled;
        }
    }

    private record Origin(UUID batch, int row) {}

    /** A row that waited once, as it stands now. @param settled how; null while it waits */
    private record Waited(
            UUID id,
            UUID batchId,
            int rowNumber,
            String shown,
            @Nullable String settled,
            @Nullable LocalDateTime settledAt,
            @Nullable String settledBy) {

        Origin origin() {
            return new Origin(batchId, rowNumber);
        }
    }

    private record Batch(UUID id, String region, String kind, String fileName) {}

    private final JdbcClient db;
    private final Intake intake;
    private final SecondTry secondTry;
    private final Judging judging;
    private final Contracts contracts;
    private final HearthClock clock;

    MendedRows(
            JdbcClient db,
            Intake intake,
            SecondTry secondTry,
            Judging judging,
            Contracts contracts,
            HearthClock clock) {
        this.db = db;
        this.intake = intake;
        this.secondTry = secondTry;
        this.judging = judging;
        this.contracts = contracts;
        this.clock = clock;
    }

    /** Which waiting rows of which earlier files the rows of a batch belong to, and how many of these are settled. */
    @Transactional(readOnly = true)
    List<Mended> of(UUID batch) {
        return db.sql("""
                        select m.of_batch, b.file_name, count(*)::integer as rows,
                               count(q.settled_at)::integer as settled
                        from exchange.mend m
                        join exchange.batch b on b.id = m.of_batch
                        join exchange.quarantine q on q.batch_id = m.of_batch and q.row_number = m.of_row
                        where m.batch_id = ?
                        group by m.of_batch, b.file_name, b.received_at
                        order by b.received_at, m.of_batch
                        """).param(batch).query(Mended.class).list();
    }

    /**
     * Brings rows of a mended workbook to the rows that they were made from. What was brought there before is left as it is, so
     * it may be done again.
     *
     * @param lot the batch of the workbook, which is in force
     * @param reader of the workbook
     */
    @Transactional
    void settle(Lot lot, RowReader reader, List<Mend> mends) {
        List<Mend> rows = notBroughtYet(lot.batch(), mends);
        if (rows.isEmpty()) {
            return;
        }
        Map<Integer, Origin> origins = new HashMap<>();
        rows.forEach(row -> origin(row).ifPresent(origin -> origins.put(row.number(), origin)));
        Map<Origin, Waited> waited = waited(Set.copyOf(origins.values()));
        Map<UUID, Batch> batches = batches(origins.values());
        Map<Batch, Map<Integer, Retry>> retries = new LinkedHashMap<>();
        Map<Integer, Text> astray = new LinkedHashMap<>();
        Set<Origin> taken = new HashSet<>();
        for (Mend row : rows) {
            Origin origin = origins.get(row.number());
            Batch batch = origin == null ? null : batches.get(origin.batch());
            Waited there = origin == null ? null : waited.get(origin);
            if (origin == null) {
                astray.put(row.number(), unreadable(row));
            } else if (batch == null) {
                astray.put(row.number(), noBatch(origin));
            } else if (!batch.kind().equals(lot.contract().kind())) {
                astray.put(row.number(), otherKind(lot, batch));
            } else if (there == null) {
                astray.put(row.number(), neverWaited(batch, origin));
            } else if (there.settled() != null) {
                astray.put(row.number(), settledMeanwhile(batch, there));
            } else if (isOfAnotherPerson(lot.contract(), reader, row, there)) {
                astray.put(row.number(), anotherPerson(batch, origin));
            } else if (!taken.add(origin)) {
                astray.put(row.number(), twice(batch, origin));
            } else {
                retries.computeIfAbsent(batch, of -> new LinkedHashMap<>())
                        .put(row.number(), new Retry(there.id(), reader.inContractOrder(origin.row(), row.row())));
            }
        }
        retries.forEach((batch, ofBatch) -> {
            note(lot, batch, ofBatch);
            secondTry.mended(
                    new Lot(batch.id(), batch.region(), lot.contract()),
                    ofBatch.values().stream().toList());
        });
        leaveHere(
                lot,
                reader,
                rows.stream().filter(row -> astray.containsKey(row.number())).toList(),
                astray);
    }

    /**
     * Whether neither the name nor the number is that of the waiting row. Then the row's place was copied or sorted astray, and
     * settling it there would lose what waits.
     */
    private static boolean isOfAnotherPerson(Contract contract, RowReader reader, Mend row, Waited there) {
        List<String> waits = contract.inFull(Intake.JSON.readValue(there.shown(), CELLS));
        List<String> comes =
                reader.masked(reader.inContractOrder(row.number(), row.row()).cells());
        return differs(contract, Contract.Type.PERSON_NAME, waits, comes)
                && differs(contract, Contract.Type.IDENTITY_NUMBER, waits, comes);
    }

    private static boolean differs(Contract contract, Contract.Type type, List<String> waits, List<String> comes) {
        int place = contract.columns().indexOf(contract.column(type));
        return !waits.get(place).isBlank()
                && !waits.get(place).strip().equals(comes.get(place).strip());
    }

    private List<Mend> notBroughtYet(UUID batch, List<Mend> mends) {
        if (mends.isEmpty()) {
            return List.of();
        }
        Set<Integer> left = Set.copyOf(db.sql("""
                        select o.row_number
                        from exchange.row_outcome o
                        where o.batch_id = :batch
                          and o.row_number = any (:rows)
                          and o.outcome = 'mended'
                          and not exists (
                              select from exchange.mend m where m.batch_id = o.batch_id and m.row_number = o.row_number)
                        """)
                .param("batch", batch)
                .param("rows", mends.stream().map(Mend::number).toArray(Integer[]::new))
                .query(Integer.class)
                .list());
        return mends.stream().filter(row -> left.contains(row.number())).toList();
    }

    private static Optional<Origin> origin(Mend row) {
        try {
            // A spreadsheet may write a whole number with a fraction of nothing.
            return Optional.of(new Origin(
                    UUID.fromString(row.ofBatch()),
                    Integer.parseInt(row.ofRow().endsWith(".0") ? row.ofRow().replace(".0", "") : row.ofRow())));
        } catch (IllegalArgumentException noOrigin) {
            return Optional.empty();
        }
    }

    private Map<Origin, Waited> waited(Set<Origin> origins) {
        Map<Origin, Waited> waited = new HashMap<>();
        db.sql("""
                        select q.id, q.batch_id, q.row_number, q.shown::text as shown, q.settled,
                               q.settled_at at time zone 'Asia/Shanghai' as settled_at, q.settled_by
                        from unnest(?::uuid[], ?::integer[]) as s (batch_id, row_number)
                        join exchange.quarantine q on q.batch_id = s.batch_id and q.row_number = s.row_number
                        join exchange.batch b on b.id = q.batch_id
                        where b.state in ('APPLYING', 'DONE')
                        """)
                .params(
                        origins.stream().map(Origin::batch).toArray(UUID[]::new),
                        origins.stream().map(Origin::row).toArray(Integer[]::new))
                .query(Waited.class)
                .list()
                .forEach(row -> waited.put(row.origin(), row));
        return waited;
    }

    private Map<UUID, Batch> batches(Iterable<Origin> origins) {
        Set<UUID> ids = new HashSet<>();
        origins.forEach(origin -> ids.add(origin.batch()));
        Map<UUID, Batch> batches = new HashMap<>();
        db.sql("select id, region, kind, file_name from exchange.batch where id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .query(Batch.class)
                .list()
                .forEach(batch -> batches.put(batch.id(), batch));
        return batches;
    }

    private void note(Lot lot, Batch batch, Map<Integer, Retry> retries) {
        db.sql("""
                insert into exchange.mend (batch_id, row_number, region, of_batch, of_row)
                select :batch, s.row_number, :region, :of_batch, s.of_row
                from unnest(:rows::integer[], :of_rows::integer[]) as s (row_number, of_row)
                """)
                .param("batch", lot.batch())
                .param("region", lot.region())
                .param("of_batch", batch.id())
                .param("rows", retries.keySet().toArray(Integer[]::new))
                .param(
                        "of_rows",
                        retries.values().stream().map(Retry::rowNumber).toArray(Integer[]::new))
                .update();
    }

    /** Rows that belong nowhere else: unchanged where they say only what is known, and waiting with the reason where not. */
    private void leaveHere(Lot lot, RowReader reader, List<Mend> rows, Map<Integer, Text> why) {
        if (rows.isEmpty()) {
            return;
        }
        Contract contract = lot.contract();
        RowReader ofContract = new RowReader(contract, contract.columns(), clock.today());
        Set<Integer> known = intake.knownAlready(
                lot,
                judging.judge(
                        contract,
                        ofContract,
                        rows.stream()
                                .map(row -> ofContract.read(reader.inContractOrder(row.number(), row.row())))
                                .toList()));
        List<Held> held = rows.stream()
                .filter(row -> !known.contains(row.number()))
                .map(row -> judging.astray(
                        contract,
                        row.number(),
                        reader.inContractOrder(row.row().cells()),
                        why.getOrDefault(row.number(), new Text("", ""))))
                .toList();
        db.sql("""
                update exchange.row_outcome
                set outcome = case when row_number = any (:held) then 'quarantined' else 'unchanged' end
                where batch_id = :batch
                  and row_number = any (:rows)
                """)
                .param("held", held.stream().map(Held::number).toArray(Integer[]::new))
                .param("batch", lot.batch())
                .param("rows", rows.stream().map(Mend::number).toArray(Integer[]::new))
                .update();
        db.sql("""
                update exchange.batch
                set mended = mended - :rows, unchanged = unchanged + :known, quarantined = quarantined + :held
                where id = :batch
                """)
                .param("rows", rows.size())
                .param("known", rows.size() - held.size())
                .param("held", held.size())
                .param("batch", lot.batch())
                .update();
        intake.hold(lot, ofContract, held);
    }

    private static final Text COPY = new Text(
            "请从下载的待核行工作簿中原样复制“原文件行号”“原文件批次”两列；确是新增的行，请清空这两列后再导入。",
            "Copy the columns 原文件行号 and 原文件批次 as they are in the workbook; for a row that is new, clear both and import it again.");

    private static Text unreadable(Mend row) {
        return new Text(
                "“原文件批次”和“原文件行号”写的是“" + row.ofBatch() + "”和“" + row.ofRow() + "”，找不到原来的行。" + COPY.zh(),
                "原文件批次 and 原文件行号 say “" + row.ofBatch() + "” and “" + row.ofRow() + "”, which is no row. " + COPY.en());
    }

    private static Text noBatch(Origin origin) {
        return new Text(
                "本辖区没有收到过批次 " + origin.batch() + "，找不到原来的行。" + COPY.zh(),
                "No batch " + origin.batch() + " was received for this region, so there is no such row. " + COPY.en());
    }

    private Text otherKind(Lot lot, Batch batch) {
        Text is = batch.kind().equals("roll")
                ? new Text("原有名册", "an existing roll")
                : contracts.of(batch.kind()).title();
        return new Text(
                "“" + batch.fileName() + "”是“" + is.zh() + "”，这份文件是“"
                        + lot.contract().title().zh() + "”，不是同一种数据。请按原来的种类导入。",
                batch.fileName() + " is of the kind " + is.en() + ", this file of "
                        + lot.contract().title().en() + ". Import it as the kind that it was.");
    }

    private static Text neverWaited(Batch batch, Origin origin) {
        return new Text(
                "“" + batch.fileName() + "”的第 " + origin.row() + " 行不是待核行。" + COPY.zh(),
                "Row " + origin.row() + " of " + batch.fileName() + " never waited. " + COPY.en());
    }

    private static Text settledMeanwhile(Batch batch, Waited row) {
        Text how = Settled.valueOf(String.valueOf(row.settled())).title();
        String when = String.valueOf(row.settledAt()).substring(0, 16).replace('T', ' ');
        return new Text(
                "“" + batch.fileName() + "”的第 " + row.rowNumber() + " 行已由 " + row.settledBy() + " 于 " + when + " 处理（"
                        + how.zh() + "），与这里写的不同。以原来的处理为准的，请对这一行选“不予采用”；以这里为准的，请点“改正”后导入。",
                "Row " + row.rowNumber() + " of " + batch.fileName() + " was settled by " + row.settledBy() + " at "
                        + when + " (" + how.en()
                        + ") and not as it says here. Dismiss this row if that stands; mend and import it here if this is right.");
    }

    private static Text anotherPerson(Batch batch, Origin origin) {
        return new Text(
                "“" + batch.fileName() + "”的第 " + origin.row() + " 行写的是另一个人，姓名和号码都不同，可能排序或复制时错了行。" + COPY.zh(),
                "Row " + origin.row() + " of " + batch.fileName()
                        + " is about somebody else, by name and by number: the rows may have been sorted or copied astray. "
                        + COPY.en());
    }

    private static Text twice(Batch batch, Origin origin) {
        return new Text(
                "“" + batch.fileName() + "”的第 " + origin.row() + " 行在这份文件中出现了不止一次，已按第一次的内容核对。请核对这一行。",
                "Row " + origin.row() + " of " + batch.fileName()
                        + " is in this file more than once; what came first was used. Check this row.");
    }
}
