package org.hearth.app.registry;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Within;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finding persons: by name or former name in characters of either kind, by its sound or first letters, by whole identity number,
 * telephone or village.
 */
@Component
public class PersonSearch {

    /** What is looked for; empty fields do not narrow. */
    public record Query(@Nullable String text, @Nullable String region, boolean withoutNumber, int page) {}

    /**
     * A person of the list.
     *
     * @param knownAs another name under which they were found; absent where it is the name of today
     */
    public record Found(
            UUID id,
            String name,
            @Nullable String knownAs,
            Sex sex,
            LocalDate born,
            boolean bornEstimated,
            @Nullable LocalDate diedOn,
            @Nullable String idNumberMasked,
            String region,
            @Nullable UUID householdId,
            @Nullable String householdNumber) {

        /** The birth date as it may stand beside the masked number. */
        public String bornShown() {
            return Person.shown(born, idNumberMasked);
        }
    }

    // Each by its own index; a register older than the keys of names is searched by the whole name until they are
    // written.
    private static final String MEANT = """
              and p.id in (
                  select cast(:byNumber as uuid)
                  union all
                  select same.id from registry.person same where same.name = :text
                  union all
                  select c.person_id from registry.contact c where c.phone = :text and c.valid_to is null
                  union all
                  select named.surviving_id
                  from registry.name_key k
                  join registry.person named on named.id = k.person_id
                  where k.key >= :name and k.key < :nameEnd)
            """;

    private static final String FOUND = """
            select p.id, p.name, p.sex, p.born, p.born_estimated, p.died_on, p.id_number_masked, p.region,
                   h.id as household_id, h.number as household_number,
                   (select min(k.name)
                    from registry.name_key k
                    where k.person_id = p.id
                      and k.name <> p.name
                      and k.key >= :name
                      and k.key < :nameEnd) as known_as
            from (select p.*
            """;

    private static final String WITH_HOUSEHOLD = """
            left join registry.membership m on m.person_id = p.id and m.valid_to is null
            left join registry.household h on h.id = m.household_id
            order by p.name, p.id
            """;

    private static final RowMapper<Found> PERSON = new SimplePropertyRowMapper<>(Found.class);

    private final JdbcClient db;
    private final Registry registry;

    PersonSearch(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    /** One page of the persons who fit, by name. Records merged into others are not listed. */
    @Transactional(readOnly = true)
    public Page<Found> find(Query query) {
        return new Page<>(
                bind(FOUND + matching(query) + """
                        order by p.name, p.id
                        limit :limit offset :offset) p
                        """ + WITH_HOUSEHOLD, query)
                        .param("limit", Page.SIZE)
                        .param("offset", Page.before(query.page()))
                        .query(Found.class)
                        .list(),
                count(query),
                query.page());
    }

    /** How many persons fit. */
    @Transactional(readOnly = true)
    public long count(Query query) {
        return bind("select count(*) " + matching(query), query)
                .query(Long.class)
                .single();
    }

    /** Hands over all persons who fit, by name, as they are read; the page of the query does not matter. */
    @Transactional(readOnly = true)
    public void each(Query query, Consumer<Found> persons) {
        bind(FOUND + matching(query) + ") p " + WITH_HOUSEHOLD, query)
                .withFetchSize(Csv.ROWS_AT_A_TIME)
                .query((ResultSet row) -> persons.accept(Objects.requireNonNull(PERSON.mapRow(row, 0))));
    }

    private static String matching(Query query) {
        return """
                from registry.person p
                where p.merged_into is null
                  and p.region >= :region
                  and p.region < :regionEnd
                  and (not :withoutNumber or p.id_number_masked is null)
                """ + (text(query).isEmpty() ? "" : MEANT);
    }

    private static String text(Query query) {
        return query.text() == null ? "" : query.text().strip();
    }

    private JdbcClient.StatementSpec bind(String sql, Query query) {
        String text = text(query);
        UUID byNumber = IdentityNumber.read(text) instanceof IdentityNumber.Reading.Valid valid
                ? registry.personWith(valid.number()).map(Person::id).orElse(new UUID(0, 0))
                : new UUID(0, 0);
        Within region = Within.of(query.region());
        NameKeys.Sought name = NameKeys.Sought.by(text);
        return db.sql(sql)
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("withoutNumber", query.withoutNumber())
                .param("text", text)
                .param("name", name.from())
                .param("nameEnd", name.end())
                .param("byNumber", byNumber);
    }
}
