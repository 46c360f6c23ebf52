package org.hearth.app.disaster.web;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hearth.app.disaster.Affected;
import org.hearth.app.disaster.Disasters;
import org.hearth.app.platform.Csv;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finding affected households for the list. */
@Component
class AffectedPages {

    static final int PAGE = 50;

    /** Which households are looked for; empty fields do not narrow. */
    record Query(String text, String region, String who, String reason, String stage, String damage, int page) {}

    record Page(List<Affected> rows, long count, int page) {

        public boolean isLast() {
            return (page + 1L) * PAGE >= count;
        }
    }

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

    private static final String ORDER = " order by disaster.urgency(a), a.region, a.id ";

    private final JdbcClient db;
    private final Disasters disasters;

    AffectedPages(JdbcClient db, Disasters disasters) {
        this.db = db;
        this.disasters = disasters;
    }

    /** All that match, one after the other in the order in which they are worked through, for a file. */
    @Transactional(readOnly = true)
    void each(UUID disasterId, Query query, Consumer<Affected> households) {
        List<UUID> ids = bind("select a.id from disaster.affected a " + MATCHING + ORDER, disasterId, query)
                .query(UUID.class)
                .list();
        for (int from = 0; from < ids.size(); from += Csv.ROWS_AT_A_TIME) {
            disasters
                    .affected(ids.subList(from, Math.min(from + Csv.ROWS_AT_A_TIME, ids.size())))
                    .forEach(households);
        }
    }

    Page page(UUID disasterId, Query query) {
        long count = bind("select count(*) from disaster.affected a " + MATCHING, disasterId, query)
                .query(Long.class)
                .single();
        // The page is cut before the households are looked up, because heads and counts of members are dear.
        List<UUID> ids = bind(
                        "select a.id from disaster.affected a " + MATCHING + ORDER + " limit :limit offset :offset",
                        disasterId,
                        query)
                .param("limit", PAGE)
                .param("offset", query.page() * PAGE)
                .query(UUID.class)
                .list();
        return new Page(disasters.affected(ids), count, query.page());
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
}
