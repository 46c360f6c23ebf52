package org.hearth.app.disaster;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.platform.Csv;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The affected households of a disaster as they are worked through: the vulnerable first, in one order made by the database. */
@Component
class AffectedList {

    static final int PAGE = 50;

    /** Which households are looked for; empty fields do not narrow. */
    record Query(String text, String region, String who, String reason, String stage, String damage, int page) {

        static final Query ALL = new Query("", "", "", "", "", "", 0);
    }

    record Page(List<Affected> rows, long count, int page) {

        public boolean isLast() {
            return (page + 1L) * PAGE >= count;
        }
    }

    static final String SELECT = """
            select a.id, a.region, a.disaster_id, a.household_id, h.number, h.head_name, h.persons, a.damage,
                   coalesce(p.died, 0) as died, coalesce(p.injured, 0) as injured, coalesce(p.relocated, 0) as relocated,
                   a.listed_on, a.reasons, a.call_due_on, a.reached_on, a.finding, a.stage, a.stage_since, a.alert_id,
                   a.disposition
            from disaster.affected a
            join registry.published_household h on h.id = a.household_id
            left join lateral (
                select count(*) filter (where died) as died,
                       count(*) filter (where injured) as injured,
                       count(*) filter (where relocated) as relocated
                from disaster.affected_person
                where affected_id = a.id
            ) p on true
            """;

    static final RowMapper<Affected> ROW = (row, n) -> new Affected(
            row.getObject("id", UUID.class),
            new RegionCode(row.getString("region")),
            row.getObject("disaster_id", UUID.class),
            row.getObject("household_id", UUID.class),
            row.getString("number"),
            Optional.ofNullable(row.getString("head_name")).orElse(row.getString("number")),
            row.getInt("persons"),
            Damage.of(row.getString("damage")),
            row.getInt("died"),
            row.getInt("injured"),
            row.getInt("relocated"),
            row.getObject("listed_on", LocalDate.class),
            Arrays.stream((String[]) row.getArray("reasons").getArray())
                    .map(Vulnerability::of)
                    .toList(),
            row.getObject("call_due_on", LocalDate.class),
            row.getObject("reached_on", LocalDate.class),
            row.getString("finding"),
            Stage.of(row.getString("stage")),
            row.getObject("stage_since", LocalDate.class),
            row.getObject("alert_id", UUID.class),
            disposition(row.getString("disposition")));

    private static final String MATCHING = """
            where a.disaster_id = :disaster
              and starts_with(a.region, :region)
              and (:who = ''
                   or (:who = 'vulnerable' and a.vulnerable)
                   or (:who = 'to-call' and a.vulnerable and a.reached_on is null)
                   or (:who = 'bereaved' and exists (select from disaster.affected_person d
                                                     where d.affected_id = a.id and d.died)))
              and (:reason = '' or :reason = any (a.reasons))
              and (:stage = '' or a.stage = :stage)
              and (:damage = '' or a.damage = :damage)
              and (:text = ''
                   or a.household_id in (select m.household_id
                                         from registry.membership m
                                         join registry.person q on q.id = m.person_id
                                         where m.valid_to is null and q.name = :text)
                   or a.household_id in (select id from registry.household where number = :text))
            """;

    // Whoever is vulnerable and has not been reached stands at the top, the most pressing reason first.
    private static final String ORDER = """
            order by not (a.vulnerable and a.reached_on is null),
                     not a.vulnerable,
                     array_position(array['child-without-parents', 'elder-alone', 'elders-only', 'disabled', 'tekun', 'dibao'],
                                    a.reasons[1]),
                     cardinality(a.reasons) desc,
                     array_position(array['collapsed', 'severe', 'slight', 'none'], a.damage),
                     a.region,
                     a.id
            """;

    private final JdbcClient db;

    AffectedList(JdbcClient db) {
        this.db = db;
    }

    Optional<Affected> find(UUID id) {
        return db.sql(SELECT + " where a.id = ?").param(id).query(ROW).optional();
    }

    List<Affected> of(UUID householdId) {
        return db.sql(SELECT + " where a.household_id = ? order by a.listed_on desc")
                .param(householdId)
                .query(ROW)
                .list();
    }

    /** All that match, in the order in which they are worked through. */
    List<Affected> all(UUID disasterId, Query query) {
        return bind(SELECT + MATCHING + ORDER, disasterId, query).query(ROW).list();
    }

    /** As {@link #all}, one after the other, for a file. */
    @Transactional(readOnly = true)
    void each(UUID disasterId, Query query, Consumer<Affected> households) {
        try (Stream<Affected> found =
                bind(SELECT + MATCHING + ORDER, disasterId, query)
                        .withFetchSize(Csv.ROWS_AT_A_TIME)
                        .query(ROW)
                        .stream()) {
            found.forEach(households);
        }
    }

    Page page(UUID disasterId, Query query) {
        long count = bind("select count(*) from disaster.affected a " + MATCHING, disasterId, query)
                .query(Long.class)
                .single();
        // The page is cut before the households are looked up, because heads and counts of members are dear.
        String page = SELECT.replace(
                "from disaster.affected a\n",
                "from (select a.* from disaster.affected a " + MATCHING + ORDER + " limit :limit offset :offset) a\n");
        List<Affected> rows = bind(page + ORDER, disasterId, query)
                .param("limit", PAGE)
                .param("offset", query.page() * PAGE)
                .query(ROW)
                .list();
        return new Page(rows, count, query.page());
    }

    private JdbcClient.StatementSpec bind(String sql, UUID disasterId, Query query) {
        return db.sql(sql)
                .param("disaster", disasterId)
                .param("region", query.region())
                .param("who", query.who())
                .param("reason", query.reason())
                .param("stage", query.stage())
                .param("damage", query.damage())
                .param("text", query.text().strip());
    }

    private static @Nullable Disposition disposition(@Nullable String code) {
        return code == null ? null : Disposition.of(code);
    }
}
