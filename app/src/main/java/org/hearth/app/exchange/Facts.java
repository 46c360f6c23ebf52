package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hearth.app.platform.HearthClock;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes facts, and tells which of them are no news. */
@Component
class Facts {

    /**
     * A fact about to be written.
     *
     * @param json the value
     * @param rowNumber of the file it came with; null for a roll that was taken over
     */
    record NewFact(
            RegionCode region,
            UUID householdId,
            @Nullable UUID personId,
            String kind,
            String key,
            String json,
            LocalDate holdsOn,
            @Nullable Integer rowNumber) {}

    private final JdbcClient db;
    private final HearthClock clock;

    Facts(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The places in {@code facts} of those that say what the last word about that day says already, as far as it is in force
     * or of the same batch; with each the fact that is that word.
     */
    Map<Integer, Long> known(UUID batchId, List<NewFact> facts) {
        if (facts.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Long> known = new HashMap<>();
        db.sql("""
                        select s.place, last.id
                        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::date[], ?::jsonb[]) with ordinality
                             as s (household_id, person_id, kind, key, holds_on, value, place)
                        join lateral (
                            select f.id, f.value
                            from exchange.fact f
                            where f.household_id = s.household_id
                              and f.person_id is not distinct from s.person_id::uuid
                              and f.kind = s.kind
                              and f.key = s.key
                              and f.holds_on = s.holds_on
                              and (f.batch_id = ? or f.batch_id <> all (array(select batch_id from exchange.not_in_force)))
                              and not exists (select from exchange.withdrawn_fact w where w.fact_id = f.id)
                            order by f.id desc
                            limit 1
                        ) last on last.value = s.value
                        """)
                .params(List.of(
                        facts.stream().map(NewFact::householdId).toArray(UUID[]::new),
                        facts.stream()
                                .map(fact -> fact.personId() == null
                                        ? null
                                        : fact.personId().toString())
                                .toArray(String[]::new),
                        facts.stream().map(NewFact::kind).toArray(String[]::new),
                        facts.stream().map(NewFact::key).toArray(String[]::new),
                        facts.stream().map(fact -> fact.holdsOn().toString()).toArray(String[]::new),
                        facts.stream().map(NewFact::json).toArray(String[]::new),
                        batchId))
                .query(row -> {
                    known.put(row.getInt("place") - 1, row.getLong("id"));
                });
        return known;
    }

    void write(UUID batchId, String department, List<NewFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        // What is the same in all of them is sent once, not once a row.
        db.sql("""
                insert into exchange.fact
                    (region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at)
                select s.region, s.household_id::uuid, s.person_id::uuid, s.kind, s.key, s.value::jsonb, s.holds_on::date,
                       :department, :batch, s.row_number, :now
                from unnest(:regions::text[], :households::text[], :persons::text[], :kinds::text[], :keys::text[],
                            :values::text[], :days::text[], :rows::integer[])
                     as s (region, household_id, person_id, kind, key, value, holds_on, row_number)
                """)
                .param("department", department)
                .param("batch", batchId)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("regions", texts(facts, fact -> fact.region().digits()))
                .param("households", texts(facts, NewFact::householdId))
                .param("persons", texts(facts, NewFact::personId))
                .param("kinds", texts(facts, NewFact::kind))
                .param("keys", texts(facts, NewFact::key))
                .param("values", texts(facts, NewFact::json))
                .param("days", texts(facts, NewFact::holdsOn))
                .param("rows", facts.stream().map(NewFact::rowNumber).toArray(Integer[]::new))
                .update();
    }

    private static @Nullable String[] texts(List<NewFact> facts, Function<NewFact, @Nullable Object> part) {
        return facts.stream()
                .map(part)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
    }

    /** To be called after many were written: the planner takes a table for empty until its statistics are renewed. */
    void renewStatistics() {
        db.sql("analyze exchange.fact").update();
    }
}
