package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.Registry.NewHousehold;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.LinkRecord;
import org.hearth.linkage.Model;
import org.hearth.linkage.NameAgreement;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The blocking keys of persons, by which a record that may be theirs is found, and persons as linkage compares them. The keys of
 * their names are written with them.
 */
@Component
class PersonKeys {

    /** The model that ships with the library; its blocking rules make the keys. */
    static final Model MODEL = Model.ofPersons();

    /**
     * A person as linkage sees one.
     *
     * @param number the identity number in clear, never to leave memory; null where none is known
     * @param born null where only an estimate is known
     * @param otherNames former and other names, those of records merged into this one too
     */
    record Known(
            UUID id,
            String region,
            String name,
            List<String> otherNames,
            Sex sex,
            @Nullable LocalDate born,
            @Nullable String number,
            @Nullable String phone) {

        /** Somebody who is about to be registered. */
        static Known of(NewPerson person, RegionCode village) {
            return new Known(
                    person.id(),
                    village.digits(),
                    person.name(),
                    List.of(),
                    person.sex(),
                    person.bornEstimated() ? null : person.born(),
                    person.idNumber() == null ? null : person.idNumber().digits(),
                    null);
        }

        /** With the other name that agrees with {@code sought}, for a record has room for one. */
        LinkRecord recordFor(String sought) {
            return record(otherNames.stream()
                    .filter(other -> NameAgreement.of(other, sought) != NameAgreement.DIFFERENT)
                    .findFirst()
                    .orElse(otherNames.isEmpty() ? "" : otherNames.getFirst()));
        }

        private LinkRecord record(String otherName) {
            Map<String, String> values = new HashMap<>();
            values.put("name", name);
            values.put("former_name", otherName);
            values.put("sex", sex.name());
            values.put("region", region);
            if (born != null) {
                values.put("born", born.toString());
            }
            if (number != null) {
                values.put("id_number", number);
            }
            if (phone != null) {
                values.put("phone", phone);
            }
            return new LinkRecord(id.toString(), values);
        }

        Set<String> keys() {
            Set<String> keys = new LinkedHashSet<>(MODEL.blockingKeys(record("")));
            otherNames.forEach(other -> keys.addAll(MODEL.blockingKeys(record(other))));
            return keys;
        }
    }

    private final JdbcClient db;
    private final Bulk bulk;
    private final Vault vault;
    private final NameKeys names;

    PersonKeys(JdbcClient db, Bulk bulk, Vault vault, NameKeys names) {
        this.db = db;
        this.bulk = bulk;
        this.vault = vault;
        this.names = names;
    }

    /** Writes the keys of persons who have just been put into the register. */
    @Transactional(propagation = Propagation.MANDATORY)
    void ofNew(Collection<NewHousehold> households) {
        write(households.stream()
                .flatMap(household -> household.members().stream().map(person -> Known.of(person, household.region())))
                .toList());
    }

    /** Writes the keys of these persons anew, after what is known of them has changed. */
    @Transactional
    void renew(Collection<UUID> persons) {
        UUID[] renewed = persons.toArray(UUID[]::new);
        db.sql("delete from registry.person_key where person_id = any (?)")
                .param(renewed)
                .update();
        db.sql("delete from registry.name_key where person_id = any (?)")
                .param(renewed)
                .update();
        db.sql("delete from registry.looked_for_double where person_id = any (?)")
                .param(renewed)
                .update();
        write(known(persons));
    }

    @EventListener
    void on(HouseholdChanged event) {
        if (event.change() != Change.MEMBER_DIED
                && event.change() != Change.STRATUM_CONFIRMED
                && event.change() != Change.STRATUM_ENDED) {
            renew(db.sql("""
                            select p.id
                            from registry.membership m
                            join registry.person p on p.surviving_id = m.person_id
                            where m.household_id = ? and m.valid_to is null
                            """).param(event.householdId()).query(UUID.class).list());
        }
    }

    /**
     * Writes the keys of some persons who have none yet, as in a register that is older than the keys.
     *
     * @return how many had none; fewer than {@code atMost} when no more are left
     */
    @Transactional
    int writeMissing(int atMost) {
        List<UUID> persons = db.sql("""
                        select p.id
                        from registry.person p
                        where not exists (select from registry.person_key k where k.person_id = p.id)
                           or not exists (select from registry.name_key n where n.person_id = p.id)
                        limit ?
                        """).param(atMost).query(UUID.class).list();
        write(known(persons));
        return persons.size();
    }

    /** These persons as linkage compares them. */
    List<Known> known(Collection<UUID> persons) {
        if (persons.isEmpty()) {
            return List.of();
        }
        return db.sql("""
                        select p.id, p.region, p.name, p.sex, p.born, p.born_estimated, p.id_number, p.phone,
                               array(select distinct n.name
                                     from registry.former_name n
                                     join registry.person named on named.id = n.person_id
                                     where named.surviving_id = p.id and n.withdrawn_at is null
                                     order by n.name) as other_names
                        from registry.person p
                        where p.id = any (?)
                        """).param(persons.toArray(UUID[]::new)).query(known()).list();
    }

    private RowMapper<Known> known() {
        return (row, n) -> {
            byte[] number = row.getBytes("id_number");
            return new Known(
                    row.getObject("id", UUID.class),
                    row.getString("region"),
                    row.getString("name"),
                    Arrays.asList((String[]) row.getArray("other_names").getArray()),
                    Sex.valueOf(row.getString("sex")),
                    row.getBoolean("born_estimated") ? null : row.getObject("born", LocalDate.class),
                    number == null ? null : vault.decrypt(number),
                    row.getString("phone"));
        };
    }

    private void write(List<Known> persons) {
        if (persons.isEmpty()) {
            return;
        }
        bulk.insert(
                "registry.person_key",
                List.of("region", "person_id", "key"),
                "on conflict do nothing",
                rows -> persons.forEach(
                        person -> person.keys().forEach(key -> rows.add(person.region(), person.id(), key))));
        names.write(persons);
    }

    /** The persons who have each of these keys, as the records that stand for them; keys of very many are left out. */
    Map<String, List<UUID>> personsBy(Collection<String> keys) {
        Map<String, List<UUID>> persons = new HashMap<>();
        db.sql("""
                        with rare as (
                            select k.key
                            from registry.person_key k
                            where k.key = any (:keys)
                            group by k.key
                            having count(*) <= :most
                        )
                        select distinct k.key, p.surviving_id
                        from rare
                        join registry.person_key k on k.key = rare.key
                        join registry.person p on p.id = k.person_id
                        join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                        """)
                .param("keys", keys.toArray(String[]::new))
                .param("most", 500)
                .query(row -> {
                    persons.computeIfAbsent(row.getString("key"), key -> new ArrayList<>())
                            .add(row.getObject("surviving_id", UUID.class));
                });
        return persons;
    }

    Set<String> keysOf(Collection<UUID> persons) {
        return Set.copyOf(db.sql("select distinct key from registry.person_key where person_id = any (?)")
                .param(persons.toArray(UUID[]::new))
                .query(String.class)
                .list());
    }
}
