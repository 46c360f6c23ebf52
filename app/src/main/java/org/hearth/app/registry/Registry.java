package org.hearth.app.registry;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The register of persons and households. Every change keeps what held before. */
@Component
public class Registry {

    /**
     * Somebody to be put into the register.
     *
     * @param bornEstimated whether the birth date is an estimate
     */
    public record NewPerson(
            UUID id,
            String name,
            Sex sex,
            LocalDate born,
            boolean bornEstimated,
            @Nullable IdentityNumber idNumber,
            Relation relation) {

        /** Somebody whose birth date a document says. */
        public NewPerson(
                UUID id, String name, Sex sex, LocalDate born, @Nullable IdentityNumber idNumber, Relation relation) {
            this(id, name, sex, born, false, idNumber, relation);
        }
    }

    /** Where a household's money goes. */
    public record NewAccount(String bank, String account, String holder, AccountHolder kind) {

        /** A member's account. */
        public NewAccount(String bank, String account, String holder) {
            this(bank, account, holder, AccountHolder.MEMBER);
        }
    }

    /** A household to be put into the register, with its members and the strata that it already holds. */
    public record NewHousehold(
            UUID id,
            String number,
            RegionCode region,
            Residence residence,
            String address,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal latitude,
            List<NewPerson> members,
            List<Stratum> strata,
            @Nullable NewAccount account) {}

    /**
     * A bank account as screens show it.
     *
     * @param masked all digits but the last four hidden
     * @param reason why somebody holds it who is no member; empty where a member does
     */
    public record Account(UUID id, String bank, String holder, String masked, AccountHolder kind, String reason) {}

    /** Another household whose money goes to the same account. */
    public record AccountUse(UUID householdId, String number, String headName, String holder) {}

    private final JdbcClient db;
    private final Persons persons;
    private final HouseholdReading reading;
    private final BankAccounts accounts;
    private final Registration registration;
    private final Deaths deaths;
    private final RecordedStrata recorded;
    private final Proposals proposals;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Registry(
            JdbcClient db,
            Persons persons,
            HouseholdReading reading,
            BankAccounts accounts,
            Registration registration,
            Deaths deaths,
            RecordedStrata recorded,
            Proposals proposals,
            HearthClock clock,
            ApplicationEventPublisher events) {
        this.db = db;
        this.persons = persons;
        this.reading = reading;
        this.accounts = accounts;
        this.registration = registration;
        this.deaths = deaths;
        this.recorded = recorded;
        this.proposals = proposals;
        this.clock = clock;
        this.events = events;
    }

    /** The household with its living and dead members and the strata it holds now, if it lies in the region one may see. */
    @Transactional(readOnly = true)
    public Optional<Household> household(UUID id) {
        return Optional.ofNullable(households(List.of(id)).get(id));
    }

    /** Who belongs to a household now, living and dead, if it lies in the region one may see. */
    @Transactional(readOnly = true)
    public UUID[] membersOf(UUID household) {
        return db.sql("select person_id from registry.membership where household_id = ? and valid_to is null")
                .param(household)
                .query(UUID.class)
                .list()
                .toArray(UUID[]::new);
    }

    /** Several households at once, by their ids; those that one may not see are left out. */
    @Transactional(readOnly = true)
    public Map<UUID, Household> households(Collection<UUID> ids) {
        return reading.now(ids);
    }

    /** The household as it was on a day: who belonged to it, where it lived, the strata it held. */
    @Transactional(readOnly = true)
    public Optional<Household> householdOn(UUID id, LocalDate day) {
        return reading.on(id, day);
    }

    /** The person; a record merged into another answers as the one that stayed. */
    @Transactional(readOnly = true)
    public Optional<Person> person(UUID id) {
        return persons.person(id);
    }

    /** The person who has this identity number, found through its blind index. */
    @Transactional(readOnly = true)
    public Optional<Person> personWith(IdentityNumber number) {
        return persons.with(number);
    }

    /**
     * A person found by number, with the household that they belong to now and its village.
     *
     * @param personId of the record that bears the number: what comes by it goes back with it if a merge is taken back
     */
    public record Match(UUID personId, String name, UUID householdId, RegionCode region) {}

    /** The persons who have these identity numbers, found through their blind indexes at once; who is not known is left out. */
    @Transactional(readOnly = true)
    public Map<IdentityNumber, Match> matchesOf(Collection<IdentityNumber> numbers) {
        return persons.matchesOf(numbers);
    }

    /** These persons as rows about them are filed, by the ids asked for; who belongs to no household now is left out. */
    @Transactional(readOnly = true)
    public Map<UUID, Match> matchesOfPersons(Collection<UUID> ids) {
        return persons.matchesOfPersons(ids);
    }

    /** Whether these two records were found to be of two persons; linkage proposes them no more. */
    @Transactional(readOnly = true)
    public boolean knownDifferent(UUID one, UUID other) {
        return persons.knownDifferent(one, other);
    }

    /** All names that a person is or was known by, the present one first; for searches and linkage. */
    @Transactional(readOnly = true)
    public List<String> namesOf(UUID person) {
        return persons.namesOf(person);
    }

    /** The household that a dissolved one was merged into. */
    @Transactional(readOnly = true)
    public Optional<UUID> successorOf(UUID householdId) {
        return db.sql("select merged_into from registry.household where id = ? and merged_into is not null")
                .param(householdId)
                .query(UUID.class)
                .optional();
    }

