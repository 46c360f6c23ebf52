package org.hearth.app.disaster;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.chain.Chain;
import org.hearth.app.chain.ChainEntry;
import org.hearth.app.chain.ChainKind;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Source;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The roll of affected households: whoever is put on it is looked through for the vulnerable at once. */
@Component
class AffectedRoll {

    /** A household to be put on the roll, or told anew. */
    record Listed(UUID id, UUID householdId, RegionCode region, Damage damage, List<Hit> people) {}

    /** What happened to one person. */
    record Hit(UUID personId, boolean died, boolean injured, boolean relocated) {}

    static final String CHAIN_SOURCE = "disaster.affected";

    private final JdbcClient db;
    private final Bulk bulk;
    private final Chain chain;
    private final Registry registry;
    private final HearthClock clock;
    private final PolicyPack policy;

    AffectedRoll(JdbcClient db, Bulk bulk, Chain chain, Registry registry, HearthClock clock, PolicyPack policy) {
        this.db = db;
        this.bulk = bulk;
        this.chain = chain;
        this.registry = registry;
        this.clock = clock;
        this.policy = policy;
    }

    /** Puts households on the roll; of one that is on it, what the newer list says holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    void add(Disaster disaster, List<Listed> listed) {
        if (listed.isEmpty()) {
            return;
        }
        LocalDate today = clock.today();
        bulk.insert(
                "disaster.affected",
                List.of(
                        "id",
                        "region",
                        "disaster_id",
                        "household_id",
                        "damage",
                        "listed_on",
                        "listed_by",
                        "stage_since"),
                "on conflict (disaster_id, household_id) do update set damage = excluded.damage",
                rows -> listed.forEach(l -> rows.add(
                        l.id(),
                        l.region().digits(),
                        disaster.id(),
                        l.householdId(),
                        l.damage().code(),
                        today,
                        Scopes.actor(),
                        today)));
        UUID[] households = listed.stream().map(Listed::householdId).toArray(UUID[]::new);
        Map<UUID, UUID> ids = new HashMap<>();
        db.sql("select household_id, id from disaster.affected where disaster_id = ? and household_id = any (?)")
                .params(disaster.id(), households)
                .query(row -> {
                    ids.put(row.getObject("household_id", UUID.class), row.getObject("id", UUID.class));
                });
        bulk.insert(
                "disaster.affected_person",
                List.of("affected_id", "person_id", "region", "died", "injured", "relocated"),
                """
                on conflict (affected_id, person_id) do update
                    set died = excluded.died, injured = excluded.injured, relocated = excluded.relocated
                """,
                rows -> listed.forEach(l -> l.people()
                        .forEach(hit -> rows.add(
                                ids.get(l.householdId()),
                                hit.personId(),
                                l.region().digits(),
                                hit.died(),
                                hit.injured(),
                                hit.relocated()))));
        listed.stream()
                .flatMap(l -> l.people().stream())
                .filter(Hit::died)
                .forEach(hit -> registry.personDied(
                        hit.personId(),
                        disaster.happenedAt().toLocalDate(),
                        new Source("disaster.disaster", disaster.id(), disaster.name())));
        findVulnerable(disaster, ids.values());
        writeChain(disaster, households);
    }

    /** Looks again who is vulnerable among these households, from the register and the departments' facts as they stand. */
    @Transactional(propagation = Propagation.MANDATORY)
    void findVulnerable(Disaster disaster, Collection<UUID> affectedIds) {
        LocalDate today = clock.today();
        String county = disaster.counties().getFirst().digits();
        db.sql("""
                with member as (
                    select a.id as affected_id, a.household_id, p.id as person_id, m.relation,
                           extract(year from age(:today::date, p.born)) as age
                    from disaster.affected a
                    join registry.membership m on m.household_id = a.household_id and m.valid_to is null
                    join registry.person p on p.id = m.person_id and p.died_on is null
                    where a.id = any (:ids)
                ), mark as (
                    -- A child of the head needs a grown head or spouse at home, a grandchild somebody in between, others a parent.
                    select c.affected_id, 'child-without-parents' as reason
                    from member c
                    where c.age < :childAge
                      and c.relation in ('child', 'grandchild', 'head', 'sibling')
                      and not exists (
                          select
                          from member g
                          where g.affected_id = c.affected_id
                            and g.age >= :childAge
                            and g.relation = any (case c.relation
                                    when 'child' then array['head', 'spouse']
                                    when 'grandchild' then array['child']
                                    else array['parent']
                                end))
                    union
                    select affected_id, case count(*) when 1 then 'elder-alone' else 'elders-only' end
                    from member
                    group by affected_id
                    having min(age) >= :elderAge
                    union
                    -- What departments and surveys say adds to what the register shows.
                    select distinct a.id,
                           case f.kind
                               when 'disability' then 'disabled'
                               when 'livesWith' then 'child-without-parents'
                               else 'elder-alone'
                           end
                    from disaster.affected a
                    -- Household by household: a plain join would look for the newest fact of everybody in the land.
                    cross join lateral (
                        select person_id, kind, value
                        from exchange.current_fact
                        where household_id = a.household_id
                    ) f
                    join registry.person p on p.id = f.person_id and p.died_on is null
                    where a.id = any (:ids)
                      and (f.kind = 'disability'
                           or (f.kind = 'livingArrangement' and f.value #>> '{}' = 'alone')
                           or (f.kind = 'livesWith' and f.value #>> '{}' in ('grandparents', 'other-relatives', 'alone')))
                    union
                    select a.id, s.stratum
                    from disaster.affected a
                    join registry.stratum s on s.household_id = a.household_id and s.valid_to is null
                    where a.id = any (:ids)
                      and s.stratum in ('tekun', 'dibao')
                ), found as (
                    select affected_id, array_agg(reason order by array_position(:order::text[], reason)) as reasons
                    from mark
                    group by affected_id
                )
                update disaster.affected a
                set reasons = coalesce(f.reasons, '{}'),
                    call_due_on = case when f.reasons is not null then coalesce(a.call_due_on, :today) else a.call_due_on end
                from disaster.affected b
                left join found f on f.affected_id = b.id
                where b.id = any (:ids)
                  and a.id = b.id
                """)
                .param("today", today)
                .param("ids", affectedIds.toArray(UUID[]::new))
                .param("childAge", years("disaster.child-age", county, today))
                .param("elderAge", years("disaster.elder-age", county, today))
                .param(
                        "order",
                        Arrays.stream(Vulnerability.values())
                                .map(Vulnerability::code)
                                .toArray(String[]::new))
                .update();
    }

