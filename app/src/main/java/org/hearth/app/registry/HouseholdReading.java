package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.registry.Household.HeldStratum;
import org.hearth.app.registry.Household.Member;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Households as they are, and as they were on a day. */
@Component
class HouseholdReading {

    private final JdbcClient db;

    HouseholdReading(JdbcClient db) {
        this.db = db;
    }

    Map<UUID, Household> now(Collection<UUID> ids) {
        UUID[] wanted = ids.toArray(UUID[]::new);
        Map<UUID, List<Member>> members = new HashMap<>();
        db.sql("select m.household_id, m.relation, m.valid_from, " + Persons.COLUMNS + """

                        from registry.membership m
                        join registry.person p on p.id = m.person_id
                        where m.household_id = any (?)
                          and m.valid_to is null
                        order by m.household_id, m.relation <> 'head', m.relation <> 'spouse', p.born
                        """)
                .param(wanted)
                .query(row -> {
                    members.computeIfAbsent(row.getObject("household_id", UUID.class), key -> new ArrayList<>())
                            .add(new Member(
                                    Objects.requireNonNull(Persons.PERSON.mapRow(row, 0)),
                                    Relation.of(row.getString("relation")),
                                    row.getObject("valid_from", LocalDate.class)));
                });
        Map<UUID, List<HeldStratum>> strata = new HashMap<>();
        db.sql("""
                        select household_id, person_id, stratum, valid_from, basis
                        from registry.stratum
                        where household_id = any (?)
                          and valid_to is null
                        order by valid_from
                        """).param(wanted).query(row -> {
            strata.computeIfAbsent(row.getObject("household_id", UUID.class), key -> new ArrayList<>())
                    .add(new HeldStratum(
                            Stratum.of(row.getString("stratum")),
                            row.getObject("person_id", UUID.class),
                            row.getObject("valid_from", LocalDate.class),
                            row.getString("basis")));
        });
        Map<UUID, Map<UUID, UUID>> merged = new HashMap<>();
        db.sql("""
                        select m.household_id, p.id, p.merged_into
                        from registry.membership m
                        join registry.person p on p.merged_into = m.person_id
                        where m.household_id = any (?)
                          and m.valid_to is null
                        """).param(wanted).query(row -> {
            merged.computeIfAbsent(row.getObject("household_id", UUID.class), key -> new HashMap<>())
                    .put(row.getObject("id", UUID.class), row.getObject("merged_into", UUID.class));
        });
        Map<UUID, Household> found = new HashMap<>();
        db.sql("""
                        select id, number, region, residence, address, longitude, latitude, dissolved_on
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
                        strata.getOrDefault(row.getObject("id", UUID.class), List.of()),
                        row.getObject("dissolved_on", LocalDate.class),
                        merged.getOrDefault(row.getObject("id", UUID.class), Map.of())))
                .list()
                .forEach(household -> found.put(household.id(), household));
        return found;
    }

    Optional<Household> on(UUID id, LocalDate day) {
        Household now = now(List.of(id)).get(id);
        if (now == null) {
            return Optional.empty();
        }
        List<Member> members = db
                .sql("select distinct on (m.person_id) m.relation, m.valid_from, " + Persons.COLUMNS + """

                        from registry.membership m
                        join registry.person p on p.id = m.person_id
                        where m.household_id = :household
                          and m.withdrawn_at is null
                          and m.valid_from <= :day
                          and (m.valid_to is null or m.valid_to >= :day)
                        order by m.person_id, m.valid_from desc, m.recorded_at desc
                        """)
                .param("household", id)
                .param("day", day)
                .query((row, n) -> new Member(
                        alive(Objects.requireNonNull(Persons.PERSON.mapRow(row, 0)), day),
                        Relation.of(row.getString("relation")),
                        row.getObject("valid_from", LocalDate.class)))
                .list()
                .stream()
                .sorted(Comparator.comparing((Member m) -> m.relation() != Relation.HEAD)
                        .thenComparing(m -> m.relation() != Relation.SPOUSE)
                        .thenComparing(m -> m.person().born()))
                .toList();
        List<HeldStratum> strata = db.sql("""
                        select person_id, stratum, valid_from, basis
                        from registry.stratum
                        where household_id = :household
                          and withdrawn_at is null
                          and valid_from <= :day
                          and (valid_to is null or valid_to >= :day)
                        order by valid_from
                        """)
                .param("household", id)
                .param("day", day)
                .query((row, n) -> new HeldStratum(
                        Stratum.of(row.getString("stratum")),
                        row.getObject("person_id", UUID.class),
                        row.getObject("valid_from", LocalDate.class),
                        row.getString("basis")))
                .list();
        record Place(RegionCode village, Residence residence, String address) {}
        Place place = db.sql("""
                        select village, residence, address
                        from registry.former_place
                        where household_id = :household
                          and withdrawn_at is null
                          and (valid_from is null or valid_from <= :day)
                          and valid_to >= :day
                        order by recorded_at desc
                        limit 1
                        """)
                .param("household", id)
                .param("day", day)
                .query((row, n) -> new Place(
                        new RegionCode(row.getString("village")),
                        Residence.of(row.getString("residence")),
                        row.getString("address")))
                .optional()
                .orElse(new Place(now.region(), now.residence(), now.address()));
        return Optional.of(new Household(
                id,
                now.number(),
                place.village(),
                place.residence(),
                place.address(),
                now.longitude(),
                now.latitude(),
                members,
                strata,
                now.dissolvedOn(),
                now.merged()));
    }

    /** Who died later was alive that day. */
    private static Person alive(Person person, LocalDate day) {
        @Nullable LocalDate died = person.diedOn();
        return died == null || !died.isAfter(day)
                ? person
                : new Person(
                        person.id(),
                        person.region(),
                        person.name(),
                        person.sex(),
                        person.born(),
                        person.bornEstimated(),
                        null,
                        person.idNumberMasked(),
                        person.phone());
    }
}
