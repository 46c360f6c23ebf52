package org.hearth.app.visits;

/** Who is an elder with special difficulties, and of which tier, as statements over the whole register at once. */
final class ElderRules {

    /** A table of this transaction for what everybody's facts say of them. */
    static final String EMPTY_MARKS = """
            drop table if exists pg_temp.marked_elder;
            create temporary table marked_elder (
                person_id    uuid primary key,
                household_id uuid not null,
                region       text not null,
                categories   text[] not null,
                tier         text not null
            ) on commit drop
            """;

    /** A table of this transaction for what is known of each person. */
    static final String EMPTY_FACTS = """
            drop table if exists pg_temp.known_elder;
            create temporary table known_elder (
                person_id uuid primary key,
                living    text,
                severe    boolean,
                failed    integer,
                special   boolean
            ) on commit drop
            """;

    /**
     * What the facts say of each person. It stands in a table with a key, because the planner cannot know how many facts there
     * are on a day when a whole roll has just been taken over.
     */
    static final String FACTS = """
            insert into known_elder (person_id, living, severe, failed, special)
            select person_id,
                   max(value #>> '{}') filter (where kind = 'livingArrangement'),
                   bool_or((value ->> 'grade')::int <= 2) filter (where kind = 'disability'),
                   max((value #>> '{}')::int) filter (where kind = 'selfCareFailed'),
                   bool_or((value #>> '{}')::boolean) filter (where kind = 'specialFamilyPlanning')
            from exchange.current_fact
            where kind in ('livingArrangement', 'disability', 'selfCareFailed', 'specialFamilyPlanning')
            group by person_id
            """;

    /** Who has which difficulty today, and the tier that follows. */
    static final String MARKS = """
            insert into marked_elder (person_id, household_id, region, categories, tier)
            with away as (
                select distinct m.household_id
                from exchange.current_fact f
                join registry.membership m on m.person_id = f.person_id and m.valid_to is null and m.relation = 'child'
                where f.kind = 'away' and f.value #>> '{}' = 'work'
            ),
            elder as (
                select p.id as person_id, p.region, m.household_id,
                       age(:day::date, p.born) >= make_interval(years => :highAge) as very_old,
                       array_remove(array[
                           case when k.living = 'alone' then 'alone' end,
                           case when k.living = 'empty-nest' then 'empty-nest' end,
                           case when a.household_id is not null and m.relation in ('head', 'spouse', 'parent', 'grandparent')
                                and coalesce(k.living, '') <> 'with-family' then 'left-behind' end,
                           case when k.failed > 0 then 'disabled' end,
                           case when k.severe then 'severely-disabled' end,
                           case when k.special then 'special-family-planning' end], null) as categories
                from registry.person p
                join registry.membership m on m.person_id = p.id and m.valid_to is null
                join known_elder k on k.person_id = p.id
                left join away a on a.household_id = m.household_id
                where p.died_on is null
                  and age(:day::date, p.born) >= make_interval(years => :elderAge)
                  and coalesce(k.living, '') <> 'institution'
            )
            select person_id, household_id, region, categories,
                   case when very_old and categories && array['alone', 'empty-nest', 'left-behind'] then 'high'
                        when categories && array['disabled', 'severely-disabled', 'special-family-planning'] then 'key'
                        when exists (select from registry.stratum s
                                     where s.household_id = elder.household_id
                                       and (s.person_id is null or s.person_id = elder.person_id)
                                       and s.stratum = 'tekun' and s.valid_to is null) then 'key'
                        else 'general' end as tier
            from elder
            where cardinality(categories) > 0
            """;

    static final String LEAVE = """
            update visits.elder e
            set left_on = greatest(:day::date, e.since),
                left_because = case
                    when p.died_on is not null then 'died'
                    when exists (select from exchange.current_fact f
                                 where f.person_id = e.person_id
                                   and f.kind = 'livingArrangement'
                                   and f.value #>> '{}' = 'institution') then 'institution'
                    else 'difficulty-over' end
            from registry.person p
            where p.id = e.person_id
              and e.left_on is null
              and not exists (select from marked_elder m where m.person_id = e.person_id)
            """;

    static final String CHANGE = """
            update visits.elder e
            set categories = m.categories, tier = m.tier
            from marked_elder m
            where m.person_id = e.person_id
              and e.left_on is null
              and (e.categories, e.tier) is distinct from (m.categories, m.tier)
            """;

    static final String JOIN = """
            insert into visits.elder (id, region, household_id, person_id, categories, tier, since)
            select uuidv7(), region, household_id, person_id, categories, tier, :day
            from marked_elder
            on conflict do nothing
            """;

    private ElderRules() {}
}
