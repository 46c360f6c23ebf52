package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry.Match;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes rows in: each is applied, unchanged or quarantined. A short file goes through in one transaction, a long one part by
 * part ({@link LongFiles}); what follows from its rows, deaths and lines of chains, is then written once it is in force.
 */
@Component
class Intake {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final Facts facts;
    private final ChainLines lines;
    private final RegisterActs acts;
    private final Contracts contracts;
    private final FileBatches batches;
    private final Judging judging;
    private final WhoDecisions decisions;
    private final Telling telling;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Intake(
            JdbcClient db,
            Bulk bulk,
            Vault vault,
            Facts facts,
            ChainLines lines,
            RegisterActs acts,
            Contracts contracts,
            FileBatches batches,
            Judging judging,
            WhoDecisions decisions,
            Telling telling,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.facts = facts;
        this.lines = lines;
        this.acts = acts;
        this.contracts = contracts;
        this.batches = batches;
        this.judging = judging;
        this.decisions = decisions;
        this.telling = telling;
        this.clock = clock;
        this.events = events;
    }

    /** The batch that rows belong to. @param region of whoever received it */
    record Lot(UUID batch, String region, Contract contract) {}

    /** @param said the facts that it said over again; of a row that was no news, all that it states */
    private record Outcome(
            Usable row, boolean applied, @Nullable BigDecimal amount, Long @Nullable [] said) {

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

    /** What follows from the rows of a short file, or from rows that were tried again. */
    private final class Consequences {

        private final Contract contract;
        private final boolean ofWholeFile;
        private final List<Usable> applied = new ArrayList<>();
        private final List<Usable> all = new ArrayList<>();

        Consequences(Contract contract, boolean ofWholeFile) {
            this.contract = contract;
            this.ofWholeFile = ofWholeFile;
        }

        void add(Usable row, boolean isNews) {
            all.add(row);
            if (isNews) {
                applied.add(row);
            }
        }

        void write(UUID batch) {
            follow(batch, contract, applied, all);
            lines.sumUp(batch, contract, applied, ofWholeFile, clock.today());
            tell(batch, applied.stream().map(row -> row.match().householdId()).collect(Collectors.toSet()));
        }
    }

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
        Consequences consequences = new Consequences(contract, true);
        Counts[] counts = {Counts.NONE};
        List<Reading.Mend> mends = new ArrayList<>();
        file.forEachChunk(rows -> {
            Judged judged = judging.judge(
                    contract, reader, rows.stream().map(reader::read).toList());
            counts[0] = counts[0].plus(takeIn(lot, reader, judged, consequences));
            telling.of(lot, judged);
            mends.addAll(judged.mends());
        });
        batches.close(batch, counts[0]);
        consequences.write(batch);
        mended.settle(lot, reader, mends);
        return batches.resultOf(batch, false);
    }

    static String region() {
        return Scopes.current()
                .map(Scope::region)
                .orElseThrow(() -> new IllegalStateException("an import needs a scope"))
                .digits();
    }

    /** Takes some rows of a long file in; what follows from them is written by {@link #follow(Lot, RowReader, List)} later. */
    @Transactional(propagation = Propagation.MANDATORY)
    Counts takeIn(Lot lot, RowReader reader, Judged judged) {
        return takeIn(lot, reader, judged, new Consequences(lot.contract(), true));
    }

