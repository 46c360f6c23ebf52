package org.hearth.app.registry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Within;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finding households: by the name or a former name of a member, in characters of either kind, by its sound or first letters, by
 * the telephone or the whole identity number of one, by number, by region and stratum. A household that was dissolved is found by its number only.
 */
@Component
public class HouseholdSearch {

    /** What is looked for; empty fields do not narrow. */
    public record Query(
            @Nullable String text,
            @Nullable String region,
            @Nullable Stratum stratum,
            int page) {}

    /** A household of the list. */
    public record Found(
            UUID id,
            String number,
            String region,
            Residence residence,
            String headName,
            long persons,
            List<Stratum> strata) {}

    private static final String MEANT = """
              and h.id in (
                  select cast(:byNumber as uuid)
                  union all
                  select numbered.id from registry.household numbered where numbered.number = :text
                  union all
                  select c.household_id from registry.contact c where c.phone = :text and c.valid_to is null
                  union all
                  select m.household_id
                  from registry.person p
                  join registry.membership m on m.person_id = p.id and m.valid_to is null
                  where p.name = :text
                  union all
                  select m.household_id
                  from registry.name_key k
                  join registry.person named on named.id = k.person_id
                  join registry.membership m on m.person_id = named.surviving_id and m.valid_to is null
                  where k.key >= :name and k.key < :nameEnd)
            """;

    private final JdbcClient db;
    private final Registry registry;

    HouseholdSearch(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    /** One page of the households that fit. */
    @Transactional(readOnly = true)
    public Page<Found> find(Query query) {
        String text = query.text() == null ? "" : query.text().strip();
        Optional<UUID> byNumber = householdOfPersonWith(text);
        Within region = Within.of(query.region());
        String matching = """
                from registry.household h
                where h.region >= :region
                  and h.region < :regionEnd
                  and (h.dissolved_on is null or h.number = :text)
                  and (:stratum = ''
                       or exists (select from registry.stratum s
                                  where s.household_id = h.id and s.stratum = :stratum and s.valid_to is null))
                """ + (text.isEmpty() ? "" : MEANT);
        long count = bind("select count(*) " + matching, query, text, region, byNumber)
                .query(Long.class)
                .single();
        List<Found> rows = bind("""
                        select p.id, p.number, p.region, p.residence, p.head_name, p.persons, p.strata
                        from (select h.id """ + " " + matching + """
                        order by h.region, h.number
                        limit :limit offset :offset) page
                        join registry.published_household p on p.id = page.id
                        order by p.region, p.number
                        """, query, text, region, byNumber)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(query.page()))
                .query((row, n) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        row.getString("region"),
                        Residence.of(row.getString("residence")),
                        Objects.requireNonNullElse(row.getString("head_name"), "—"),
                        row.getLong("persons"),
                        List.of((String[]) row.getArray("strata").getArray()).stream()
                                .map(Stratum::of)
                                .sorted()
                                .toList()))
                .list();
        return new Page<>(rows, count, query.page());
    }

    private Optional<UUID> householdOfPersonWith(String text) {
        if (IdentityNumber.read(text) instanceof IdentityNumber.Reading.Valid valid) {
            return registry.personWith(valid.number()).flatMap(person -> registry.householdOf(person.id()));
        }
        return Optional.empty();
    }

    private JdbcClient.StatementSpec bind(
            String sql, Query query, String text, Within region, Optional<UUID> byNumber) {
        Stratum stratum = query.stratum();
        NameKeys.Sought name = NameKeys.Sought.by(text);
        return db.sql(sql)
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("text", text)
                .param("name", name.from())
                .param("nameEnd", name.end())
                .param("byNumber", byNumber.orElse(new UUID(0, 0)))
                .param("stratum", stratum == null ? "" : stratum.code());
    }
}
