package org.hearth.app.registry;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The register of persons and households. Every change keeps what held before. */
@Component
public class Registry {

    /** Somebody to be put into the register. */
    public record NewPerson(
            UUID id,
            String name,
            Sex sex,
            LocalDate born,
            @Nullable IdentityNumber idNumber,
            Relation relation) {}

    /** Where a household's money goes. */
    public record NewAccount(String bank, String account, String holder) {}

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
     */
    public record Account(UUID id, String bank, String holder, String masked) {}

    private static final RowMapper<Person> PERSON = (row, n) -> new Person(
            row.getObject("id", UUID.class),
            new RegionCode(row.getString("region")),
            row.getString("name"),
            Sex.valueOf(row.getString("sex")),
            row.getObject("born", LocalDate.class),
            row.getObject("died_on", LocalDate.class),
            row.getString("id_number_masked"),
            row.getString("phone"));

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final Audit audit;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Registry(JdbcClient db, Bulk bulk, Vault vault, Audit audit, HearthClock clock, ApplicationEventPublisher events) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** The household with its living and dead members and the strata it holds now, if it lies in the region one may see. */
    @Transactional(readOnly = true)
    public Optional<Household> household(UUID id) {
        return Optional.ofNullable(households(List.of(id)).get(id));
    }

    /** Several households at once, by their ids; those that one may not see are left out. */
    @Transactional(readOnly = true)
    public Map<UUID, Household> households(Collection<UUID> ids) {
        UUID[] wanted = ids.toArray(UUID[]::new);
        Map<UUID, List<Household.Member>> members = new HashMap<>();
        db.sql("""
                        select m.household_id, m.relation, m.valid_from,
                               p.id, p.region, p.name, p.sex, p.born, p.died_on, p.id_number_masked, p.phone
                        from registry.membership m
                        join registry.person p on p.id = m.person_id
                        where m.household_id = any (?)
                          and m.valid_to is null
                        order by m.household_id, m.relation <> 'head', m.relation <> 'spouse', p.born
                        """).param(wanted).query(row -> {
            members.computeIfAbsent(row.getObject("household_id", UUID.class), key -> new ArrayList<>())
                    .add(new Household.Member(
                            Objects.requireNonNull(PERSON.mapRow(row, 0)),
                            Relation.of(row.getString("relation")),
                            row.getObject("valid_from", LocalDate.class)));
        });
        Map<UUID, List<Household.HeldStratum>> strata = new HashMap<>();
        db.sql("""
                        select household_id, person_id, stratum, valid_from, basis
                        from registry.stratum
                        where household_id = any (?)
                          and valid_to is null
                        order by valid_from
                        """).param(wanted).query(row -> {
            strata.computeIfAbsent(row.getObject("household_id", UUID.class), key -> new ArrayList<>())
                    .add(new Household.HeldStratum(
                            Stratum.of(row.getString("stratum")),
                            row.getObject("person_id", UUID.class),
                            row.getObject("valid_from", LocalDate.class),
                            row.getString("basis")));
        });
        Map<UUID, Household> found = new HashMap<>();
        db.sql("""
                        select id, number, region, residence, address, longitude, latitude
                        from registry.household
                        where id = any (?)
                        """)
                .param(wanted)
                .query((row, n) -> new Household(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        new RegionCode(row.getString("region")),
                        Residence.of(row.getString("residence")),
                        row.getString("address"),
                        row.getBigDecimal("longitude"),
                        row.getBigDecimal("latitude"),
                        members.getOrDefault(row.getObject("id", UUID.class), List.of()),
                        strata.getOrDefault(row.getObject("id", UUID.class), List.of())))
                .list()
                .forEach(household -> found.put(household.id(), household));
        return found;
    }

    @Transactional(readOnly = true)
    public Optional<Person> person(UUID id) {
        return db.sql("""
                        select id, region, name, sex, born, died_on, id_number_masked, phone
                        from registry.person
                        where id = ?
                        """).param(id).query(PERSON).optional();
    }

    /** The person who has this identity number, found through its blind index. */
    @Transactional(readOnly = true)
    public Optional<Person> personWith(IdentityNumber number) {
        return db.sql("""
                        select id, region, name, sex, born, died_on, id_number_masked, phone
                        from registry.person
                        where id_number_index = ?
                        """).param(vault.index(number.digits())).query(PERSON).optional();
    }

