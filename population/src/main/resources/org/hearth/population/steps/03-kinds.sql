-- Every kind of household (what it holds, what is true, its size and make-up) with its share among the households of
-- a residence. The published figures count persons, so a kind's share of households is its persons divided by its size.
create table kind as
    with residence_persons as (
        select 'urban' as residence, rate('population') * rate('urban-share') as persons_thousand
        union all
        select 'rural', rate('population') * (1 - rate('urban-share'))
    ),
    known as (
        select
            residence,
            string_split(coalesce(holds, ''), '+') as holds,
            truth,
            coalesce(why, '') as why,
            composition.persons_thousand / residence_persons.persons_thousand as person_share
        from composition
        join residence_persons using (residence)
    ),
    whole as (
        select * from known
        union all
        select residence, [''], 'none', '', 1 - sum(person_share)
        from known
        group by residence
    ),
    with_later as (
        select whole.*, later_stratum, later_why, person_share * share as part
        from whole
        join later on later.truth = whole.truth and whole.why = ''
        union all
        select
            whole.*,
            null,
            null,
            person_share * (1 - coalesce((select sum(share) from later where later.truth = whole.truth and whole.why = ''), 0))
        from whole
    ),
    composed as (
        select
            * exclude (person_share),
            case
                when truth = 'tekun' then 'tekun'
                when list_contains(holds, 'dibao') or truth = 'dibao' then 'dibao'
                else 'ordinary'
            end as composed_as
        from with_later
    ),
    mean_size as (
        select residence, composed_as, sum(size * share) as mean_size
        from household_sizes
        group by residence, composed_as
    ),
    weighed as (
        select
            composed.*,
            size,
            template,
            head_from,
            head_to,
            male_head,
            part / mean_size * share
                * case composed_as when 'tekun' then tekun when 'dibao' then dibao else ordinary end as weight
        from composed
        join mean_size using (residence, composed_as)
        join household_sizes using (residence, composed_as)
        join templates using (size)
    ),
    ordered as (
        select
            row_number() over (order by residence, holds, truth, why, later_stratum nulls first, size, template) as kind,
            *
        from weighed
        where weight > 0
    )
    select
        * exclude (holds, weight),
        list_filter(holds, lambda stratum: stratum <> '') as holds,
        sum(weight) over (partition by residence order by kind rows between unbounded preceding and current row)
            / sum(weight) over (partition by residence) - weight / sum(weight) over (partition by residence) as share_before
    from ordered;
