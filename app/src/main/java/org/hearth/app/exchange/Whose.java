package org.hearth.app.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.exchange.Quarantine.Asked;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.PersonLinkage;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.Decision;
import org.hearth.linkage.Finding;
import org.hearth.linkage.LinkRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/**
 * Looks in the register for the persons whom rows may be about that wait because number and name do not tell: what a person
 * then decides. Nothing is applied here.
 */
@Component
class Whose {

    private static final int AT_ONCE = 500;
    // Of so many persons, the rows that have nobody yet are looked through as a whole.
    private static final int MANY = 2_000;
    private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};

    /**
     * A row that waits for somebody to say whose it is.
     *
     * @param likely whether the model would call the first candidate the person
     * @param percent how likely the first candidate is, of 100
     */
    record Question(
            UUID id,
            UUID batchId,
            int rowNumber,
            String kind,
            String fileName,
            List<String> shown,
            Text waitsFor,
            boolean likely,
            int candidates,
            int percent,
            Text reason) {}

    private static final String OPEN = """
            from exchange.whose w
            join exchange.quarantine q on q.id = w.row_id
            join exchange.batch b on b.id = q.batch_id
            where w.candidates > 0
              and q.settled_at is null
              and b.state in ('APPLYING', 'DONE')
              and (:likely = '' or w.likely = (:likely = 'yes'))
            """;

    private final JdbcClient db;
    private final Bulk bulk;
    private final HearthClock clock;
    private final Quarantine quarantine;
    private final WhoDecisions decisions;
    private final PersonLinkage persons;
    private final Contracts contracts;
    private final TransactionTemplate transaction;

    Whose(
            JdbcClient db,
            Bulk bulk,
            HearthClock clock,
            Quarantine quarantine,
            WhoDecisions decisions,
            PersonLinkage persons,
            Contracts contracts,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.bulk = bulk;
        this.clock = clock;
        this.quarantine = quarantine;
        this.decisions = decisions;
        this.persons = persons;
        this.contracts = contracts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The persons whom an open row may be about, without those whom it was found not to be about. */
    @Transactional(readOnly = true)
    Finding find(Asked row) {
        LinkRecord record = row.who().record(row.id().toString());
        Set<UUID> refused = decisions.refused(List.of(row.id())).getOrDefault(row.id(), Set.of());
        return Objects.requireNonNull(
                persons.find(List.of(record), asked -> refused).get(record.id()));
    }

    /**
     * Looks for the persons of some rows that were not looked for yet.
     *
     * @return whether there may be more
     */
    boolean look() {
        List<Asked> rows = quarantine.notLookedFor(AT_ONCE);
        Map<String, List<Asked>> byPlace = new LinkedHashMap<>();
        rows.forEach(row -> byPlace.computeIfAbsent(row.region(), region -> new ArrayList<>())
                .add(row));
        byPlace.forEach((region, there) -> Scopes.run(
                new Scope(new RegionCode(region), "system:exchange"),
                () -> transaction.executeWithoutResult(status -> look(there))));
        return rows.size() == AT_ONCE;
    }

    private void look(List<Asked> rows) {
        Map<String, LinkRecord> records = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> isAskedFor(row.id(), row.kind()))
                .forEach(row -> records.put(
                        row.id().toString(), row.who().record(row.id().toString())));
        Map<UUID, Set<UUID>> refused =
                decisions.refused(rows.stream().map(Asked::id).toList());
        Map<String, Finding> findings =
                persons.find(records.values(), record -> refused.getOrDefault(UUID.fromString(record.id()), Set.of()));
        Object now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        bulk.insert(
                "exchange.whose",
                List.of(
                        "row_id",
                        "region",
                        "looked_at",
                        "likely",
                        "candidates",
                        "probability",
                        "reason_zh",
                        "reason_en",
                        "keys"),
                "on conflict (row_id) do nothing",
                to -> rows.forEach(row -> {
                    Finding finding =
                            findings.getOrDefault(row.id().toString(), new Finding(new Decision.None(), List.of()));
                    Text reason = reason(finding.decision());
                    LinkRecord record = records.get(row.id().toString());
                    to.add(
                            row.id(),
                            row.region(),
                            now,
                            finding.decision() instanceof Decision.Link,
                            finding.candidates().size(),
                            finding.candidates().isEmpty()
                                    ? 0
                                    : finding.candidates().getFirst().score().probability(),
                            reason.zh(),
                            reason.en(),
                            record == null ? "{}" : "{" + String.join(",", persons.keysOf(record)) + "}");
                }));
    }

    // A missing cell is only sometimes that of the number.
    private boolean isAskedFor(UUID row, String kind) {
        return db.sql("select reason, column_name from exchange.quarantine where id = ?")
                .param(row)
                .query((found, n) -> WhoRow.asksWho(
                        contracts.of(kind), Reason.valueOf(found.getString("reason")), found.getString("column_name")))
                .single();
    }

    /** Why a person has to look at it, in words. */
    static Text reason(Decision decision) {
        return switch (decision) {
            case Decision.Link link -> new Text("各项信息相符，请确认", "What there is agrees; please confirm");
            case Decision.Review(org.hearth.linkage.Reason reason) -> new Text(reason.zh(), reason.en());
            case Decision.None none -> new Text("没有相近的人", "Nobody comes near");
        };
    }

    /** Rows that share a key with these persons are looked for again: they may be the ones. */
    void askAgain(Set<UUID> registered) {
        if (registered.size() > MANY) {
            db.sql("delete from exchange.whose where candidates = 0").update();
            return;
        }
        Set<String> keys = persons.keysOf(registered);
        if (!keys.isEmpty()) {
            db.sql("delete from exchange.whose where keys && cast(? as text[])")
                    .param(keys.toArray(String[]::new))
                    .update();
        }
    }

    /**
     * A row is about this person, says whoever is signed in: it is taken in for them, and the same number and name from the same
     * department from now on.
     *
     * @param person one of the candidates
     * @return why it cannot be used all the same, or nothing when it is settled
     * @throws Problem when the person is no candidate, or without a reason
     */
    @Transactional
    Optional<Text> isThisPerson(UUID row, UUID person, String reason) {
        Asked asked = quarantine.asked(row);
        Finding.Candidate candidate = find(asked).candidates().stream()
                .filter(one -> one.record().id().equals(person.toString()))
                .findFirst()
                .orElseThrow(() -> new Problem("此人已不在人选中，请重新查看。", "They are no candidate any more; look again."));
        decisions.thisPerson(row, asked.region(), asked.who(), person, reason, candidate.score(), null);
        return quarantine.found(row);
    }

    /** What confirming many rows at once came to. @param waiting decided, but not usable yet @param left in doubt by now */
    record Confirmed(int takenIn, int waiting, int left) {}

    /** The rows of these, in their order, that the model would link by itself as things stand, each with whom it would be. */
    @Transactional(readOnly = true)
    Map<Asked, Finding.Candidate> sure(List<UUID> rows) {
        List<Asked> asked = quarantine.asked(rows);
        Map<UUID, Set<UUID>> refused = decisions.refused(rows);
        Map<String, Finding> findings = persons.find(
                asked.stream().map(row -> row.who().record(row.id().toString())).toList(),
                record -> refused.getOrDefault(UUID.fromString(record.id()), Set.of()));
        Map<Asked, Finding.Candidate> sure = new LinkedHashMap<>();
        asked.forEach(row -> sure(findings.get(row.id().toString())).ifPresent(candidate -> sure.put(row, candidate)));
        return sure;
    }

    private static Optional<Finding.Candidate> sure(@Nullable Finding finding) {
        return finding != null && finding.decision() instanceof Decision.Link
                ? Optional.of(finding.candidates().getFirst())
                : Optional.empty();
    }

    /**
     * Rows are about the persons that the model would link them to, says whoever is signed in: each is decided for itself, as by
     * {@link #isThisPerson}, and all of them are known as one act. A row of which that is in doubt by now is left alone.
     *
     * @param chosen by row, whom it is about
     * @throws Problem without a row or a reason
     */
    Confirmed areThesePersons(Map<UUID, UUID> chosen, String reason) {
        if (chosen.isEmpty()) {
            throw new Problem("请先勾选要认定的行。", "Tick the rows to confirm first.");
        }
        UUID act = Ids.next();
        int takenIn = 0;
        int waiting = 0;
        for (Map.Entry<UUID, UUID> one : chosen.entrySet()) {
            Optional<Boolean> settled = Objects.requireNonNull(
                    transaction.execute(status -> isSurely(one.getKey(), one.getValue(), reason, act)));
            takenIn += settled.filter(yes -> yes).isPresent() ? 1 : 0;
            waiting += settled.filter(yes -> !yes).isPresent() ? 1 : 0;
        }
        return new Confirmed(takenIn, waiting, chosen.size() - takenIn - waiting);
    }

    /** Whether a row is settled by it; nothing where it is in doubt, or does not wait any more. */
    private Optional<Boolean> isSurely(UUID row, UUID person, String reason, UUID act) {
        for (Asked asked : quarantine.asked(List.of(row))) {
            Optional<Finding.Candidate> candidate =
                    sure(find(asked)).filter(one -> one.record().id().equals(person.toString()));
            if (candidate.isPresent()) {
                decisions.thisPerson(
                        row,
                        asked.region(),
                        asked.who(),
                        person,
                        reason,
                        candidate.get().score(),
                        act);
                return Optional.of(quarantine.found(row).isEmpty());
            }
        }
        return Optional.empty();
    }

    /** A row is about none of the candidates: it waits until its person is registered, and these are not proposed again. */
    @Transactional
    void isNoneOfThese(UUID row, String reason) {
        Asked asked = quarantine.asked(row);
        Set<UUID> candidates = find(asked).candidates().stream()
                .map(candidate -> UUID.fromString(candidate.record().id()))
                .collect(Collectors.toSet());
        decisions.noneOf(row, asked.region(), candidates, reason);
        db.sql("delete from exchange.whose where row_id = ?").param(row).update();
        look(List.of(asked));
    }

    /** The rows that wait for a decision, those with the likeliest candidates first. @param likely yes, no, or empty for all */
    @Transactional(readOnly = true)
    Page<Question> questions(String likely, int page) {
        return new Page<>(
                db.sql("""
                        select q.id, q.batch_id, q.row_number, b.kind, b.file_name, q.shown, q.reason_zh as waits_zh,
                               q.reason_en as waits_en, w.likely, w.candidates, w.probability, w.reason_zh, w.reason_en
                        """ + OPEN + """
                        order by w.probability desc, w.row_id
                        limit :limit offset :offset
                        """)
                        .param("likely", likely)
                        .param("limit", Page.SIZE)
                        .param("offset", Page.before(page))
                        .query((row, n) -> new Question(
                                row.getObject("id", UUID.class),
                                row.getObject("batch_id", UUID.class),
                                row.getInt("row_number"),
                                row.getString("kind"),
                                row.getString("file_name"),
                                Intake.JSON.readValue(row.getString("shown"), CELLS),
                                new Text(row.getString("waits_zh"), row.getString("waits_en")),
                                row.getBoolean("likely"),
                                row.getInt("candidates"),
                                (int) Math.floor(100 * row.getDouble("probability")),
                                new Text(row.getString("reason_zh"), row.getString("reason_en"))))
                        .list(),
                count(likely),
                page);
    }

    @Transactional(readOnly = true)
    long count(String likely) {
        return db.sql("select count(*) " + OPEN)
                .param("likely", likely)
                .query(Long.class)
                .single();
    }

    /** The row that comes after this one in the list, or its first again; none when no other waits. */
    @Transactional(readOnly = true)
    Optional<UUID> next(UUID after) {
        return db.sql("""
                        select w.row_id
                        """ + OPEN + """
                          and w.row_id <> :after
                        order by (w.probability, w.row_id) >= (
                                     select before.probability, before.row_id
                                     from exchange.whose before
                                     where before.row_id = :after),
                                 w.probability desc, w.row_id
                        limit 1
                        """)
                .param("likely", "")
                .param("after", after)
                .query(UUID.class)
                .optional();
    }

    /** The rows of this set that have candidates, for the list of a file. */
    @Transactional(readOnly = true)
    Set<UUID> withCandidates(List<UUID> rows) {
        return db
                .sql("select row_id from exchange.whose where row_id = any (?) and candidates > 0")
                .param(rows.toArray(UUID[]::new))
                .query(UUID.class)
                .stream()
                .collect(Collectors.toSet());
    }
}