    /** A person found by number, with the household that they belong to now and its village. */
    public record Match(UUID personId, String name, UUID householdId, RegionCode region) {}

    /** The persons who have these identity numbers, found through their blind indexes at once; who is not known is left out. */
    @Transactional(readOnly = true)
    public Map<IdentityNumber, Match> matchesOf(Collection<IdentityNumber> numbers) {
        Map<String, IdentityNumber> byIndex = new HashMap<>();
        byte[][] indexes = numbers.stream()
                .distinct()
                .map(number -> {
                    byte[] index = vault.index(number.digits());
                    byIndex.put(HexFormat.of().formatHex(index), number);
                    return index;
                })
                .toArray(byte[][]::new);
        Map<IdentityNumber, Match> matches = new HashMap<>();
        db.sql("""
                        select p.id, p.name, p.id_number_index, m.household_id, h.region
                        from registry.person p
                        join registry.membership m on m.person_id = p.id and m.valid_to is null
                        join registry.household h on h.id = m.household_id
                        where p.id_number_index = any (?)
                        """).param(indexes).query(row -> {
            matches.put(
                    Objects.requireNonNull(byIndex.get(HexFormat.of().formatHex(row.getBytes("id_number_index")))),
                    new Match(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getObject("household_id", UUID.class),
                            new RegionCode(row.getString("region"))));
        });
        return matches;
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
        return db.sql("select household_id from registry.membership where person_id = ? and valid_to is null")
                .param(personId)
                .query(UUID.class)
                .optional();
    }

    /** The account that the household's money goes to now. */
    @Transactional(readOnly = true)
    public Optional<Account> account(UUID householdId) {
        return db.sql("""
                        select id, bank, holder, account_masked as masked
                        from registry.bank_account
                        where household_id = ?
                          and valid_to is null
                        """).param(householdId).query(Account.class).optional();
    }

    /**
     * The household's money goes to another account from {@code on}; the one before is kept with its last day.
     *
     * @param reason why it changes; it goes into the audit trail
     * @return whether it is another than before
     */
    @Transactional
    public boolean replaceAccount(UUID householdId, NewAccount account, String reason, LocalDate on) {
        byte[] index = vault.index(account.account());
        boolean sameAsNow =
                db.sql("""
                        select exists (
                            select
                            from registry.bank_account
                            where household_id = ?
                              and valid_to is null
                              and account_index = ?)
                        """).params(householdId, index).query(Boolean.class).single();
        if (sameAsNow) {
            return false;
        }
        db.sql("""
                update registry.bank_account
                set valid_to = greatest(:on, valid_from)
                where household_id = :household
                  and valid_to is null
                """).param("on", on).param("household", householdId).update();
        db.sql("""
                insert into registry.bank_account
                    (id, region, household_id, bank, holder, account, account_index, account_masked, valid_from)
                select :id, region, id, :bank, :holder, :account, :index, :masked, :on
                from registry.household
                where id = :household
                """)
                .param("id", Ids.next())
                .param("bank", account.bank())
                .param("holder", account.holder())
                .param("account", vault.encrypt(account.account()))
                .param("index", index)
                .param("masked", masked(account.account()))
                .param("on", on)
                .param("household", householdId)
                .update();
        audit.note("account-replaced", householdId.toString(), masked(account.account()), reason);
        return true;
    }

    /** The full account number, for an instruction to the bank; reading it is noted in the audit trail by the caller's batch. */
    @Transactional(readOnly = true)
    public Map<UUID, String> accountNumbers(Collection<UUID> accountIds) {
        Map<UUID, String> numbers = new HashMap<>();
        db.sql("select id, account from registry.bank_account where id = any (?)")
                .param(accountIds.toArray(UUID[]::new))
                .query(row -> {
                    numbers.put(row.getObject("id", UUID.class), vault.decrypt(row.getBytes("account")));
                });
        return numbers;
    }