    private Counts takeIn(Lot lot, RowReader reader, Judged judged, Consequences consequences) {
        List<Outcome> outcomes = apply(lot, judged.usable(), consequences);
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

    private List<Outcome> apply(Lot lot, List<Usable> rows, Consequences consequences) {
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
                    boolean applied = rowsWithNews.contains(number);
                    consequences.add(row, applied);
                    return new Outcome(row, applied, said.getOrDefault(number, List.of()), lot.contract());
                })
                .toList();
    }

    /** A mended row, or one whose person may have been registered. @param row its cells in the contract's order */
    record Retry(UUID id, TableFile.Row row) {

        Retry(UUID id, int rowNumber, List<String> cells) {
            this(id, new TableFile.Row(rowNumber, cells));
        }

        int rowNumber() {
            return row.number();
        }
    }

    /**
     * Tries rows again as they were mended in a workbook. Of those that still cannot be used, the mended cells and the new reason
     * stand in the place of the old ones; how such a row came first is kept beside them.
     */
    @Transactional
    void mended(Lot lot, List<Retry> retries) {
        Map<UUID, Held> refused = tryAgain(lot, retries, Settled.MENDED);
        RowReader reader = new RowReader(lot.contract(), lot.contract().columns(), clock.today());
        List<UUID> ids = List.copyOf(refused.keySet());
        List<Held> rows = ids.stream().map(refused::get).toList();
        renewReasons(refused);
        db.sql("""
                update exchange.quarantine q
                set came = coalesce(q.came, q.sealed), sealed = s.sealed, shown = s.shown::jsonb,
                    number_index = s.number_index
                from unnest(?::uuid[], ?::bytea[], ?::text[], ?::bytea[]) as s (id, sealed, shown, number_index)
                where q.id = s.id
                """)
                .params(List.of(
                        ids.toArray(UUID[]::new),
                        rows.stream()
                                .map(row -> vault.encrypt(JSON.writeValueAsString(row.cells())))
                                .toArray(byte[][]::new),
                        rows.stream()
                                .map(row -> JSON.writeValueAsString(reader.masked(row.cells())))
                                .toArray(String[]::new),
                        rows.stream().map(Held::numberIndex).toArray(byte[][]::new)))
                .update();
        db.sql("delete from exchange.whose where row_id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .update();
    }

    /**
     * Tries rows again that wait.
     *
     * @param how what is noted of those that are settled by it
     * @return by their ids, why they still cannot be used; who is not in it was applied, or said what was known
     */
    @Transactional
    Map<UUID, Text> again(Lot lot, List<Retry> retries, Settled how) {
        Map<UUID, Held> refused = tryAgain(lot, retries, how);
        if (how != Settled.MENDED) {
            renewReasons(refused);
        }
        Map<UUID, Text> reasons = new LinkedHashMap<>();
        refused.forEach((id, row) -> reasons.put(id, row.reason()));
        return reasons;
    }

    private Map<UUID, Held> tryAgain(Lot lot, List<Retry> retries, Settled how) {
        batches.lock();
        Set<UUID> stillWaiting =
                Set.copyOf(db.sql("select id from exchange.quarantine where id = any (?) and settled_at is null")
                        .param(retries.stream().map(Retry::id).toArray(UUID[]::new))
                        .query(UUID.class)
                        .list());
        List<Retry> rows =
                retries.stream().filter(row -> stillWaiting.contains(row.id())).toList();
        Contract contract = lot.contract();
        RowReader reader = new RowReader(contract, contract.columns(), clock.today());
        Map<Integer, UUID> ids = new HashMap<>();
        rows.forEach(row -> ids.put(row.rowNumber(), row.id()));
        Map<UUID, WhoDecisions.Decided> byRow = decisions.ofRows(ids.values());
        Map<Integer, WhoDecisions.Decided> decided = new HashMap<>();
        rows.stream()
                .filter(row -> byRow.containsKey(row.id()))
                .forEach(row -> decided.put(row.rowNumber(), byRow.get(row.id())));
        Judged judged = judging.judge(
                contract,
                reader,
                rows.stream().map(row -> reader.read(row.row())).toList(),
                decided);
        Consequences consequences = new Consequences(contract, false);
        List<Outcome> outcomes = apply(lot, judged.usable(), consequences);
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        db.sql("""
                update exchange.row_outcome o
                set outcome = s.outcome, region = s.region, household_id = s.household_id, person_id = s.person_id,
                    decision_id = s.decision_id, said = cast(s.said as bigint[])
                from unnest(?::integer[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[])
                     as s (row_number, outcome, region, household_id, person_id, decision_id, said)
                where o.batch_id = ?
                  and o.row_number = s.row_number
                """)
                .params(List.of(
                        outcomes.stream().map(row -> row.row().row().number()).toArray(Integer[]::new),
                        outcomes.stream().map(Outcome::word).toArray(String[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().region().digits())
                                .toArray(String[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().householdId())
                                .toArray(UUID[]::new),
                        outcomes.stream()
                                .map(row -> row.row().match().personId())
                                .toArray(UUID[]::new),
                        outcomes.stream().map(row -> row.row().decision()).toArray(UUID[]::new),
                        outcomes.stream().map(Outcome::saidAsText).toArray(String[]::new),
                        lot.batch()))
                .update();
        int applied = (int) outcomes.stream().filter(Outcome::applied).count();
        db.sql("""
                update exchange.batch
                set applied = applied + ?, unchanged = unchanged + ?, quarantined = quarantined - ?
                where id = ?
                """)
                .params(applied, outcomes.size() - applied, outcomes.size(), lot.batch())
                .update();
        db.sql("""
                update exchange.quarantine
                set settled_at = ?, settled_by = ?, settled = ?
                where id = any (?)
                """)
                .params(
                        now,
                        Scopes.actor(),
                        how.name(),
                        outcomes.stream()
                                .map(row -> ids.get(row.row().row().number()))
                                .toArray(UUID[]::new))
                .update();
        consequences.write(lot.batch());
        telling.of(lot, judged);
        Map<UUID, Held> refused = new LinkedHashMap<>();
        judged.held().forEach(row -> refused.put(Objects.requireNonNull(ids.get(row.number())), row));
        return refused;
    }

    // The same row, with the register as it is now, may wait for another reason.
    private void renewReasons(Map<UUID, Held> refused) {
        List<UUID> ids = List.copyOf(refused.keySet());
        List<Held> rows = ids.stream().map(refused::get).toList();
        db.sql("""
                update exchange.quarantine q
                set reason = s.reason, column_name = s.column_name, reason_zh = s.zh, reason_en = s.en
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]) as s (id, reason, column_name, zh, en)
                where q.id = s.id
                """)
                .params(List.of(
                        ids.toArray(UUID[]::new),
                        rows.stream().map(row -> row.kind().name()).toArray(String[]::new),
                        rows.stream().map(Held::column).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().zh()).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().en()).toArray(String[]::new)))
                .update();
    }

    /**
     * Writes what follows from the rows of a long file that is in force: deaths and what else the register is told, and the lines
     * of chains with a day of their own. Done again, it changes nothing.
     */
    @Transactional
    void follow(Lot lot, RowReader reader, List<Reading> readings) {
        record Known(boolean applied, Match match) {}
        Contract contract = lot.contract();
        int first = readings.getFirst().number();
        int last = readings.getLast().number();
        Map<Integer, Known> known = new HashMap<>();
        db.sql("""
                        select row_number, outcome = 'applied' as applied, person_id, household_id, region
                        from exchange.row_outcome
                        where batch_id = ?
                          and row_number between ? and ?
                          and outcome in ('applied', 'unchanged')
                          and household_id is not null
                        """).params(lot.batch(), first, last).query(row -> {
            known.put(
                    row.getInt("row_number"),
                    new Known(
                            row.getBoolean("applied"),
                            new Match(
                                    row.getObject("person_id", UUID.class),
                                    "",
                                    row.getObject("household_id", UUID.class),
                                    new RegionCode(row.getString("region")))));
        });
        List<Usable> applied = new ArrayList<>();
        List<Usable> all = new ArrayList<>();
        for (Reading reading : readings) {
            Known row = known.get(reading.number());
            if (row != null && Judging.aboutSomebodyKnown(reader, reading) instanceof Reading.Good good) {
                Usable usable = new Usable(good, row.match());
                all.add(usable);
                if (row.applied()) {
                    applied.add(usable);
                }
            }
        }
        follow(lot.batch(), contract, applied, all);
        if (contract.tells() != null) {
            telling.of(lot, judging.judge(contract, reader, readings));
        }
    }

    /** @param all with the rows that were no news: they report a death, or propose an act, as well as those that said it first */
    private void follow(UUID batch, Contract contract, List<Usable> applied, List<Usable> all) {
        acts.tell(batch, contract, all);
        lines.ofRows(batch, contract, applied);
    }

    /** Tells the other rooms which households a batch brought news of. */
    @Transactional(propagation = Propagation.MANDATORY)
    void tell(UUID batch, Set<UUID> households) {
        if (!households.isEmpty()) {
            events.publishEvent(new FactsArrived(batch, Set.copyOf(households)));
        }
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
