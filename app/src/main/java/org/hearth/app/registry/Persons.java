package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Vault;
import org.hearth.app.registry.Registry.Match;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Persons by their ids and numbers. A record merged into another answers as the one that stayed. */
@Component
class Persons {

    static final RowMapper<Person> PERSON = (row, n) -> new Person(
            row.getObject("id", UUID.class),
            new RegionCode(row.getString("region")),
            row.getString("name"),
            Sex.valueOf(row.getString("sex")),
            row.getObject("born", LocalDate.class),
            row.getBoolean("born_estimated"),
            row.getObject("died_on", LocalDate.class),
            row.getString("id_number_masked"),
            row.getString("phone"));

    static final String COLUMNS =
            "p.id, p.region, p.name, p.sex, p.born, p.born_estimated, p.died_on, p.id_number_masked, p.phone";

    private final JdbcClient db;
    private final Vault vault;
    private final Audit audit;

    Persons(JdbcClient db, Vault vault, Audit audit) {
        this.db = db;
        this.vault = vault;
        this.audit = audit;
    }

    Optional<Person> person(UUID id) {
        return db.sql("select " + COLUMNS + """

                from registry.person given
                join registry.person p on p.id = given.surviving_id
                where given.id = ?
                """).param(id).query(PERSON).optional();
    }

    Optional<Person> with(IdentityNumber number) {
        return db.sql("select " + COLUMNS + """

                from registry.person given
                join registry.person p on p.id = given.surviving_id
                where given.id_number_index = ?
                """)
                .param(vault.index(number.digits()))
                .query(PERSON)
                .optional();
    }

    /** The id is that of the record that bears the number, so that what comes by it can go back with it. */
    Map<IdentityNumber, Match> matchesOf(Collection<IdentityNumber> numbers) {
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
                        join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
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

    Map<UUID, Match> matchesOfPersons(Collection<UUID> ids) {
        Map<UUID, Match> matches = new HashMap<>();
        db.sql("""
                        select p.id, p.name, m.household_id, h.region
                        from registry.person p
                        join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                        join registry.household h on h.id = m.household_id
                        where p.id = any (?)
                        """).param(ids.toArray(UUID[]::new)).query(row -> {
            UUID id = row.getObject("id", UUID.class);
            matches.put(
                    id,
                    new Match(
                            id,
                            row.getString("name"),
                            row.getObject("household_id", UUID.class),
                            new RegionCode(row.getString("region"))));
        });
        return matches;
    }

    Optional<UUID> householdOf(UUID person) {
        return db.sql("""
                        select m.household_id
                        from registry.person p
                        join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                        where p.id = ?
                        """).param(person).query(UUID.class).optional();
    }

    boolean knownDifferent(UUID one, UUID other) {
        return db.sql(
                        "select exists (select from registry.known_different where one = least(?, ?) and other = greatest(?, ?))")
                .params(one, other, one, other)
                .query(Boolean.class)
                .single();
    }

    List<String> namesOf(UUID person) {
        return db.sql("""
                        select name
                        from (
                            select p.name, 0 as place from registry.person p where p.id = :id
                            union all
                            select n.name, 1
                            from registry.former_name n
                            join registry.person p on p.id = n.person_id
                            where p.surviving_id = :id and n.withdrawn_at is null
                        ) names
                        group by name
                        order by min(place), name
                        """).param("id", person).query(String.class).list();
    }

    void insert(Act act, RegionCode village, NewPerson person) {
        IdentityNumber number = person.idNumber();
        int added = db.sql("""
                insert into registry.person
                    (id, region, name, sex, born, born_estimated, id_number, id_number_index, id_number_masked, recorded_at)
                values (:id, :region, :name, :sex, :born, :estimated, :sealed, :index, :masked, :now)
                on conflict (id_number_index) do nothing
                """)
                .param("id", person.id())
                .param("region", village.digits())
                .param("name", person.name())
                .param("sex", person.sex().name())
                .param("born", person.born())
                .param("estimated", person.bornEstimated())
                .param("sealed", number == null ? null : vault.encrypt(number.digits()))
                .param("index", number == null ? null : vault.index(number.digits()))
                .param("masked", number == null ? null : number.masked())
                .param("now", act.now())
                .update();
        if (added == 0) {
            throw taken();
        }
        act.opened("person", person.id());
    }

    /** Gives a person the number that was not known before; the caller has noted how the person stood. */
    void giveNumber(UUID person, IdentityNumber number) {
        byte[] index = vault.index(number.digits());
        boolean taken = db.sql("select exists (select from registry.person where id_number_index = ? and id <> ?)")
                .params(index, person)
                .query(Boolean.class)
                .single();
        if (taken) {
            throw taken();
        }
        db.sql("update registry.person set id_number = ?, id_number_index = ?, id_number_masked = ? where id = ?")
                .params(vault.encrypt(number.digits()), index, number.masked(), person)
                .update();
    }

    private static Problem taken() {
        return Problem.at(
                "idNumber",
                "这个身份证号码已登记在册，不能重复登记。请按号码查询，找到后加入家庭或合并记录。",
                "This number is in the register already. Look it up, then let the person join, or merge the two records.");
    }

    Optional<String> unmask(UUID person, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("unmasking an identity number needs a reason");
        }
        Optional<byte[]> sealed = db.sql("""
                        select p.id_number
                        from registry.person given
                        join registry.person p on p.id = given.surviving_id
                        where given.id = ? and p.id_number is not null
                        """).param(person).query(byte[].class).optional();
        sealed.ifPresent(number -> audit.note("unmasked-id-number", person.toString(), "", reason));
        return sealed.map(vault::decrypt);
    }
}
