-- Counted income is income_ratio x standard x persons, split over farm, wages and the rest; the central basic pension and
-- social assistance come on top and do not count (最低生活保障审核确认办法 Art 13).
create table purse as
    with people as (
        select
            household,
            count(*) filter (employed) as earners,
            count(*) filter (age >= 60) as elders,
            count(*) filter (student <> 'none') as students,
            count(*) filter (disability_grade is not null) as disabled,
            bool_or(major_disease) as diseased
        from (select person // 8 as household, * from condition)
        group by household
    )
    select
        household.*,
        people.* exclude (household),
        round(income_ratio * standard * size)::bigint as counted,
        case
            when residence = 'urban' then 0
            when earners = 0 and income_ratio < 2.6 then floor(income_ratio * standard * size * between_chance(household, 'farm', 0.1, 0.5))
            else floor(income_ratio * standard * size * between_chance(household, 'farm', 0.2, 0.6))
        end::bigint as farm
    from household
    join people using (household);

create table income as
    select household, null::bigint as person, 'farm' as kind, farm as monthly
    from purse
    where farm > 0
    union all
    select household, person, 'wage', (counted - farm) // nullif(earners, 0)
    from purse
    join (select person // 8 as household, person from condition where employed) using (household)
    where (counted - farm) // nullif(earners, 0) > 0
    union all
    select
        household,
        null,
        case
            when elders > 0 and residence = 'urban' and truth = 'none' then 'employee-pension'
            when elders > 0 then 'support'
            else 'transfer'
        end,
        counted - farm
    from purse
    where earners = 0 and counted > farm
    union all
    select household, person, 'basic-pension-central', rate('basic-pension-central')::bigint
    from purse
    join (select person // 8 as household, person, age from condition) using (household)
    where age >= 60 and not (residence = 'urban' and truth = 'none')
    union all
    select
        household,
        null,
        'social-assistance',
        case
            when list_contains(holds, 'tekun') then round(standard * rate('tekun-multiple'))
            else greatest(round(standard * size) - counted, round(standard * 0.2 * size))
        end::bigint
    from purse
    where list_contains(holds, 'tekun') or list_contains(holds, 'dibao')
    union all
    select household, person, 'disability-subsidy', rate('disability-subsidy')::bigint
    from purse
    join (select person // 8 as household, person, disability_grade from condition) using (household)
    where disability_grade is not null
        and (list_contains(holds, 'tekun') or list_contains(holds, 'dibao') or (truth <> 'none' and disability_grade <= 2))
        and chance(person, 'disability-subsidy') >= rate('disability-subsidy-missing');

-- A rigid-expenditure household spends, net, most of its income on medicine; another's spending stays well below half.
create table expenditure as
    with yearly as (
        select *, counted * 12 as year_income
        from purse
    ),
    parts as (
        select
            household,
            'living' as kind,
            case
                when truth in ('dibao', 'tekun') then standard * size * 12 * between_chance(household, 'living', 0.6, 1)
                else year_income * between_chance(household, 'living', 0.18, 0.34)
            end as amount,
            0 as reimbursed_share,
            null as public_share
        from yearly
        union all
        select
            household,
            'medical',
            case
                when truth = 'rigid' then year_income * between_chance(household, 'medical', 1.6, 2.6)
                when truth in ('dibao', 'tekun', 'edge') then standard * size * 12 * between_chance(household, 'medical', 0.02, case when diseased then 2.5 else 0.4 end)
                else year_income * between_chance(household, 'medical', 0.01, 0.08)
            end,
            case when truth = 'rigid' then 0.5 else 0.55 end,
            null
        from yearly
        where truth = 'rigid' or diseased or chance(household, 'medical-any') < 0.4
        union all
        select
            household,
            'education',
            case when truth = 'none' then year_income * between_chance(household, 'education', 0.01, 0.05) else standard * students * between_chance(household, 'education', 0.2, 0.9) end,
            0,
            case when chance(household, 'private-school') < 0.1 then 0.4 end
        from yearly
        where students > 0
        union all
        select household, 'rehabilitation', standard * disabled * between_chance(household, 'rehabilitation', 0.1, 0.6), 0.6, null
        from yearly
        where disabled > 0 and chance(household, 'rehabilitation-any') < 0.5
    )
    select
        household,
        kind,
        floor(amount)::bigint as amount,
        floor(amount * reimbursed_share)::bigint as reimbursed,
        floor(amount * public_share)::bigint as public_school_rate
    from parts
    where amount >= 1;

create table asset as
    select
        household,
        chance(household, 'assets-missing') >= case when truth = 'none' then 0.15 else rate('evidence-missing') end as assets_known,
        case
            when truth = 'tekun' then round(standard * 12 * between_chance(household, 'savings', 0, 0.9))
            when truth <> 'none' or later_stratum is not null then round(rate('standard.urban') * rate('financial-months') * between_chance(household, 'savings', 0, 0.6))
            else round(rate('standard.urban') * rate('financial-months') * 4 * power(chance(household, 'savings'), 2))
        end::bigint as financial_per_capita,
        case
            when truth <> 'none' or later_stratum is not null then case when chance(household, 'dwellings') < 0.04 then 0 else 1 end
            when chance(household, 'dwellings') < 0.18 then 2
            else 1
        end as dwellings,
        truth = 'none' and later_stratum is null and chance(household, 'premises') < 0.03 as non_residential_property,
        truth = 'none' and later_stratum is null and chance(household, 'business') < 0.05 as business_registration
    from household;

create table vehicle as
    select household, 'car' as kind, whole_between(household, 'car-value', 15, 160) * 100000 as "value"
    from household
    where truth = 'none' and later_stratum is null and (why = 'car-bought' or chance(household, 'car') < 0.42)
    union all
    select
        household,
        (['motorcycle', 'e-bike', 'e-bike', 'farm'])[whole_between(household, 'small-vehicle', 1, 4)],
        whole_between(household, 'small-vehicle-value', 8, 60) * 10000
    from household
    where truth <> 'tekun' and chance(household, 'small-vehicle-any') < 0.35
    union all
    select household, 'disabled-scooter', whole_between(household, 'scooter-value', 20, 50) * 10000
    from purse
    where disabled > 0 and chance(household, 'scooter') < 0.06;

create table event as
    select
        household,
        (['job-loss', 'sudden-illness', 'traffic-accident', 'fire', 'flood', 'other-emergency'])[whole_between(household, 'event-kind', 1, 6)] as kind,
        getvariable('as_of') - whole_between(household, 'event-day', 1, 330)::integer as "date",
        null::varchar as cause,
        case when chance(household, 'event-loss') < 0.7 then whole_between(household, 'event-loss-size', 5, 300) * 10000 end as loss,
        null::bigint as requested
    from household
    where chance(household, 'event') < case when truth = 'none' then 0.004 else 0.02 end;

-- The bank's number begins with 00, which no card issuer has (ISO/IEC 7812 gives 0 to other industries), and ends in the
-- check digit of Luhn: every second digit from the right is doubled, and nine taken off where that exceeds nine.
create macro luhn_digit(body) as
    (10 - list_sum([
        case
            when (length(body) - place) % 2 = 1 then substr(body, place, 1)::integer
            when substr(body, place, 1)::integer > 4 then substr(body, place, 1)::integer * 2 - 9
            else substr(body, place, 1)::integer * 2
        end
        for place in range(1, length(body) + 1)
    ]) % 10) % 10;

create table account as
    select
        household,
        (['农村信用社', '邮政储蓄银行', '农业银行'])[whole_between(household, 'bank', 1, 3)] as bank,
        '00' || county || lpad(household::varchar, 10, '0') as body,
        household * 8 as holder
    from household;
