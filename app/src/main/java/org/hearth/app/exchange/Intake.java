package org.hearth.app.exchange;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.exchange.Facts.NewFact;
import org.hearth.app.exchange.RowReader.Reading;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Vault;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.Match;
import org.hearth.linkage.IdentityNumber;
import org.hearth.linkage.NameAgreement;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Takes a file in, row by row: applied, unchanged or quarantined, within one transaction. */
@Component
class Intake {

    static final JsonMapper JSON = JsonMapper.builder().build();
    // Held until the transaction ends: two files of the same people must not both find a row to be news.
    private static final long LOCK = 0x4865617274680050L;

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final Registry registry;
    private final Facts facts;
    private final Chain chain;
    private final Contracts contracts;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Intake(
            JdbcClient db,
            Bulk bulk,
            Vault vault,
            Registry registry,
            Facts facts,
            Chain chain,
            Contracts contracts,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.registry = registry;
        this.facts = facts;
        this.chain = chain;
        this.contracts = contracts;
        this.clock = clock;
        this.events = events;
    }

    /** What the rows of a file have come to so far. */
    private static final class Tally {

        private int applied;
        private int unchanged;
        private int quarantined;
        private final Set<UUID> households = new LinkedHashSet<>();
        private final Map<String, String> seen = new HashMap<>();
        private final Map<UUID, Summed> summed = new LinkedHashMap<>();
    }

    private record Summed(Match match, int count, BigDecimal total) {}

    private record Outcome(int row, String word, UUID household) {}

    @Transactional
    BatchResult take(String kind, String fileName, TableFile file) {
        String region = Scopes.current()
                .map(Scope::region)
                .orElseThrow(() -> new IllegalStateException("an import needs a scope"))
                .digits();
        Contract contract = kind.isBlank() ? contracts.detect(fileName, file.header()) : contracts.of(kind);
        List<String> missing = contract.columns().stream()
                .filter(column -> !file.header().contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new Problem(
                    "文件缺少列：" + String.join("、", missing) + "。整个文件没有导入。",
                    "The file lacks columns: " + String.join(", ", missing) + ". Nothing was imported.");
        }
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
        Optional<BatchResult> before = db.sql("""
                        select id, kind, rows, applied, unchanged, quarantined
                        from exchange.batch
                        where region = ? and kind = ? and sm3 = ?
                        """)
                .params(region, contract.kind(), file.sm3())
                .query((row, n) -> new BatchResult(
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        row.getInt("rows"),
                        row.getInt("applied"),
                        row.getInt("unchanged"),
                        row.getInt("quarantined"),
                        true))
                .optional();
        if (before.isPresent()) {
            return before.get();
        }
        UUID batch = Ids.next();
        open(batch, region, contract.kind(), contract.department().zh(), fileName, file.sm3());
        RowReader reader = new RowReader(contract, file.header(), clock.today());
        Tally tally = new Tally();
        file.forEachChunk(rows -> chunk(batch, region, contract, reader, rows, tally));
        close(batch, tally.applied, tally.unchanged, tally.quarantined);
        tell(batch, contract, tally);
        return new BatchResult(
                batch,
                contract.kind(),
                tally.applied + tally.unchanged + tally.quarantined,
                tally.applied,
                tally.unchanged,
                tally.quarantined,
                false);
    }

    void open(UUID batch, String region, String kind, String department, String fileName, String sm3) {
        db.sql("""
                insert into exchange.batch
                    (id, region, kind, department, file_name, sm3, received_at, received_by,
                     rows, applied, unchanged, quarantined)
                values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)
                """)
                .params(
                        batch,
                        region,
                        kind,
                        department,
                        fileName,
                        sm3,
                        clock.now().atZone(HearthClock.ZONE).toOffsetDateTime(),
                        Scopes.actor())
                .update();
    }

    void close(UUID batch, int applied, int unchanged, int quarantined) {
        db.sql("update exchange.batch set rows = ?, applied = ?, unchanged = ?, quarantined = ? where id = ?")
                .params(applied + unchanged + quarantined, applied, unchanged, quarantined, batch)
                .update();
    }

