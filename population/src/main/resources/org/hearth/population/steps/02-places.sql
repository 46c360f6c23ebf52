-- The households of a village: in proportion to its weight, and together exactly as many as were asked for.
create table village as
    with weighed as (
        select
            code,
            left(code, 6) as county,
            case when name like '%居委会' or name like '%居民委员会' or name like '%社区' then 'urban' else 'rural' end as residence
        from village_name
    ),
    summed as (
        select
            *,
            case residence when 'urban' then rate('residents-committee-weight')::bigint else 2 end as weight,
            sum(case residence when 'urban' then rate('residents-committee-weight')::bigint else 2 end)
                over (order by code)::bigint as weight_to_here
        from weighed
    ),
    total as (
        select sum(weight)::bigint as weight from summed
    )
    select
        code,
        county,
        residence,
        (weight_to_here - summed.weight) * getvariable('households') // total.weight as households_before,
        weight_to_here * getvariable('households') // total.weight as households_to_here
    from summed
    cross join total
    order by code;

create table seat as
    select
        unnest(range(households_before, households_to_here)) + 1 as household,
        code as village,
        county,
        residence
    from village
    where households_to_here > households_before;
