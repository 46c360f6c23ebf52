package org.hearth.app.disaster;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.monitoring.Disposition;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The affected households of a disaster as they are worked through: the vulnerable first, in one order made by the database. */
@Component
class AffectedList {

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

    private static final String ORDER = " order by disaster.urgency(a), a.region, a.id ";

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

    /** Those of a disaster, in the order in which they are worked through. */
    List<Affected> all(UUID disasterId) {
        return db.sql(SELECT + " where a.disaster_id = ?" + ORDER)
                .param(disasterId)
                .query(ROW)
                .list();
    }

    /** Those of these ids that one may see. */
    List<Affected> all(Collection<UUID> ids) {
        return db.sql(SELECT + " where a.id = any (?)" + ORDER)
                .param(ids.toArray(UUID[]::new))
                .query(ROW)
                .list();
    }

    private static @Nullable Disposition disposition(@Nullable String code) {
        return code == null ? null : Disposition.of(code);
    }
}
