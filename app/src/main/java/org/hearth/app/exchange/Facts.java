package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * @param personId who it was said of; null where it is of a household as a whole and of nobody in it
     * @param ofPerson whether it is about that person, and not about their household
     * @param json the value
     * @param rowNumber of the file it came with; null for a roll that was taken over
     */
    record NewFact(
            RegionCode region,
            UUID householdId,
            @Nullable UUID personId,
            boolean ofPerson,
            String kind,
            String key,
            String json,
            LocalDate holdsOn,
            @Nullable Integer rowNumber) {

        /** The person that it is about; null where it is about the household. */
        @Nullable
        UUID about() {
            return ofPerson ? personId : null;
        }
    }

    /** Where what was said earlier of somebody was filed, while they lived elsewhere or had another record. */
    private record Filed(UUID householdId, UUID personId) {}

    private final JdbcClient db;
    private final HearthClock clock;

    Facts(JdbcClient db, HearthClock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The places in {@code facts} of those that say what the last word about that day says already, as far as it is in force
     * or of the same batch; with each the fact that is that word. Facts follow people: what was filed where somebody lived before, or under a record that became one
     * with theirs, is known. What a row about somebody said of the household that they lived in then is known too.
     */
    Map<Integer, Long> known(UUID batchId, List<NewFact> facts) {
        if (facts.isEmpty()) {
            return Map.of();
        }
        Map<Filed, List<Filed>> earlier = earlier(facts);
        List<Looked> looked = new ArrayList<>(facts.size());
        for (int i = 0; i < facts.size(); i++) {
            NewFact fact = facts.get(i);
            UUID person = fact.personId();
            looked.add(new Looked(i, fact, fact.householdId(), fact.about(), null));
            if (person != null) {
                for (Filed filed : earlier.getOrDefault(new Filed(fact.householdId(), person), List.of())) {
                    looked.add(
                            fact.ofPerson()
                                    ? new Looked(i, fact, filed.householdId(), filed.personId(), null)
                                    : new Looked(i, fact, filed.householdId(), null, filed.personId()));
                }
            }
        }
        Map<Integer, Long> known = new HashMap<>();
        db.sql("""
                        select place, id
                        from (
                            select distinct on (s.place) s.place, last.id, last.value = s.value as same
                            from unnest(:places::integer[], :households::uuid[], :persons::text[], :said_of::text[],
                                        :kinds::text[], :keys::text[], :days::date[], :values::jsonb[])
                                 as s (place, household_id, person_id, said_of, kind, key, holds_on, value)
                            join lateral (
                                select f.id, f.value
                                from exchange.fact f
                                where f.household_id = s.household_id
                                  and f.person_id is not distinct from s.person_id::uuid
                                  and f.kind = s.kind
                                  and f.key = s.key
                                  and f.holds_on = s.holds_on
                                  and (f.batch_id = :batch
                                       or f.batch_id <> all (array(select batch_id from exchange.not_in_force)))
                                  and not exists (select from exchange.withdrawn_fact w where w.fact_id = f.id)
                                  and (s.said_of is null
                                       or exists (
                                           select
                                           from exchange.row_outcome o
                                           where o.batch_id = f.batch_id
                                             and o.row_number = f.row_number
                                             and o.person_id = s.said_of::uuid))
                                order by f.id desc
                                limit 1
                            ) last on true
                            order by s.place, last.id desc
                        ) last_word
                        where same
                        """)
                .param("places", looked.stream().map(Looked::place).toArray(Integer[]::new))
                .param("households", looked.stream().map(Looked::householdId).toArray(UUID[]::new))
                .param("persons", texts(looked, Looked::personId))
                .param("said_of", texts(looked, Looked::saidOf))
                .param("kinds", texts(looked, one -> one.fact().kind()))
                .param("keys", texts(looked, one -> one.fact().key()))
                .param("days", texts(looked, one -> one.fact().holdsOn()))
                .param("values", texts(looked, one -> one.fact().json()))
                .param("batch", batchId)
                .query(row -> {
                    known.put(row.getInt("place"), row.getLong("id"));
                });
        return known;
    }

    /**
     * Where a fact is looked for.
     *
     * @param place of the fact among those asked about
     * @param saidOf for what is filed with a household, whose row must have said it; null for anybody's
     */
    private record Looked(
            int place,
            NewFact fact,
            UUID householdId,
            @Nullable UUID personId,
            @Nullable UUID saidOf) {}

    /** By household and person of today, where else things about them were filed. */
    private Map<Filed, List<Filed>> earlier(List<NewFact> facts) {
        Set<Filed> now = new HashSet<>();
        for (NewFact fact : facts) {
            UUID person = fact.personId();
            if (person != null) {
                now.add(new Filed(fact.householdId(), person));
            }
        }
        Map<Filed, List<Filed>> earlier = new HashMap<>();
        db.sql("""
                        select r.now_household_id, r.now_person_id, r.household_id, r.person_id
                        from unnest(?::uuid[], ?::uuid[]) as s (household_id, person_id)
                        join registry.refiled r
                            on r.now_household_id = s.household_id and r.now_person_id = s.person_id
                        """)
                .params(
                        now.stream().map(Filed::householdId).toArray(UUID[]::new),
                        now.stream().map(Filed::personId).toArray(UUID[]::new))
                .query(row -> {
                    earlier.computeIfAbsent(
                                    new Filed(
                                            row.getObject("now_household_id", UUID.class),
                                            row.getObject("now_person_id", UUID.class)),
                                    filed -> new ArrayList<>())
                            .add(new Filed(
                                    row.getObject("household_id", UUID.class), row.getObject("person_id", UUID.class)));
                });
        return earlier;
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
                .param("persons", texts(facts, NewFact::about))
                .param("kinds", texts(facts, NewFact::kind))
                .param("keys", texts(facts, NewFact::key))
                .param("values", texts(facts, NewFact::json))
                .param("days", texts(facts, NewFact::holdsOn))
                .param("rows", facts.stream().map(NewFact::rowNumber).toArray(Integer[]::new))
                .update();
    }

    private static <T> @Nullable String[] texts(List<T> facts, Function<T, @Nullable Object> part) {
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
