package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An operation under way: it changes rows and notes each, so that all of them can be taken back. */
final class Act {

    private final JdbcClient db;
    private final UUID id = Ids.next();
    private final RegionCode region;
    private final OffsetDateTime now;
    private final Set<UUID> households = new LinkedHashSet<>();
    private final Set<UUID> persons = new LinkedHashSet<>();
    private int rows;

    private Act(JdbcClient db, RegionCode region, OffsetDateTime now) {
        this.db = db;
        this.region = region;
        this.now = now;
    }

    static Act begin(
            JdbcClient db, HearthClock clock, Operation.Kind kind, RegionCode region, LocalDate on, String reason) {
        Act act = new Act(db, region, clock.now().atZone(HearthClock.ZONE).toOffsetDateTime());
        db.sql("""
                insert into registry.operation
                    (id, region, kind, households, persons, effective_on, reason, recorded_at, recorded_by)
                values (:id, :region, :kind, '{}', '{}', :on, :reason, :now, :by)
                """)
                .param("id", act.id)
                .param("region", region.digits())
                .param("kind", kind.code())
                .param("on", on)
                .param("reason", reason)
                .param("now", act.now)
                .param("by", Scopes.actor())
                .update();
        return act;
    }

    UUID id() {
        return id;
    }

    OffsetDateTime now() {
        return now;
    }

    /** Says what the act is about, and ends it. */
    UUID end(Collection<UUID> households, Collection<UUID> persons) {
        this.households.addAll(households);
        this.persons.addAll(persons);
        db.sql("update registry.operation set households = ?, persons = ? where id = ?")
                .params(this.households.toArray(UUID[]::new), this.persons.toArray(UUID[]::new), id)
                .update();
        return id;
    }

    UUID joins(UUID household, RegionCode village, UUID person, Relation relation, LocalDate from) {
        UUID row = Ids.next();
        db.sql("""
                insert into registry.membership (id, region, household_id, person_id, relation, valid_from, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(row, village.digits(), household, person, relation.code(), from, now)
                .update();
        return opened("membership", row);
    }

    /** Ends a person's present membership with the day before {@code from}; one that began then or later never held. */
    void leaves(UUID person, LocalDate from) {
        closeAll("membership", "person_id = ?", person, from);
    }

    /** Ends all rows of a kind that run for one household or person, before {@code from}. */
    void closeAll(String table, String condition, UUID subject, LocalDate from) {
        db.sql("select id from registry." + table + " where " + condition + " and valid_to is null")
                .param(subject)
                .query(UUID.class)
                .list()
                .forEach(row -> close(table, row, from));
    }

    void close(String table, UUID row, LocalDate from) {
        boolean withdraws = table.equals("membership") || table.equals("stratum");
        db.sql("update registry." + table + " set valid_to = greatest(cast(:last as date), valid_from)"
                        + (withdraws
                                ? ", withdrawn_at = case when valid_from > cast(:last as date) then cast(:now as timestamptz) end"
                                : "")
                        + " where id = :id")
                .param("last", from.minusDays(1))
                .param("now", now)
                .param("id", row)
                .update();
        note(table, row, "closed", null);
    }

    UUID opened(String table, UUID row) {
        note(table, row, "opened", null);
        return row;
    }

    /** Notes how a household or a person stood, before the caller changes it. */
    void changes(String table, UUID row) {
        String before = db.sql("select to_jsonb(t) from registry." + table + " t where id = ?")
                .param(row)
                .query(String.class)
                .single();
        note(table, row, "changed", before);
    }

    private void note(String table, UUID row, String effect, @Nullable String before) {
        db.sql("""
                insert into registry.operation_row (operation_id, n, region, table_name, row_id, effect, before)
                values (:operation, :n, :region, :table, :row, :effect, cast(:before as jsonb))
                """)
                .param("operation", id)
                .param("n", ++rows)
                .param("region", region.digits())
                .param("table", table)
                .param("row", row)
                .param("effect", effect)
                .param("before", before)
                .update();
    }
}
