package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.exchange.Facts.NewFact;
import org.hearth.app.exchange.FileBatches.Counts;
import org.hearth.app.exchange.Judging.Held;
import org.hearth.app.exchange.Judging.Judged;
import org.hearth.app.exchange.Judging.Usable;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes rows in: each is applied, unchanged or quarantined. A short file goes through in one transaction, a long one part by
 * part ({@link LongFiles}). What follows from rows is for {@link Consequences}, and rows that wait are tried again by
 * {@link SecondTry}.
 */
@Component
class Intake {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final Facts facts;
    private final Consequences consequences;
    private final Contracts contracts;
    private final FileBatches batches;
    private final Judging judging;
    private final Telling telling;
    private final HearthClock clock;

    Intake(
            JdbcClient db,
            Bulk bulk,
            Vault vault,
            Facts facts,
            Consequences consequences,
            Contracts contracts,
            FileBatches batches,
            Judging judging,
            Telling telling,
            HearthClock clock) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.facts = facts;
        this.consequences = consequences;
        this.contracts = contracts;
        this.batches = batches;
        this.judging = judging;
        this.telling = telling;
        this.clock = clock;
    }

    /** The batch that rows belong to. @param region of whoever received it */
    record Lot(UUID batch, String region, Contract contract) {}

    /** What became of a row. @param said the facts that it said over again; of a row that was no news, all that it states */
    record Outcome(Usable row, boolean applied, @Nullable BigDecimal amount, Long @Nullable [] said) {

        Outcome(Usable row, boolean applied, List<Long> said, Contract contract) {
            this(
                    row,
                    applied,
                    applied ? Intake.amount(contract, row.row()) : null,
                    said.isEmpty() ? null : said.toArray(Long[]::new));
        }

        String word() {
            return applied ? "applied" : "unchanged";
        }

        /** As PostgreSQL writes an array; arrays of arrays of different lengths cannot be sent. */
        @Nullable
        String saidAsText() {
            return said == null
                    ? null
                    : Arrays.stream(said).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        }
    }

    private record Subject(UUID household, @Nullable UUID person, String kind, String key, LocalDate holdsOn) {}

    /** The contract that a file follows. @throws Problem when it follows none, or lacks columns */
    Contract contractOf(String kind, String fileName, TableFile file) {
        Contract contract = kind.isBlank() ? contracts.detect(fileName, file.header()) : contracts.of(kind);
        List<String> missing = contract.required().stream()
                .filter(column -> !file.header().contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw Contracts.lacking(contract, missing, file.header());
        }
        return contract;
    }

    /** What whoever sent a file should know of how it was read; of what was left out first. */
    static List<Note> notes(Contract contract, TableFile file) {
        return Stream.concat(Contracts.notes(contract, file.header()).stream(), file.notes().stream())
                .sorted(Comparator.comparing(Note::kind))
                .toList();
    }

    /** Takes a short file in as a whole. @param mended for the rows that belong to rows of earlier files */
    @Transactional
    BatchResult take(String kind, String fileName, TableFile file, MendedRows mended) {
        String region = region();
        Contract contract = contractOf(kind, fileName, file);
        batches.lock();
        Optional<BatchResult> before = batches.receivedBefore(region, contract.kind(), file.sm3());
        if (before.isPresent()) {
            return before.get();
        }
        UUID batch = batches.open(
                region, contract.kind(), contract.department().zh(), fileName, file.sm3(), notes(contract, file));
        Lot lot = new Lot(batch, region, contract);
        RowReader reader = new RowReader(contract, file.header(), clock.today());
        List<Outcome> outcomes = new ArrayList<>();
        Counts[] counts = {Counts.NONE};
        List<Reading.Mend> mends = new ArrayList<>();
        file.forEachChunk(rows -> {
            Judged judged = judging.judge(
                    contract, reader, rows.stream().map(reader::read).toList());
            counts[0] = counts[0].plus(takeIn(lot, reader, judged, outcomes));
            telling.of(lot, judged);
            mends.addAll(judged.mends());
        });
        batches.close(batch, counts[0]);
        consequences.write(lot, outcomes, true);
        mended.settle(lot, reader, mends);
        return batches.resultOf(batch, false);
    }

    static String region() {
        return Scopes.current()
                .map(Scope::region)
                .orElseThrow(() -> new IllegalStateException("an import needs a scope"))
                .digits();
    }

    /** Takes some rows of a long file in; what follows from them is written by {@link Consequences#ofLongFile} later. */
    @Transactional(propagation = Propagation.MANDATORY)
    Counts takeIn(Lot lot, RowReader reader, Judged judged) {
        return takeIn(lot, reader, judged, new ArrayList<>());
    }

    private Counts takeIn(Lot lot, RowReader reader, Judged judged, List<Outcome> all) {
        List<Outcome> outcomes = apply(lot, judged.usable());
        all.addAll(outcomes);
        Set<Integer> there = cameBefore(lot.batch(), judged.held());
        bulk.insert(
                "exchange.row_outcome",
                List.of(
                        "batch_id",
                        "row_number",
                        "region",
                        "outcome",
                        "household_id",
                        "person_id",
                        "amount",
                        "decision_id",
                        "said"),
                to -> {
                    outcomes.forEach(outcome -> to.add(
                            lot.batch(),
                            outcome.row().row().number(),
                            outcome.row().match().region().digits(),
                            outcome.word(),
                            outcome.row().match().householdId(),
                            outcome.row().match().personId(),
                            outcome.amount(),
                            outcome.row().decision(),
                            outcome.saidAsText()));
                    judged.held()
                            .forEach(row -> to.add(
                                    lot.batch(),
                                    row.number(),
                                    lot.region(),
                                    there.contains(row.number()) ? "unchanged" : "quarantined",
                                    null,
                                    null,
                                    null,
                                    null,
                                    null));
                    judged.mends()
                            .forEach(row -> to.add(
                                    lot.batch(), row.number(), lot.region(), "mended", null, null, null, null, null));
                });
        hold(
                lot,
                reader,
                judged.held().stream()
                        .filter(row -> !there.contains(row.number()))
                        .toList());
        int applied = (int) outcomes.stream().filter(Outcome::applied).count();
        return new Counts(
                applied,
                outcomes.size() - applied + there.size(),
                judged.held().size() - there.size(),
                judged.mends().size());
    }

    /** The numbers of those rows that came before and waited: they wait still, or were settled, and are not asked about again. */
    private Set<Integer> cameBefore(UUID batch, List<Held> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        Set<String> known = new HashSet<>(db.sql("""
                        select encode(identity, 'hex')
                        from exchange.quarantine
                        where identity = any (?)
                          and (batch_id = ? or batch_id <> all (array(select batch_id from exchange.not_in_force)))
                        """)
                .param(rows.stream().map(Held::identity).toArray(byte[][]::new))
                .param(batch)
                .query(String.class)
                .list());
        Set<Integer> before = new HashSet<>();
        for (Held row : rows) {
            if (!known.add(HexFormat.of().formatHex(row.identity()))) {
                before.add(row.number());
            }
        }
        return before;
    }

    private static List<NewFact> stated(List<Usable> rows) {
        List<NewFact> stated = new ArrayList<>();
        for (Usable row : rows) {
            Match match = row.match();
            row.row()
                    .facts()
                    .forEach(fact -> stated.add(new NewFact(
                            match.region(),
                            match.householdId(),
                            match.personId(),
                            fact.ofPerson(),
                            fact.kind(),
                            fact.key(),
                            JSON.writeValueAsString(fact.value()),
                            fact.holdsOn(),
                            row.row().number())));
        }
        return stated;
    }

    /** The numbers of those rows that say only what is known, or came before as they are and waited. */
    @Transactional(readOnly = true)
    Set<Integer> knownAlready(Lot lot, Judged judged) {
        List<NewFact> stated = stated(judged.usable());
        Map<Integer, Long> known = facts.known(lot.batch(), stated);
        Set<Integer> rows = new HashSet<>(cameBefore(lot.batch(), judged.held()));
        judged.usable().forEach(row -> rows.add(row.row().number()));
        for (int i = 0; i < stated.size(); i++) {
            if (!known.containsKey(i)) {
                rows.remove(stated.get(i).rowNumber());
            }
        }
        return rows;
    }

    /** Writes the facts that are news, and tells of each row whether it had any. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<Outcome> apply(Lot lot, List<Usable> rows) {
        List<NewFact> stated = stated(rows);
        Map<Integer, Long> known = facts.known(lot.batch(), stated);
        Map<Subject, String> seen = new HashMap<>();
        List<NewFact> news = new ArrayList<>();
        Set<Integer> rowsWithNews = new HashSet<>();
        Map<Integer, List<Long>> said = new HashMap<>();
        for (int i = 0; i < stated.size(); i++) {
            NewFact fact = stated.get(i);
            String earlier = seen.put(
                    new Subject(fact.householdId(), fact.about(), fact.kind(), fact.key(), fact.holdsOn()),
                    fact.json());
            boolean isNews = earlier == null ? !known.containsKey(i) : !earlier.equals(fact.json());
            if (known.containsKey(i)) {
                said.computeIfAbsent(Objects.requireNonNull(fact.rowNumber()), row -> new ArrayList<>())
                        .add(known.get(i));
            }
            if (isNews) {
                news.add(fact);
                rowsWithNews.add(Objects.requireNonNull(fact.rowNumber()));
            }
        }
        facts.write(lot.batch(), lot.contract().department().zh(), news);
        return rows.stream()
                .map(row -> {
                    int number = row.row().number();
                    return new Outcome(
                            row, rowsWithNews.contains(number), said.getOrDefault(number, List.of()), lot.contract());
                })
                .toList();
    }

    private static @Nullable BigDecimal amount(Contract contract, Reading.Good row) {
        return contract.chain().summed() == null
                ? null
                : row.amounts().getOrDefault(contract.chain().summed(), BigDecimal.ZERO);
    }

    /** Seals rows that wait, with what may be shown of them and why they wait. */
    @Transactional(propagation = Propagation.MANDATORY)
    void hold(Lot lot, RowReader reader, List<Held> rows) {
        if (rows.isEmpty()) {
            return;
        }
        bulk.insert(
                "exchange.quarantine",
                List.of(
                        "id",
                        "region",
                        "batch_id",
                        "row_number",
                        "sealed",
                        "shown",
                        "reason",
                        "column_name",
                        "reason_zh",
                        "reason_en",
                        "number_index",
                        "identity"),
                to -> rows.forEach(row -> to.add(
                        Ids.next(),
                        lot.region(),
                        lot.batch(),
                        row.number(),
                        vault.encrypt(JSON.writeValueAsString(row.cells())),
                        JSON.writeValueAsString(reader.masked(row.cells())),
                        row.kind(),
                        row.column(),
                        row.reason().zh(),
                        row.reason().en(),
                        row.numberIndex(),
                        row.identity())));
    }
}
