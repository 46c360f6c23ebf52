-- The assets of households on a day, as the household document says them: what was declared, beside what departments have
-- registered. What was registered by the day of the declaration may be what was declared: the larger number counts, so that
-- the same car is not counted twice and a hidden one is not lost. What was registered later is more; what a department ended
-- later, and what was not registered later, is taken off. Of money in accounts, the larger of declared and reported counts.
with declared as (
    select distinct on (household_id) household_id, value, holds_on
    from exchange.filed_fact
    where kind = 'assets'
      and person_id is null
      and holds_on <= cast(:on as date)
      and (:everybody or household_id = any (:households))
    order by household_id, holds_on desc, id desc
),
last_word as (
    select distinct on (household_id, kind, key)
           household_id,
           kind,
           coalesce(value ->> 'kind', value ->> 'use', '') as sort,
           value,
           coalesce((value ->> 'ended')::boolean, false) as ended,
           holds_on,
           min(holds_on) over (partition by household_id, kind, key) as first_on
    from exchange.filed_fact
    where kind in ('vehicle', 'dwelling', 'business', 'deposit')
      and holds_on <= cast(:on as date)
      and (:everybody or household_id = any (:households))
    order by household_id, kind, key, holds_on desc, id desc
),
registered as (
    select household_id,
           kind,
           sort,
           count(*) filter (where not ended and first_on <= declared.holds_on) as there_then,
           count(*) filter (where not ended and (declared.holds_on is null or first_on > declared.holds_on)) as there_since,
           count(*) filter (
               where ended and last_word.holds_on > declared.holds_on
                 and (first_on <= declared.holds_on or first_on = last_word.holds_on)
           ) as gone,
           sum((last_word.value ->> 'balance')::numeric) as balance
    from last_word
    left join declared using (household_id)
    group by household_id, kind, sort
),
things as (
    select household_id,
           sum(balance) filter (where kind = 'deposit') as balance,
           max(there_then) filter (where kind = 'dwelling' and sort = 'residential') as dwellings_then,
           max(there_since) filter (where kind = 'dwelling' and sort = 'residential') as dwellings_since,
           max(gone) filter (where kind = 'dwelling' and sort = 'residential') as dwellings_gone,
           max(there_then + there_since) filter (where kind = 'dwelling' and sort = 'non-residential') as premises,
           max(gone) filter (where kind = 'dwelling' and sort = 'non-residential') as premises_gone,
           max(there_then + there_since) filter (where kind = 'business') as businesses,
           max(gone) filter (where kind = 'business') as businesses_gone
    from registered
    group by household_id
),
living as (
    select m.household_id, count(*) as members
    from registry.membership m
    join registry.person p on p.id = m.person_id
    where m.valid_to is null
      and (p.died_on is null or p.died_on > cast(:on as date))
      and m.household_id in (select household_id from things where balance is not null)
    group by m.household_id
),
vehicle_of_declaration as (
    select household_id,
           v ->> 'kind' as sort,
           v as vehicle,
           row_number() over (partition by household_id, v ->> 'kind' order by (v ->> 'value')::numeric desc nulls last, place) as place
    from declared, jsonb_array_elements(value -> 'vehicles') with ordinality as listed (v, place)
),
vehicles as (
    select household_id, jsonb_agg(vehicle order by vehicle ->> 'kind', (vehicle ->> 'value')::numeric) as list
    from (
        select household_id, value - 'ended' as vehicle
        from last_word
        where kind = 'vehicle' and not ended
        union all
        select d.household_id, d.vehicle
        from vehicle_of_declaration d
        left join registered r on r.household_id = d.household_id and r.kind = 'vehicle' and r.sort = d.sort
        where d.place > coalesce(r.there_then + r.gone, 0)
    ) owned
    group by household_id
)
select household_id,
       coalesce(d.value, '{}') - 'vehicles' || jsonb_strip_nulls(jsonb_build_object(
           'financialPerCapita', greatest((d.value ->> 'financialPerCapita')::numeric, round(t.balance / l.members, 2)),
           'dwellings', case
               when d.value -> 'dwellings' is not null or t.dwellings_then is not null then
                   greatest(coalesce((d.value ->> 'dwellings')::integer, 0) - coalesce(t.dwellings_gone, 0), coalesce(t.dwellings_then, 0))
                   + coalesce(t.dwellings_since, 0)
           end,
           'nonResidentialProperty', case
               when t.premises > 0 then true
               when t.premises_gone > 0 then false
               else (d.value ->> 'nonResidentialProperty')::boolean
           end,
           'businessRegistration', case
               when t.businesses > 0 then true
               when t.businesses_gone > 0 then false
               else (d.value ->> 'businessRegistration')::boolean
           end,
           'vehicles', v.list
       )) as value
from declared d
full join things t using (household_id)
left join living l using (household_id)
left join vehicles v using (household_id)
where d.household_id is not null
   or t.balance is not null
   or t.dwellings_since > 0
   or t.premises > 0
   or t.businesses > 0
   or v.list is not null
