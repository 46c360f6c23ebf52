-- What happens in the winter after as_of, to 15 March: nobody has been told yet, and the departments' records tell it.
set variable winter_days = (
    make_date(
        year(getvariable('as_of')) + case when month(getvariable('as_of')) > 3 then 1 else 0 end, 3, 15
    ) - getvariable('as_of')
);

create table winter as
    with drawn as (
        select
            member.person,
            household,
            member.later_stratum,
            member.later_why,
            slot,
            age,
            disability_grade,
            major_disease,
            chance(member.person, 'died') < case
                when member.later_stratum is not null then 0
                when age >= 80 then rate('died.80')
                when age >= 60 then rate('died.60')
                else rate('died.0')
            end as dies
        from member
        join health using (person)
    )
    select
        *,
        case when dies then getvariable('as_of') + whole_between(person, 'died-on', 1, getvariable('winter_days'))::integer end as died_on,
        case
            when later_why = 'severe-disability' and slot = 0
                or (later_stratum is null and disability_grade is null and not dies and chance(person, 'newly-disabled') < rate('newly-disabled'))
                then getvariable('as_of') + whole_between(person, 'disabled-on', 5, getvariable('winter_days') - 10)::integer
        end as disabled_on,
        case
            when later_why = 'medical-bill' and slot = 0 then 2
            when dies then 0
            when chance(person, 'in-hospital') < case
                when major_disease then rate('in-hospital.diseased')
                when age >= 60 then rate('in-hospital.elder')
                else rate('in-hospital.younger')
            end then 1
            else 0
        end as bills
    from drawn;

create table new_disability as
    select
        person,
        disabled_on,
        case
            when later_why = 'severe-disability' then (['limb', 'visual', 'mental'])[whole_between(person, 'new-kind', 1, 3)]
            else (['limb', 'hearing', 'visual'])[whole_between(person, 'new-kind', 1, 3)]
        end as kind,
        case when later_why = 'severe-disability' then whole_between(person, 'new-grade', 1, 2) else whole_between(person, 'new-grade', 3, 4) end as grade
    from winter
    where disabled_on is not null;

-- A bill that makes a household rigid is, net, more than its income of a year; any other is a small part of it.
create table bill as
    with one_each as (
        select *, unnest(range(1, bills + 1)) as which
        from winter
        where bills > 0
    ),
    priced as (
        select
            person,
            which,
            getvariable('as_of') + whole_between(person * 4 + which, 'bill-day', 1, getvariable('winter_days') - 5)::integer as settled_on,
            round(case
                when one_each.later_why = 'medical-bill' then counted * 12 * between_chance(person * 4 + which, 'bill', 1.0, 1.4)
                when truth in ('dibao', 'tekun', 'edge') then standard * between_chance(person * 4 + which, 'bill', 1, 20)
                else counted * 12 * between_chance(person * 4 + which, 'bill', 0.01, 0.08)
            end / 10) * 10 as total,
            case when truth in ('dibao', 'tekun') then 0.7 else 0.55 end as insured_share,
            case when list_contains(holds, 'dibao') or list_contains(holds, 'tekun') then 0.15 else 0 end as relief_share
        from one_each
        join purse using (household)
    )
    select
        person,
        which,
        settled_on,
        total::bigint as total,
        round(total * insured_share)::bigint as insured,
        round(total * relief_share)::bigint as relief
    from priced
    where total > 0;
