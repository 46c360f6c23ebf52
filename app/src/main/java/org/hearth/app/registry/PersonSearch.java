package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Page;
import org.hearth.app.platform.Within;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finding persons: by name or former name, whole identity number, telephone or village. */
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

    private final JdbcClient db;
    private final Registry registry;

    PersonSearch(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    /** One page of the persons who fit, by name. Records merged into others are not listed. */
    @Transactional(readOnly = true)
    public Page<Found> find(Query query) {
        String text = query.text() == null ? "" : query.text().strip();
        UUID byNumber = IdentityNumber.read(text) instanceof IdentityNumber.Reading.Valid valid
                ? registry.personWith(valid.number()).map(Person::id).orElse(new UUID(0, 0))
                : new UUID(0, 0);
        String matching = """
                from registry.person p
                where p.merged_into is null
                  and p.region >= :region
                  and p.region < :regionEnd
                  and (not :withoutNumber or p.id_number_masked is null)
                  and (:text = ''
                       or p.id = :byNumber
                       or p.name = :text
                       or (length(:text) >= 2 and p.name like :prefix)
                       or p.id in (select c.person_id from registry.contact c where c.phone = :text and c.valid_to is null)
                       or p.id in (select named.surviving_id
                                   from registry.former_name n
                                   join registry.person named on named.id = n.person_id
                                   where n.withdrawn_at is null
                                     and (n.name = :text or (length(:text) >= 2 and n.name like :prefix))))
                """;
        long count = bind("select count(*) " + matching, query, text, byNumber)
                .query(Long.class)
                .single();
        return new Page<>(
                bind("""
                        select p.id, p.name, p.sex, p.born, p.born_estimated, p.died_on, p.id_number_masked, p.region,
                               h.id as household_id, h.number as household_number,
                               (select min(n.name)
                                from registry.former_name n
                                join registry.person named on named.id = n.person_id
                                where named.surviving_id = p.id
                                  and n.withdrawn_at is null
                                  and :text <> ''
                                  and n.name like :prefix) as known_as
                        from (select p.* """ + " " + matching + """
                        order by p.name, p.id
                        limit :limit offset :offset) p
                        left join registry.membership m on m.person_id = p.id and m.valid_to is null
                        left join registry.household h on h.id = m.household_id
                        order by p.name, p.id
                        """, query, text, byNumber)
                        .param("limit", Page.SIZE)
                        .param("offset", Page.before(query.page()))
                        .query(Found.class)
                        .list(),
                count,
                query.page());
    }

    private JdbcClient.StatementSpec bind(String sql, Query query, String text, UUID byNumber) {
        Within region = Within.of(query.region());
        return db.sql(sql)
                .param("region", region.from())
                .param("regionEnd", region.end())
                .param("withoutNumber", query.withoutNumber())
                .param("text", text)
                .param("prefix", text.replace("%", "").replace("_", "") + "%")
                .param("byNumber", byNumber);
    }
}
