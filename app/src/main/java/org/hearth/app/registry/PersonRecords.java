package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The records of persons: corrections, former names, numbers that come later, and two records that turn out to be of one
 * person, or not to be.
 */
@Component
public class PersonRecords {

    /**
     * A name that a person bore, or is known by.
     *
     * @param former whether it was the name in the documents before (曾用名); otherwise another name that people use
     */
    public record OtherName(
            UUID id,
            String name,
            boolean former,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            String reason) {}

    /**
     * What the one that stays takes from the other.
     *
     * @param name whether the name; the one not taken is kept as a former name
     * @param born whether birth date and sex
     * @param number whether the identity number, where the one that stays has none
     * @param household whether the place in the household
     */
    public record Taken(boolean name, boolean born, boolean number, boolean household) {}

    private final JdbcClient db;
    private final Registry registry;
    private final Persons persons;
    private final PersonKeys keys;
    private final Doubles doubles;
    private final Filing filing;
    private final Audit audit;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    PersonRecords(
            JdbcClient db,
            Registry registry,
            Persons persons,
            PersonKeys keys,
            Doubles doubles,
            Filing filing,
            Audit audit,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.registry = registry;
        this.persons = persons;
        this.keys = keys;
        this.doubles = doubles;
        this.filing = filing;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** The other names of a person, former ones first; those of records merged into theirs too. */
    @Transactional(readOnly = true)
    public List<OtherName> namesOf(UUID person) {
        return db.sql("""
                        select n.id, n.name, n.kind = 'former' as former, n.valid_from as "from", n.valid_to as "to", n.reason
                        from registry.former_name n
                        join registry.person p on p.id = n.person_id
                        where p.surviving_id = ? and n.withdrawn_at is null
                        order by n.kind, n.valid_to nulls last, n.recorded_at
                        """).param(person).query(OtherName.class).list();
    }

    /** Notes a former or other name, which searches and linkage look at from then on. */
    @Transactional
    public void addName(
            UUID id, String name, boolean former, @Nullable LocalDate from, @Nullable LocalDate to, String reason) {
        Person person = known(id);
        String given = name.strip();
        if (given.isEmpty()) {
            throw Problem.at("name", "请填写姓名。", "Give the name.");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw Problem.at("to", "止日不能早于起日。", "The last day cannot be before the first.");
        }
        if (given.equals(person.name())) {
            throw Problem.at("name", "这就是现在的姓名。", "This is the name of today.");
        }
        nameRow(person, given, former, from, to, reason);
        foundBy(List.of(person.id()));
    }

    /**
     * Corrects what the register says of a person, or writes down that their name changed: then the name before becomes a
     * former one that ended the day before {@code on}.
     *
     * @param number a number that was not known before; absent where nothing is to change
     * @param nameChanged whether the name changed on {@code on}; otherwise it was written wrong from the beginning
     */
    @Transactional
    public void correct(
            UUID id,
            String name,
            Sex sex,
            LocalDate born,
            boolean bornEstimated,
            @Nullable IdentityNumber number,
            boolean nameChanged,
            LocalDate on,
            String reason) {
        Person person = known(id);
        if (name.isBlank()) {
            throw Problem.at("name", "请填写姓名。", "Give the name.");
        }
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明更正的依据。", "Say what the correction rests on.");
        }
        if (number != null && person.idNumberMasked() != null) {
            throw Problem.at(
                    "idNumber", "已有身份证号码；号码录错的，请合并到正确的记录。", "There is a number already; merge with the right record.");
        }
        Act act = Act.begin(db, clock, Operation.Kind.CORRECT, person.region(), on, reason.strip());
        act.changes("person", person.id());
        if (!name.strip().equals(person.name())) {
            if (nameChanged) {
                act.opened("former_name", nameRow(person, person.name(), true, null, on.minusDays(1), reason));
            }
        }
        db.sql("update registry.person set name = ?, sex = ?, born = ?, born_estimated = ? where id = ?")
                .params(name.strip(), sex.name(), born, bornEstimated, person.id())
                .update();
        if (number != null) {
            persons.giveNumber(person.id(), number);
        }
        act.end(List.of(), List.of(person.id()));
        foundBy(List.of(person.id()));
        audit.note("person-corrected", person.id().toString(), person.name() + " → " + name.strip(), reason);
        registry.householdOf(person.id())
                .ifPresent(household -> events.publishEvent(
                        new HouseholdChanged(household, person.region(), on, Change.MEMBERS_CHANGED)));
    }