    /** Which of these households are in the register already. */
    @Transactional(readOnly = true)
    public Set<UUID> registered(Collection<UUID> ids) {
        return Set.copyOf(db.sql("select id from registry.household where id = any (?)")
                .param(ids.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    /** The household that the person belongs to now. */
    @Transactional(readOnly = true)
    public Optional<UUID> householdOf(UUID personId) {
        return persons.householdOf(personId);
    }

    /** The account that the household's money goes to now. */
    @Transactional(readOnly = true)
    public Optional<Account> account(UUID householdId) {
        return accounts.of(householdId);
    }

    /**
     * The other households of one's region that are paid to this account now. Looking for them is noted in the audit trail where
     * there are any.
     */
    @Transactional
    public List<AccountUse> usesOfAccount(UUID householdId, String account) {
        return accounts.usesOf(householdId, account);
    }

    /**
     * The household's money goes to another account from {@code on}; the one before is kept with its last day.
     *
     * @param reason why it changes; it goes into the audit trail
     * @return whether it is another than before
     */
    @Transactional
    public boolean replaceAccount(UUID householdId, NewAccount account, String reason, LocalDate on) {
        boolean another = accounts.replace(householdId, account, reason, on);
        if (another) {
            proposals.accountReplaced(householdId);
        }
        return another;
    }

    /** The full account number, for an instruction to the bank; reading it is noted in the audit trail by the caller's batch. */
    @Transactional(readOnly = true)
    public Map<UUID, String> accountNumbers(Collection<UUID> accountIds) {
        return accounts.numbers(accountIds);
    }

    /**
     * The full identity number. Seeing it is an audited act.
     *
     * @param reason why it must be seen; it goes into the audit trail
     */
    @Transactional
    public Optional<String> unmaskIdNumber(UUID personId, String reason) {
        return persons.unmask(personId, reason);
    }

    /**
     * Puts many households into the register at once, as when an existing roll is taken over.
     *
     * @param since the day from which memberships and strata are known to hold
     * @param basis where the strata come from
     */
    @Transactional
    public void registerAll(Collection<NewHousehold> households, LocalDate since, String basis) {
        registration.of(households, since, basis);
        events.publishEvent(new PersonsRegistered(households.stream()
                .flatMap(household -> household.members().stream())
                .map(NewPerson::id)
                .collect(Collectors.toSet())));
    }

    /** Confirms the household, or one person of it alone, in a stratum from {@code from} on; confirming twice changes nothing. */
    @Transactional
    public void confirmStratum(
            UUID householdId, @Nullable UUID personId, Stratum stratum, LocalDate from, String basis) {
        int added = db.sql("""
                        insert into registry.stratum
                            (id, region, household_id, person_id, stratum, valid_from, basis, recorded_at)
                        select :id, region, id, :person, :stratum, :from, :basis, :now
                        from registry.household
                        where id = :household
                        on conflict do nothing
                        """)
                .param("id", Ids.next())
                .param("person", personId)
                .param("stratum", stratum.code())
                .param("from", from)
                .param("basis", basis)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("household", householdId)
                .update();
        if (added > 0) {
            changed(householdId, from, Change.STRATUM_CONFIRMED);
        }
    }

    /** Ends a stratum after {@code lastDay}. */
    @Transactional
    public void endStratum(UUID householdId, Stratum stratum, LocalDate lastDay) {
        int ended = db.sql("""
                        update registry.stratum
                        set valid_to = greatest(:last, valid_from)
                        where household_id = :household
                          and stratum = :stratum
                          and valid_to is null
                        """)
                .param("last", lastDay)
                .param("household", householdId)
                .param("stratum", stratum.code())
                .update();
        if (ended > 0) {
            changed(householdId, lastDay, Change.STRATUM_ENDED);
        }
    }

    /**
     * A stratum that another department finds holds on these days, and on no others by its records: those that are there already
     * stay, others begin, end or count for no day. One that was confirmed here ends on the last day before the department says
     * that it is over.
     *
     * @param households what the department's records say of each, in the order of time
     */
    @Transactional
    public void recordStratum(Stratum stratum, Map<UUID, RecordedStratum> households) {
        recorded.record(stratum, households)
                .forEach(change -> changed(change.householdId(), change.on(), change.change()));
    }

    /**
     * Notes a death that was reported; reported twice by the same source it changes nothing, and of several reports the first
     * says the day. What it asks for is proposed. Returns whether it was news.
     */
    @Transactional
    public boolean personDied(UUID personId, LocalDate diedOn, Source source) {
        return deaths.reported(personId, diedOn, source);
    }

    /**
     * What these sources told turned out not to be so: deaths that nobody else reports are taken back, and what they proposed
     * is withdrawn.
     *
     * @return who is alive by it
     */
    @Transactional
    public Set<UUID> takeBack(Collection<UUID> sources) {
        // First what they proposed: somebody who is alive again looks like an act that was done.
        proposals.withdraw(sources);
        return deaths.withdrawn(sources);
    }

    private void changed(UUID householdId, LocalDate on, Change change) {
        String region = db.sql("select region from registry.household where id = ?")
                .param(householdId)
                .query(String.class)
                .single();
        events.publishEvent(new HouseholdChanged(householdId, new RegionCode(region), on, change));
    }
}
