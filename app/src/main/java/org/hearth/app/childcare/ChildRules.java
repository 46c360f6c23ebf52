package org.hearth.app.childcare;

/** Which children get a file, as statements over the whole register at once. */
final class ChildRules {

    /** A table of this transaction for what each child's facts say. */
    static final String EMPTY_MARKS = """
            drop table if exists pg_temp.marked_child;
            create temporary table marked_child (
                person_id    uuid primary key,
                household_id uuid not null,
                region       text not null,
                kind         text not null
            ) on commit drop
            """;

    /**
     * Orphan: both parents dead. De facto unattended: each parent dead, missing or unable, but not both dead (民发〔2019〕62号).
     * Left behind: under the age, both away, or one away and the other without the ability of a guardian (国发〔2016〕13号).
     */
    static final String MARKS = """
            insert into marked_child (person_id, household_id, region, kind)
            with child as (
                select p.id as person_id, p.region, m.household_id,
                       age(:day::date, p.born) < make_interval(years => :leftBehindAge) as young,
                       f.value as parents
                from registry.person p
                join registry.membership m on m.person_id = p.id and m.valid_to is null
                join exchange.current_fact f on f.person_id = p.id and f.kind = 'parents'
                where p.died_on is null
                  and age(:day::date, p.born) < interval '18 years'
            ),
            counted as (
                select c.person_id, c.region, c.household_id, c.young,
                       count(*) filter (where parent ->> 'status' = 'dead')          as dead,
                       count(*) filter (where parent ->> 'status' = 'away-for-work') as away,
                       count(*) filter (where parent ->> 'status' <> 'away-for-work'
                                          and (parent ->> 'ableGuardian')::boolean is false) as unable,
                       count(*) filter (where parent ->> 'status' in
                               ('dead', 'missing-declared', 'severely-disabled', 'seriously-ill', 'imprisoned',
                                'drug-isolation', 'deported', 'guardianship-revoked')
                           or (parent ->> 'status' in ('lost-contact', 'detained')
                               and (parent ->> 'months')::int >= 6))                 as absent
                from child c, jsonb_array_elements(c.parents) parent
                group by c.person_id, c.region, c.household_id, c.young
            )
            select person_id, household_id, region,
                   case when dead = 2 then 'orphan' when absent = 2 then 'unattended' else 'left-behind' end
            from counted
            where dead = 2
               or absent = 2
               or (young and (away = 2 or (away = 1 and unable + absent > 0)))
            """;

    static final String LEAVE = """
            update childcare.child c
            set left_on = greatest(:day::date, c.since),
                left_because = case when p.died_on is not null then 'died' else 'situation-changed' end
            from registry.person p
            where p.id = c.person_id
              and c.left_on is null
              and not exists (select from marked_child m where m.person_id = c.person_id)
            """;

    static final String CHANGE = """
            update childcare.child c
            set kind = m.kind
            from marked_child m
            where m.person_id = c.person_id
              and c.left_on is null
              and c.kind <> m.kind
            """;

    static final String JOIN = """
            insert into childcare.child (id, region, household_id, person_id, kind, since)
            select uuidv7(), region, household_id, person_id, kind, :day
            from marked_child
            on conflict do nothing
            """;

    private ChildRules() {}
}