    /** Remembers that two records are of two persons. */
    @Transactional
    public void different(UUID one, UUID other, String reason) {
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明判断的依据。", "Say what it rests on.");
        }
        Person person = known(one);
        db.sql("""
                insert into registry.known_different (one, other, region, reason, recorded_at, recorded_by)
                values (least(:one, :other), greatest(:one, :other), registry.common_division(:here, :there), :reason, :now, :by)
                on conflict do nothing
                """)
                .param("one", one)
                .param("other", other)
                .param("here", person.region().digits())
                .param("there", known(other).region().digits())
                .param("reason", reason.strip())
                .param("now", now())
                .param("by", Scopes.actor())
                .update();
        audit.note("persons-known-different", one.toString(), other.toString(), reason);
    }

    /** Takes back that two records are of two persons: they are proposed as one again, if they are likely to be. */
    @Transactional
    public void notDifferent(UUID one, UUID other, String reason) {
        db.sql("delete from registry.known_different where one = least(?, ?) and other = greatest(?, ?)")
                .params(one, other, one, other)
                .update();
        doubles.weigh(List.of(one, other));
        audit.note("persons-not-known-different", one.toString(), other.toString(), reason);
    }

    /**
     * Makes two records one: {@code gone} goes on resolving to {@code stays}, and what rooms filed under it keeps the id it came
     * with, so that the merge can be taken back exactly.
     *
     * @return the operation
     */
    @Transactional
    public UUID merge(UUID stays, UUID gone, Taken taken, String reason) {
        Person survivor = known(stays);
        Person other = known(gone);
        if (survivor.id().equals(other.id())) {
            throw new Problem("这两条已是同一个人的记录。", "The two are one record already.");
        }
        if (persons.knownDifferent(survivor.id(), other.id())) {
            throw new Problem(
                    "这两条记录已判定为不同的人，不能合并。如判断有误，请先撤销该判断。",
                    "These two were found to be different persons. Take that back first if it was wrong.");
        }
        if (reason.isBlank()) {
            throw Problem.at("reason", "请写明合并的依据。", "Say what the merge rests on.");
        }
        Optional<UUID> place = registry.householdOf(survivor.id());
        Optional<UUID> otherPlace = registry.householdOf(other.id());
        LocalDate on = clock.today();
        Act act = Act.begin(db, clock, Operation.Kind.MERGE_PERSONS, survivor.region(), on, reason.strip());
        // Taken back in the opposite order: the one that stays gives a number up before the other has it again.
        act.changes("person", other.id());
        act.changes("person", survivor.id());
        // Records merged earlier follow the one they were merged into.
        db.sql("select id from registry.person where merged_into = ?")
                .param(other.id())
                .query(UUID.class)
                .list()
                .forEach(earlier -> act.changes("person", earlier));
        if (taken.name()) {
            act.opened("former_name", nameRow(survivor, survivor.name(), false, null, null, reason));
            db.sql("update registry.person set name = ? where id = ?")
                    .params(other.name(), survivor.id())
                    .update();
        } else if (!other.name().equals(survivor.name())) {
            act.opened("former_name", nameRow(survivor, other.name(), false, null, null, reason));
        }
        if (taken.born()) {
            db.sql("update registry.person set born = ?, born_estimated = ?, sex = ? where id = ?")
                    .params(other.born(), other.bornEstimated(), other.sex().name(), survivor.id())
                    .update();
        }
        boolean movesNumber = taken.number() && survivor.idNumberMasked() == null && other.idNumberMasked() != null;
        if (movesNumber) {
            moveNumber(other.id(), survivor.id());
        }
        if (survivor.diedOn() == null && other.diedOn() != null) {
            db.sql("update registry.person set died_on = ? where id = ?")
                    .params(other.diedOn(), survivor.id())
                    .update();
        }
        Optional<Relation> relation = taken.household() || place.isEmpty() ? relationOf(other.id()) : Optional.empty();
        withdraw(act, other.id());
        if (otherPlace.isPresent() && relation.isPresent() && !otherPlace.equals(place)) {
            withdraw(act, survivor.id());
            act.joins(otherPlace.get(), other.region(), survivor.id(), relation.get(), on);
        }
        db.sql("update registry.person set merged_into = :stays where id = :gone or merged_into = :gone")
                .param("stays", survivor.id())
                .param("gone", other.id())
                .update();
        filing.refile(List.of(survivor.id(), other.id()));
        List<UUID> households = Stream.of(place, otherPlace)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        UUID operation = act.end(households, List.of(survivor.id(), other.id()));
        foundBy(List.of(survivor.id(), other.id()));
        audit.note("persons-merged", survivor.id().toString(), other.id().toString(), reason);
        households.forEach(household ->
                events.publishEvent(new HouseholdChanged(household, survivor.region(), on, Change.MEMBERS_CHANGED)));
        return operation;
    }

    /** These persons can be found by other data than before. */
    void foundBy(List<UUID> changed) {
        keys.renew(changed);
        events.publishEvent(new PersonsRegistered(Set.copyOf(changed)));
    }

    /** A second record of somebody: its own place in a household ends today; both were the same person all along. */
    private void withdraw(Act act, UUID person) {
        act.leaves(person, clock.today());
    }

    private Optional<Relation> relationOf(UUID person) {
        return db.sql("select relation from registry.membership where person_id = ? and valid_to is null")
                .param(person)
                .query(String.class)
                .optional()
                .map(Relation::of);
    }

    private void moveNumber(UUID from, UUID to) {
        record Number(byte[] sealed, byte[] index, String masked) {}
        Number number = db.sql("""
                        select id_number as sealed, id_number_index as index, id_number_masked as masked
                        from registry.person
                        where id = ?
                        """).param(from).query(Number.class).single();
        db.sql(
                        "update registry.person set id_number = null, id_number_index = null, id_number_masked = null where id = ?")
                .param(from)
                .update();
        db.sql("update registry.person set id_number = ?, id_number_index = ?, id_number_masked = ? where id = ?")
                .params(number.sealed(), number.index(), number.masked(), to)
                .update();
    }

    private UUID nameRow(
            Person person,
            String name,
            boolean former,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            String reason) {
        UUID row = Ids.next();
        db.sql("""
                insert into registry.former_name
                    (id, region, person_id, name, kind, valid_from, valid_to, reason, recorded_at, recorded_by)
                values (:id, :region, :person, :name, :kind, :from, :to, :reason, :now, :by)
                """)
                .param("id", row)
                .param("region", person.region().digits())
                .param("person", person.id())
                .param("name", name)
                .param("kind", former ? "former" : "other")
                .param("from", from)
                .param("to", to)
                .param("reason", reason.strip())
                .param("now", now())
                .param("by", Scopes.actor())
                .update();
        return row;
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }

    private Person known(UUID id) {
        return registry.person(id).orElseThrow(() -> new Missing("位人员", "person"));
    }
}