    /**
     * The full identity number. Seeing it is an audited act.
     *
     * @param reason why it must be seen; it goes into the audit trail
     */
    @Transactional
    public Optional<String> unmaskIdNumber(UUID personId, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("unmasking an identity number needs a reason");
        }
        Optional<byte[]> sealed = db.sql("select id_number from registry.person where id = ? and id_number is not null")
                .param(personId)
                .query(byte[].class)
                .optional();
        sealed.ifPresent(number -> audit.note("unmasked-id-number", personId.toString(), "", reason));
        return sealed.map(vault::decrypt);
    }

    /**
     * Puts many households into the register at once, as when an existing roll is taken over.
     *
     * @param since the day from which memberships and strata are known to hold
     * @param basis where the strata come from
     */
    @Transactional
    public void registerAll(Collection<NewHousehold> households, LocalDate since, String basis) {
        OffsetDateTime now = clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
        bulk.insert(
                "registry.household",
                List.of("id", "number", "region", "residence", "address", "longitude", "latitude", "recorded_at"),
                rows -> households.forEach(h -> rows.add(
                        h.id(),
                        h.number(),
                        h.region().digits(),
                        h.residence().code(),
                        h.address(),
                        h.longitude(),
                        h.latitude(),
                        now)));
        bulk.insert(
                "registry.person",
                List.of(
                        "id",
                        "region",
                        "name",
                        "sex",
                        "born",
                        "id_number",
                        "id_number_index",
                        "id_number_masked",
                        "recorded_at"),
                rows -> households.forEach(h -> h.members().forEach(p -> {
                    String number = p.idNumber() == null ? null : p.idNumber().digits();
                    rows.add(
                            p.id(),
                            h.region().digits(),
                            p.name(),
                            p.sex(),
                            p.born(),
                            number == null ? null : vault.encrypt(number),
                            number == null ? null : vault.index(number),
                            p.idNumber() == null ? null : p.idNumber().masked(),
                            now);
                })));
        bulk.insert(
                "registry.membership",
                List.of("id", "region", "household_id", "person_id", "relation", "valid_from"),
                rows -> households.forEach(h -> h.members()
                        .forEach(p -> rows.add(
                                Ids.next(),
                                h.region().digits(),
                                h.id(),
                                p.id(),
                                p.relation().code(),
                                since))));
        bulk.insert(
                "registry.stratum",
                List.of("id", "region", "household_id", "stratum", "valid_from", "basis"),
                rows -> households.forEach(h -> h.strata()
                        .forEach(s -> rows.add(Ids.next(), h.region().digits(), h.id(), s.code(), since, basis))));
        bulk.insert(
                "registry.bank_account",
                List.of(
                        "id",
                        "region",
                        "household_id",
                        "bank",
                        "holder",
                        "account",
                        "account_index",
                        "account_masked",
                        "valid_from"),
                rows -> households.forEach(h -> {
                    NewAccount account = h.account();
                    if (account != null) {
                        rows.add(
                                Ids.next(),
                                h.region().digits(),
                                h.id(),
                                account.bank(),
                                account.holder(),
                                vault.encrypt(account.account()),
                                vault.index(account.account()),
                                masked(account.account()),
                                since);
                    }
                }));
        // Without fresh statistics the planner takes the tables for empty, and reads them whole for every household.
        db.sql(
                        "analyze registry.household, registry.person, registry.membership, registry.stratum, registry.bank_account")
                .update();
        audit.note("households-registered", basis, households.size() + " households");
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
                        insert into registry.stratum (id, region, household_id, person_id, stratum, valid_from, basis)
                        select :id, region, id, :person, :stratum, :from, :basis
                        from registry.household
                        where id = :household
                        on conflict do nothing
                        """)
                .param("id", Ids.next())
                .param("person", personId)
                .param("stratum", stratum.code())
                .param("from", from)
                .param("basis", basis)
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

    /** Notes a death that was reported; noting it twice changes nothing. Returns whether it was news. */
    @Transactional
    public boolean personDied(UUID personId, LocalDate diedOn) {
        int noted = db.sql("update registry.person set died_on = ? where id = ? and died_on is null")
                .params(diedOn, personId)
                .update();
        if (noted > 0) {
            householdOf(personId).ifPresent(household -> changed(household, diedOn, Change.MEMBER_DIED));
        }
        return noted > 0;
    }

    private void changed(UUID householdId, LocalDate on, Change change) {
        String region = db.sql("select region from registry.household where id = ?")
                .param(householdId)
                .query(String.class)
                .single();
        events.publishEvent(new HouseholdChanged(householdId, new RegionCode(region), on, change));
    }

    private static String masked(String account) {
        int shown = Math.min(4, account.length());
        return "*".repeat(account.length() - shown) + account.substring(account.length() - shown);
    }
}