    /**
     * Tries a mended row of a batch again.
     *
     * @return why it still cannot be used; empty when it was applied, or said what was known
     */
    @Transactional
    Optional<Text> again(UUID batch, Contract contract, int rowNumber, List<String> cells) {
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
        RowReader reader = new RowReader(contract, contract.columns(), clock.today());
        Reading reading = judge(reader.read(new TableFile.Row(rowNumber, cells)), cells);
        return switch (reading) {
            case Reading.Bad bad -> Optional.of(bad.reason());
            case Reading.Good good -> {
                Match match = Objects.requireNonNull(
                        registry.matchesOf(List.of(good.identityNumber())).get(good.identityNumber()));
                Tally tally = new Tally();
                Outcome outcome = apply(batch, contract, List.of(good), Map.of(good.identityNumber(), match), tally)
                        .getFirst();
                db.sql(
                                "update exchange.row_outcome set outcome = ?, household_id = ? where batch_id = ? and row_number = ?")
                        .params(outcome.word(), outcome.household(), batch, rowNumber)
                        .update();
                db.sql("""
                        update exchange.batch
                        set applied = applied + ?, unchanged = unchanged + ?, quarantined = quarantined - 1
                        where id = ?
                        """).params(tally.applied, tally.unchanged, batch).update();
                tell(batch, contract, tally);
                yield Optional.empty();
            }
        };
    }

    private Reading judge(Reading reading, List<String> cells) {
        return reading instanceof Reading.Good good
                ? settle(good, cells, registry.matchesOf(List.of(good.identityNumber())))
                : reading;
    }

