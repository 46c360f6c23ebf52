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

    /** A table of this transaction for what is known of each child. */
    static final String EMPTY_FACTS = """
            drop table if exists pg_temp.known_child;
            create temporary table known_child (
                person_id uuid primary key,
                dead      integer,
                away      integer,
                unable    integer,
                absent    integer,
                guardians integer,
                disabled  boolean,
                alone     boolean
            ) on commit drop
            """;

    /**
     * What the facts say of each child's parents, and of itself. It stands in a table with a key, because the planner cannot
     * know how many facts there are on a day when a whole roll has just been taken over.
     */
    static final String FACTS = """
            insert into known_child (person_id, dead, away, unable, absent, guardians, disabled, alone)
            with parent as (
                select f.person_id, each.value ->> 'status' as status,
                       (each.value ->> 'ableGuardian')::boolean is not false as able,
                       coalesce((each.value ->> 'months')::int, 0) as months
                from exchange.current_fact f, jsonb_array_elements(f.value) each
                where f.kind = 'parents'
            ),
            counted as (
                select person_id,
                       count(*) filter (where status = 'dead')                            as dead,
                       count(*) filter (where status = 'away-for-work')                   as away,
                       count(*) filter (where status <> 'away-for-work' and not able)     as unable,
                       count(*) filter (where status in
                               ('dead', 'missing-declared', 'severely-disabled', 'seriously-ill', 'imprisoned',
                                'drug-isolation', 'deported', 'guardianship-revoked')
                           or (status in ('lost-contact', 'detained') and months >= 6))   as absent,
                       count(*) filter (where able and status in ('present', 'away-for-work')) as guardians
                from parent
                group by person_id
            ),
            own as (
                select person_id,
                       bool_or(kind = 'disability')                                       as disabled,
                       bool_or(kind = 'livesWith' and value #>> '{}' = 'alone')           as alone
                from exchange.current_fact
                where kind in ('disability', 'livesWith')
                group by person_id
            )
            select person_id, dead, away, unable, absent, guardians, disabled, alone
            from counted
            full join own using (person_id)
            """;

    /**
     * The heaviest that holds. Orphan: both parents dead. De facto unattended: each parent dead, missing or unable, but not
     * both dead (民发〔2019〕62号). Left behind: under the age, both away, or one away and the other without the ability of a
     * guardian (国发〔2016〕13号). In difficulty: poor, disabled, or with a guardian missing (国发〔2016〕36号).
     */
    static final String MARKS = """
            insert into marked_child (person_id, household_id, region, kind)
            with child as (
                select p.id as person_id, p.region, m.household_id,
                       age(:day::date, p.born) < make_interval(years => :leftBehindAge) as young
                from registry.person p
                join registry.membership m on m.person_id = p.id and m.valid_to is null
                where p.died_on is null
                  and age(:day::date, p.born) < interval '18 years'
            ),
            on_a_roll as (
                select household_id, person_id
                from registry.stratum
                where valid_to is null and stratum <> 'other'
            ),
            judged as (
                select c.person_id, c.household_id, c.region,
                       case
                           when n.dead = 2 then 'orphan'
                           when n.absent = 2 then 'unattended'
                           when c.young and (n.away = 2 or (n.away = 1 and n.unable + n.absent > 0)) then 'left-behind'
                           when n.disabled or n.alone or n.guardians = 0 then 'in-difficulty'
                           when exists (select from on_a_roll r
                                        where r.household_id = c.household_id
                                          and (r.person_id is null or r.person_id = c.person_id)) then 'in-difficulty'
                       end as kind
                from child c
                left join known_child n using (person_id)
            )
            select person_id, household_id, region, kind
            from judged
            where kind is not null
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
