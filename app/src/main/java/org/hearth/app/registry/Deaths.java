package org.hearth.app.registry;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.registry.HouseholdChanged.Change;
import org.hearth.app.registry.Proposals.Told;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who died, and by whose report: a death stands as long as one report of it does, on the day that the first of them says. */
@Component
class Deaths {

    private record Standing(
            UUID id, @Nullable LocalDate noted, @Nullable LocalDate reported) {}

    private final JdbcClient db;
    private final Proposals proposals;
    private final HearthClock clock;
    private final ApplicationEventPublisher events;

    Deaths(JdbcClient db, Proposals proposals, HearthClock clock, ApplicationEventPublisher events) {
        this.db = db;
        this.proposals = proposals;
        this.clock = clock;
        this.events = events;
    }

    /** Notes a report; whether the death was news. */
    boolean reported(UUID person, LocalDate diedOn, Source source) {
        db.sql("""
                insert into registry.death_report (person_id, source, source_id, region, died_on, reported_at)
                select id, :source, :sourceId, region, :on, :now
                from registry.person
                where id = :person
                on conflict (person_id, source, source_id) do update
                    set died_on = excluded.died_on, withdrawn_at = null
                """)
                .param("source", source.kind())
                .param("sourceId", source.id())
                .param("on", diedOn)
                .param("now", now())
                .param("person", person)
                .update();
        boolean news = !recount(List.of(person)).isEmpty();
        householdOf(person).ifPresent(household -> {
            RegionCode region = regionOf(household);
            proposals.propose(Stream.of(ProposedAct.APPOINT_HEAD, ProposedAct.CHANGE_ACCOUNT)
                    .map(act -> new Told(
                            new Proposals.Event(
                                    act, person, household, region, person.toString(), diedOn, "", null, null, ""),
                            source))
                    .toList());
        });
        return news;
    }

    /** What these sources reported is taken back. @return the persons who are alive by it */
    Set<UUID> withdrawn(Collection<UUID> sources) {
        List<UUID> persons = db.sql("""
                        update registry.death_report
                        set withdrawn_at = ?
                        where source_id = any (?)
                          and withdrawn_at is null
                        returning person_id
                        """)
                .params(now(), sources.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
        return persons.isEmpty() ? Set.of() : recount(persons);
    }

    /**
     * Makes the day of death what the reports that stand say; those of records that were merged count for the one that stayed.
     *
     * @return the records that are dead or alive by it and were not before
     */
    Set<UUID> recount(Collection<UUID> persons) {
        List<Standing> standing = db.sql("""
                        select p.id, p.died_on as noted, first.died_on as reported
                        from registry.person p
                        left join lateral (
                            select r.died_on
                            from registry.death_report r
                            join registry.person told on told.id = r.person_id
                            where (r.person_id = p.id or told.surviving_id = p.id)
                              and r.withdrawn_at is null
                            order by r.reported_at, r.source_id
                            limit 1
                        ) first on true
                        where p.id in (
                            select unnest(array[given.id, given.surviving_id])
                            from registry.person given
                            where given.id = any (?))
                          and p.died_on is distinct from first.died_on
                        """)
                .param(persons.toArray(UUID[]::new))
                .query(Standing.class)
                .list();
        Set<UUID> changed = new HashSet<>();
        for (Standing person : standing) {
            db.sql("update registry.person set died_on = :on where id = :id")
                    .param("on", person.reported())
                    .param("id", person.id())
                    .update();
            if (person.noted() == null || person.reported() == null) {
                changed.add(person.id());
            }
        }
        for (Standing person : standing) {
            LocalDate on = person.reported() == null ? clock.today() : person.reported();
            Change change = person.reported() == null ? Change.MEMBERS_CHANGED : Change.MEMBER_DIED;
            placeOf(person.id())
                    .ifPresent(household ->
                            events.publishEvent(new HouseholdChanged(household, regionOf(household), on, change)));
        }
        return changed;
    }

    private Optional<UUID> householdOf(UUID person) {
        return db.sql("""
                        select m.household_id
                        from registry.person p
                        join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                        where p.id = ?
                        """).param(person).query(UUID.class).optional();
    }

    /** The household of the record itself: one that was merged has none, and its survivor speaks for it. */
    private Optional<UUID> placeOf(UUID person) {
        return db.sql("select household_id from registry.membership where person_id = ? and valid_to is null")
                .param(person)
                .query(UUID.class)
                .optional();
    }

    private RegionCode regionOf(UUID household) {
        return new RegionCode(db.sql("select region from registry.household where id = ?")
                .param(household)
                .query(String.class)
                .single());
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
