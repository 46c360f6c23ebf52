package org.hearth.app.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.PersonKeys.Known;
import org.hearth.divisions.DivisionLevel;
import org.hearth.linkage.Decision;
import org.hearth.linkage.Finding;
import org.hearth.linkage.LinkRecord;
import org.hearth.linkage.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose record it is that somebody sent: finds persons of the current scope by name, birth date, number as far as it is right,
 * region and telephone, and says how likely each is and why. It never decides by itself.
 */
@Component
public class PersonLinkage {

    private static final Logger LOG = LoggerFactory.getLogger(PersonLinkage.class);
    private static final int AT_ONCE = 2_000;
    // A register that is only beginning does not tell of how many people a department's row may be.
    private static final long SMALLEST_COUNTY = 100_000;

    // A department's row is nearly always of somebody in the register; of its own records few have a double there.
    // Fewer than
    // one in ten: but a look costs a minute, and a double that nobody looks at is paid twice
    // (docs/adr/0016-doubles.md).
    private static final long TO_ONE_WITH_A_DOUBLE = 10;

    /**
     * How like a person is to another, taken by themselves.
     *
     * @param weight in bits
     */
    record Likeness(UUID person, double weight, double probability, Decision decision) {}

    private final JdbcClient db;
    private final PersonKeys keys;

    PersonLinkage(JdbcClient db, PersonKeys keys) {
        this.db = db;
        this.keys = keys;
    }

    /**
     * The keys by which persons are looked for whom a record may be about. Beside what the record says, the county of the
     * current scope and the birth date that its number would tell, right or wrong, are looked by; they are not compared.
     */
    public Set<String> keysOf(LinkRecord record) {
        Set<String> found = new LinkedHashSet<>(PersonKeys.MODEL.blockingKeys(record));
        Map<String, String> values = new HashMap<>(record.values());
        Scopes.current()
                .map(Scope::region)
                .filter(region -> region.digits().length() >= DivisionLevel.COUNTY.digits())
                .ifPresent(region -> values.putIfAbsent(
                        "region", region.at(DivisionLevel.COUNTY).digits()));
        String number = values.getOrDefault("id_number", "").replaceAll("\\s", "");
        if (number.length() >= 14) {
            values.putIfAbsent("born", number.substring(6, 14));
        }
        found.addAll(PersonKeys.MODEL.blockingKeys(new LinkRecord(record.id(), values)));
        return found;
    }

    /** The keys that these persons are found by. */
    @Transactional(readOnly = true)
    public Set<String> keysOf(Collection<UUID> persons) {
        return keys.keysOf(persons);
    }

    /** Whose record it is, among the persons one may see. The candidates' ids are those of the records that stand for them. */
    @Transactional(readOnly = true)
    public Finding find(LinkRecord record) {
        return Objects.requireNonNull(find(List.of(record)).get(record.id()));
    }

    /** As {@link #find(LinkRecord)}, for many records at once, by their ids. Identity numbers are decrypted in memory only. */
    @Transactional(readOnly = true)
    public Map<String, Finding> find(Collection<LinkRecord> records) {
        return find(records, record -> Set.of());
    }

    /**
     * As {@link #find(Collection)}.
     *
     * @param besides persons who are known not to be the one
     */
    @Transactional(readOnly = true)
    public Map<String, Finding> find(Collection<LinkRecord> records, Function<LinkRecord, Set<UUID>> besides) {
        return find(records, besides, PersonKeys.MODEL.forRegisterOf(Math.max(SMALLEST_COUNTY, size())));
    }

    private Map<String, Finding> find(
            Collection<LinkRecord> records, Function<LinkRecord, Set<UUID>> besides, Model model) {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        records.forEach(record -> wanted.put(record.id(), keysOf(record)));
        Map<String, List<UUID>> byKey =
                keys.personsBy(wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Map<UUID, Known> persons = new HashMap<>();
        keys.known(byKey.values().stream().flatMap(List::stream).collect(Collectors.toSet()))
                .forEach(person -> persons.put(person.id(), person));
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (LinkRecord record : records) {
            Set<UUID> not = besides.apply(record);
            List<LinkRecord> candidates = wanted.getOrDefault(record.id(), Set.of()).stream()
                    .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                    .distinct()
                    .filter(id -> !not.contains(id))
                    .map(persons::get)
                    .map(person -> person.recordFor(record.values().getOrDefault("name", "")))
                    .toList();
            findings.put(record.id(), model.find(record, candidates));
        }
        return findings;
    }

    /**
     * The other persons of the current scope who may be the same as each of these.
     *
     * @param different by person, who is known to be another
     */
    Map<UUID, List<Likeness>> doublesOf(Collection<Known> persons, Map<UUID, Set<UUID>> different) {
        Model model = modelOfDoubles();
        Map<String, LinkRecord> records = new LinkedHashMap<>();
        persons.forEach(person -> records.put(person.id().toString(), person.recordFor("")));
        Map<UUID, List<Likeness>> doubles = new LinkedHashMap<>();
        find(records.values(), record -> withItself(record, different), model)
                .forEach((id, finding) -> doubles.put(
                        UUID.fromString(id),
                        finding.candidates().stream()
                                .map(candidate -> new Likeness(
                                        UUID.fromString(candidate.record().id()),
                                        candidate.score().weight(),
                                        candidate.score().probability(),
                                        model.find(Objects.requireNonNull(records.get(id)), List.of(candidate.record()))
                                                .decision()))
                                .toList()));
        return doubles;
    }

    /** A person compared with another as with a double. */
    Finding.Candidate compared(Known one, Known other) {
        LinkRecord candidate = other.recordFor(one.name());
        return new Finding.Candidate(candidate, modelOfDoubles().score(one.recordFor(other.name()), candidate));
    }

    private static Set<UUID> withItself(LinkRecord record, Map<UUID, Set<UUID>> different) {
        UUID id = UUID.fromString(record.id());
        Set<UUID> besides = new HashSet<>(different.getOrDefault(id, Set.of()));
        besides.add(id);
        return besides;
    }

    private Model modelOfDoubles() {
        return PersonKeys.MODEL.forRegisterOf(TO_ONE_WITH_A_DOUBLE * Math.max(SMALLEST_COUNTY, size()));
    }

    /** As the planner knows it: counting a large register for every question would cost more than the question. */
    private long size() {
        return db.sql("select reltuples::bigint from pg_class where oid = 'registry.person'::regclass")
                .query(Long.class)
                .single();
    }

    @EventListener(ApplicationReadyEvent.class)
    void fill() {
        Thread.ofPlatform().daemon().name("person-keys").start(() -> {
            try {
                int written = Scopes.within(Scope.system("registry"), this::writeMissing);
                if (written > 0) {
                    LOG.info("blocking keys written for {} persons", written);
                }
            } catch (RuntimeException e) {
                LOG.error("the blocking keys could not all be written; the next start goes on", e);
            }
        });
    }

    private int writeMissing() {
        int all = 0;
        int written;
        do {
            written = keys.writeMissing(AT_ONCE);
            all += written;
        } while (written == AT_ONCE);
        return all;
    }
}