    private void chunk(
            UUID batch, String region, Contract contract, RowReader reader, List<TableFile.Row> rows, Tally tally) {
        List<Reading> readings = rows.stream().map(reader::read).toList();
        Map<IdentityNumber, Match> matches = registry.matchesOf(readings.stream()
                .filter(Reading.Good.class::isInstance)
                .map(good -> ((Reading.Good) good).identityNumber())
                .toList());
        List<Reading.Good> good = new ArrayList<>();
        List<Reading.Bad> bad = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = rows.get(i).cells();
            Reading reading =
                    readings.get(i) instanceof Reading.Good read ? settle(read, cells, matches) : readings.get(i);
            switch (reading) {
                case Reading.Good usable -> good.add(usable);
                case Reading.Bad waiting -> bad.add(waiting);
            }
        }
        List<Outcome> outcomes = apply(batch, contract, good, matches, tally);
        tally.quarantined += bad.size();
        bulk.insert(
                "exchange.row_outcome", List.of("batch_id", "row_number", "region", "outcome", "household_id"), to -> {
                    outcomes.forEach(
                            outcome -> to.add(batch, outcome.row(), region, outcome.word(), outcome.household()));
                    bad.forEach(row -> to.add(batch, row.number(), region, "quarantined", null));
                });
        if (!bad.isEmpty()) {
            quarantine(batch, region, reader, bad);
        }
    }

    // Number and name must both point to the same person; where they do not, a person decides, never the machine.
    private static Reading settle(Reading.Good good, List<String> cells, Map<IdentityNumber, Match> matches) {
        Match match = matches.get(good.identityNumber());
        if (match == null) {
            return new Reading.Bad(
                    good.number(),
                    cells,
                    new Text("本辖区家庭档案中没有这个身份证号码的人", "nobody in the register of this region has this number"));
        }
        if (NameAgreement.of(good.name(), match.name()) == NameAgreement.DIFFERENT) {
            return new Reading.Bad(
                    good.number(),
                    cells,
                    new Text(
                            "号码相符但姓名不同：来文写“" + good.name() + "”，档案为“" + match.name() + "”",
                            "the number fits but the name differs: the file says " + good.name() + ", the register "
                                    + match.name()));
        }
        return good;
    }

    private List<Outcome> apply(
            UUID batch, Contract contract, List<Reading.Good> rows, Map<IdentityNumber, Match> matches, Tally tally) {
        List<NewFact> stated = new ArrayList<>();
        for (Reading.Good row : rows) {
            Match match = Objects.requireNonNull(matches.get(row.identityNumber()));
            row.facts()
                    .forEach(fact -> stated.add(new NewFact(
                            match.region(),
                            match.householdId(),
                            fact.ofPerson() ? match.personId() : null,
                            fact.kind(),
                            fact.key(),
                            JSON.writeValueAsString(fact.value()),
                            fact.holdsOn(),
                            row.number())));
        }
        Set<Integer> known = facts.known(stated);
        List<NewFact> news = new ArrayList<>();
        Set<Integer> rowsWithNews = new HashSet<>();
        for (int i = 0; i < stated.size(); i++) {
            NewFact fact = stated.get(i);
            String subject = String.join(
                    "|", "" + fact.householdId(), "" + fact.personId(), fact.kind(), fact.key(), "" + fact.holdsOn());
            String earlier = tally.seen.put(subject, fact.json());
            boolean isNews = earlier == null ? !known.contains(i) : !earlier.equals(fact.json());
            if (isNews) {
                news.add(fact);
                rowsWithNews.add(Objects.requireNonNull(fact.rowNumber()));
            }
        }
        facts.write(batch, contract.department().zh(), news);
        List<Outcome> outcomes = new ArrayList<>();
        List<ChainEntry> entries = new ArrayList<>();
        for (Reading.Good row : rows) {
            Match match = Objects.requireNonNull(matches.get(row.identityNumber()));
            boolean applied = rowsWithNews.contains(row.number());
            outcomes.add(new Outcome(row.number(), applied ? "applied" : "unchanged", match.householdId()));
            if (!applied) {
                tally.unchanged++;
                continue;
            }
            tally.applied++;
            tally.households.add(match.householdId());
            if (contract.death() != null) {
                registry.personDied(
                        match.personId(), Objects.requireNonNull(row.dates().get(contract.death())));
            }
            if (contract.chain().on() != null) {
                entries.add(entry(batch, contract, row, match));
            } else if (contract.chain().summed() != null) {
                BigDecimal amount = row.amounts().getOrDefault(contract.chain().summed(), BigDecimal.ZERO);
                tally.summed.merge(
                        match.householdId(),
                        new Summed(match, 1, amount),
                        (one, other) ->
                                new Summed(match, one.count() + 1, one.total().add(other.total())));
            }
        }
        chain.recordAll(entries);
        return outcomes;
    }

    private static ChainEntry entry(UUID batch, Contract contract, Reading.Good row, Match match) {
        Contract.ChainRule rule = contract.chain();
        return new ChainEntry(
                match.householdId(),
                match.personId(),
                match.region(),
                Objects.requireNonNull(row.dates().get(Objects.requireNonNull(rule.on()))),
                ChainKind.RECORD,
                new Text(filled(rule.zh(), row.cells()), filled(rule.en(), row.cells())),
                null,
                "exchange.row",
                UUID.nameUUIDFromBytes((batch + ":" + row.number()).getBytes(StandardCharsets.UTF_8)),
                "");
    }

    private void tell(UUID batch, Contract contract, Tally tally) {
        chain.recordAll(tally.summed.values().stream()
                .map(sum -> {
                    Map<String, String> words = Map.of(
                            "count", Integer.toString(sum.count()),
                            "total", new Yuan(sum.total()).toString());
                    return new ChainEntry(
                            sum.match().householdId(),
                            null,
                            sum.match().region(),
                            clock.today(),
                            ChainKind.RECORD,
                            new Text(
                                    filled(contract.chain().zh(), words),
                                    filled(contract.chain().en(), words)),
                            null,
                            "exchange.batch",
                            batch,
                            "");
                })
                .toList());
        if (!tally.households.isEmpty()) {
            events.publishEvent(new FactsArrived(batch, Set.copyOf(tally.households)));
        }
    }

    private void quarantine(UUID batch, String region, RowReader reader, List<Reading.Bad> bad) {
        bulk.insert(
                "exchange.quarantine",
                List.of("id", "region", "batch_id", "row_number", "sealed", "shown", "reason_zh", "reason_en"),
                to -> bad.forEach(row -> {
                    List<String> cells = reader.inContractOrder(row.cells());
                    to.add(
                            Ids.next(),
                            region,
                            batch,
                            row.number(),
                            vault.encrypt(JSON.writeValueAsString(cells)),
                            JSON.writeValueAsString(reader.masked(cells)),
                            row.reason().zh(),
                            row.reason().en());
                }));
    }

    private static String filled(String pattern, Map<String, String> words) {
        String text = pattern;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("{" + word.getKey() + "}", word.getValue());
        }
        return text;
    }
}