    private int years(String parameter, String county, LocalDate on) {
        return policy.packOn(on)
                .parameters()
                .value(parameter, county, "rural", on)
                .number()
                .intValueExact();
    }

    private void writeChain(Disaster disaster, UUID[] households) {
        chain.recordAll(db
                .sql(AffectedList.SELECT + " where a.disaster_id = ? and a.household_id = any (?)")
                .params(disaster.id(), households)
                .query(AffectedList.ROW)
                .list()
                .stream()
                .map(affected -> new ChainEntry(
                        affected.householdId(),
                        null,
                        affected.region(),
                        affected.listedOn(),
                        ChainKind.DISASTER,
                        summary(disaster, affected),
                        null,
                        CHAIN_SOURCE,
                        affected.id(),
                        disaster.link()))
                .toList());
    }

    private static Text summary(Disaster disaster, Affected a) {
        StringBuilder zh = new StringBuilder(
                disaster.name().zh() + "受灾：房屋" + a.damage().title().zh());
        StringBuilder en = new StringBuilder("Hit by " + disaster.name().en() + ": house "
                + a.damage().title().en().toLowerCase());
        append(zh, en, "，因灾死亡 %d 人", ", %d died", a.died());
        append(zh, en, "，受伤 %d 人", ", %d injured", a.injured());
        append(zh, en, "，转移安置 %d 人", ", %d relocated", a.relocated());
        if (a.isVulnerable()) {
            zh.append("。列为优先救助对象（")
                    .append(a.reasons().stream().map(r -> r.title().zh()).collect(Collectors.joining("、")))
                    .append("）");
            en.append(". To be reached first: ")
                    .append(a.reasons().stream().map(r -> r.title().en()).collect(Collectors.joining(", ")));
        }
        return new Text(zh.append("。").toString(), en.append(".").toString());
    }

    private static void append(StringBuilder zh, StringBuilder en, String zhPattern, String enPattern, int count) {
        if (count > 0) {
            zh.append(zhPattern.formatted(count));
            en.append(enPattern.formatted(count));
        }
    }
}
