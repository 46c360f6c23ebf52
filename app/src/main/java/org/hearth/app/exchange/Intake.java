package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
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
import org.hearth.app.exchange.Facts.NewFact;
import org.hearth.app.exchange.FileBatches.Counts;
import org.hearth.app.exchange.Judging.Held;
import org.hearth.app.exchange.Judging.Judged;
import org.hearth.app.exchange.Judging.Usable;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry;
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
    private final Registry registry;
    private final Facts facts;
    private final ChainLines lines;
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
            Registry registry,
            Facts facts,
            ChainLines lines,
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
        this.registry = registry;
        this.facts = facts;
        this.lines = lines;
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

    private record Outcome(
            Usable row, boolean applied, @Nullable BigDecimal amount) {

        Outcome(Usable row, boolean applied, Contract contract) {
            this(row, applied, applied ? Intake.amount(contract, row.row()) : null);
        }

        String word() {
            return applied ? "applied" : "unchanged";
        }
    }

    private record Subject(UUID household, @Nullable UUID person, String kind, String key, LocalDate holdsOn) {}

    /** What follows from the applied rows of a short file, or of rows that were tried again. */
    private final class Consequences {

        private final Contract contract;
        private final boolean ofWholeFile;
        private final List<Usable> applied = new ArrayList<>();

        Consequences(Contract contract, boolean ofWholeFile) {
            this.contract = contract;
            this.ofWholeFile = ofWholeFile;
        }

        void add(Usable row) {
            applied.add(row);
        }

        void write(UUID batch) {
            follow(batch, contract, applied);
            lines.sumUp(batch, contract, applied, ofWholeFile, clock.today());
            tell(batch, applied.stream().map(row -> row.match().householdId()).collect(Collectors.toSet()));
        }
    }

    /** The contract that a file follows. @throws Problem when it follows none, or lacks columns */
    Contract contractOf(String kind, String fileName, TableFile file) {
        Contract contract = kind.isBlank() ? contracts.detect(fileName, file.header()) : contracts.of(kind);
        List<String> missing = contract.neededColumns().stream()
                .filter(column -> !file.header().contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new Problem(
                    "文件缺少列：" + String.join("、", missing) + "。整个文件没有导入。",
                    "The file lacks columns: " + String.join(", ", missing) + ". Nothing was imported.");
        }
        return contract;
    }

    /** Takes a short file in as a whole. */
    @Transactional
    BatchResult take(String kind, String fileName, TableFile file) {
        String region = region();
        Contract contract = contractOf(kind, fileName, file);
        batches.lock();
        Optional<BatchResult> before = batches.receivedBefore(region, contract.kind(), file.sm3());
        if (before.isPresent()) {
            return before.get();
        }
        UUID batch = batches.open(region, contract.kind(), contract.department().zh(), fileName, file.sm3());
        Lot lot = new Lot(batch, region, contract);
        RowReader reader = new RowReader(contract, file.header(), clock.today());
        Consequences consequences = new Consequences(contract, true);
        int[] sums = new int[3];
        file.forEachChunk(rows -> {
            Judged judged = judging.judge(
                    contract, reader, rows.stream().map(reader::read).toList());
            Counts counts = takeIn(lot, reader, judged, consequences);
            telling.of(lot, judged);
            sums[0] += counts.applied();
            sums[1] += counts.unchanged();
            sums[2] += counts.quarantined();
        });
        Counts counts = new Counts(sums[0], sums[1], sums[2]);
        batches.close(batch, counts);
        consequences.write(batch);
        return new BatchResult(
                batch,
                contract.kind(),
                counts.rows(),
                counts.applied(),
                counts.unchanged(),
                counts.quarantined(),
                false);
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
                        "decision_id"),
                to -> {
                    outcomes.forEach(outcome -> to.add(
                            lot.batch(),
                            outcome.row().row().number(),
                            outcome.row().match().region().digits(),
                            outcome.word(),
                            outcome.row().match().householdId(),
                            outcome.row().match().personId(),
                            outcome.amount(),
                            outcome.row().decision()));
                    judged.held()
                            .forEach(row -> to.add(
                                    lot.batch(),
                                    row.number(),
                                    lot.region(),
                                    there.contains(row.number()) ? "unchanged" : "quarantined",
                                    null,
                                    null,
                                    null,
                                    null));
                });
        quarantine(
                lot,
                reader,
                judged.held().stream()
                        .filter(row -> !there.contains(row.number()))
                        .toList());
        int applied = (int) outcomes.stream().filter(Outcome::applied).count();
        return new Counts(
                applied, outcomes.size() - applied + there.size(), judged.held().size() - there.size());
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

    private List<Outcome> apply(Lot lot, List<Usable> rows, Consequences consequences) {
        List<NewFact> stated = new ArrayList<>();
        for (Usable row : rows) {
            Match match = row.match();
            row.row()
                    .facts()
                    .forEach(fact -> stated.add(new NewFact(
                            match.region(),
                            match.householdId(),
                            fact.ofPerson() ? match.personId() : null,
                            fact.kind(),
                            fact.key(),
                            JSON.writeValueAsString(fact.value()),
                            fact.holdsOn(),
                            row.row().number())));
        }
        Set<Integer> known = facts.known(lot.batch(), stated);
        Map<Subject, String> seen = new HashMap<>();
        List<NewFact> news = new ArrayList<>();
        Set<Integer> rowsWithNews = new HashSet<>();
        for (int i = 0; i < stated.size(); i++) {
            NewFact fact = stated.get(i);
            String earlier = seen.put(
                    new Subject(fact.householdId(), fact.personId(), fact.kind(), fact.key(), fact.holdsOn()),
                    fact.json());
            boolean isNews = earlier == null ? !known.contains(i) : !earlier.equals(fact.json());
            if (isNews) {
                news.add(fact);
                rowsWithNews.add(Objects.requireNonNull(fact.rowNumber()));
            }
        }
        facts.write(lot.batch(), lot.contract().department().zh(), news);
        return rows.stream()
                .map(row -> {
                    boolean applied = rowsWithNews.contains(row.row().number());
                    if (applied) {
                        consequences.add(row);
                    }
                    return new Outcome(row, applied, lot.contract());
                })
                .toList();
    }

    /** A mended row, or one whose person may have been registered. @param cells in the contract's order */
    record Retry(UUID id, int rowNumber, List<String> cells) {}

    /**
     * Tries rows again that wait.
     *
     * @param how what is noted of those that are settled by it
     * @return by their ids, why they still cannot be used; who is not in it was applied, or said what was known
     */
    @Transactional
    Map<UUID, Text> again(Lot lot, List<Retry> retries, Settled how) {
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
                rows.stream()
                        .map(row -> reader.read(new TableFile.Row(row.rowNumber(), row.cells())))
                        .toList(),
                decided);
        Consequences consequences = new Consequences(contract, false);
        List<Outcome> outcomes = apply(lot, judged.usable(), consequences);
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        db.sql("""
                update exchange.row_outcome o
                set outcome = s.outcome, region = s.region, household_id = s.household_id, person_id = s.person_id,
                    decision_id = s.decision_id
                from unnest(?::integer[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[])
                     as s (row_number, outcome, region, household_id, person_id, decision_id)
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
        if (how != Settled.MENDED) {
            renewReasons(judged.held(), ids);
        }
        Map<UUID, Text> refused = new LinkedHashMap<>();
        judged.held().forEach(row -> refused.put(Objects.requireNonNull(ids.get(row.number())), row.reason()));
        return refused;
    }

    // The same row, with the register as it is now, may wait for another reason.
    private void renewReasons(List<Held> rows, Map<Integer, UUID> ids) {
        db.sql("""
                update exchange.quarantine q
                set reason = s.reason, column_name = s.column_name, reason_zh = s.zh, reason_en = s.en
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]) as s (id, reason, column_name, zh, en)
                where q.id = s.id
                """)
                .params(List.of(
                        rows.stream().map(row -> ids.get(row.number())).toArray(UUID[]::new),
                        rows.stream().map(row -> row.kind().name()).toArray(String[]::new),
                        rows.stream().map(Held::column).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().zh()).toArray(String[]::new),
                        rows.stream().map(row -> row.reason().en()).toArray(String[]::new)))
                .update();
    }

    /**
     * Writes what follows from the applied rows of a long file that is in force: deaths, and the lines of chains with a day of
     * their own. Done again, it changes nothing.
     */
    @Transactional
    void follow(Lot lot, RowReader reader, List<Reading> readings) {
        Contract contract = lot.contract();
        int first = readings.getFirst().number();
        int last = readings.getLast().number();
        Map<Integer, Match> applied = new HashMap<>();
        db.sql("""
                        select row_number, person_id, household_id, region
                        from exchange.row_outcome
                        where batch_id = ?
                          and row_number between ? and ?
                          and outcome = 'applied'
                        """).params(lot.batch(), first, last).query(row -> {
            applied.put(
                    row.getInt("row_number"),
                    new Match(
                            row.getObject("person_id", UUID.class),
                            "",
                            row.getObject("household_id", UUID.class),
                            new RegionCode(row.getString("region"))));
        });
        List<Usable> rows = new ArrayList<>();
        for (Reading reading : readings) {
            Match match = applied.get(reading.number());
            if (match != null && Judging.aboutSomebodyKnown(reader, reading) instanceof Reading.Good good) {
                rows.add(new Usable(good, match));
            }
        }
        follow(lot.batch(), contract, rows);
        if (contract.tells() != null) {
            telling.of(lot, judging.judge(contract, reader, readings));
        }
    }

    private void follow(UUID batch, Contract contract, List<Usable> applied) {
        if (contract.death() != null) {
            applied.forEach(row -> registry.personDied(
                    row.match().personId(),
                    Objects.requireNonNull(row.row().dates().get(contract.death()))));
        }
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

    private void quarantine(Lot lot, RowReader reader, List<Held> rows) {
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
