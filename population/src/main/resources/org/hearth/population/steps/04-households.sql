-- One row a household. What it has is drawn so that its stratum follows from its facts under the rules in force:
-- income_ratio is its counted income a person over the dibao standard (edge below 1.5; rigid and other above that, and
-- below the disposable income; the rest well above, so that a member who leaves does not change the stratum).
create table household as
    with drawn as (
        select *, chance(household, 'kind') as draw
        from seat
    ),
    of_kind as (
        select drawn.*, kind.kind
        from drawn
        asof join kind on drawn.residence = kind.residence and drawn.draw >= kind.share_before
    )
    select
        household,
        village,
        county,
        of_kind.residence,
        rate('standard.' || of_kind.residence) as standard,
        holds,
        truth,
        why,
        later_stratum,
        later_why,
        size,
        template,
        composed_as,
        whole_between(household, 'head-age', head_from, head_to) as head_age,
        case when chance(household, 'head-sex') < male_head then 'M' else 'F' end as head_sex,
        case
            when truth = 'tekun' then greatest(0, between_chance(household, 'income', -0.2, 0.4))
            when truth = 'dibao' then between_chance(household, 'income', 0.08, 0.9)
            when truth = 'edge' then between_chance(household, 'income', 1.06, 1.44)
            when truth = 'rigid' or later_stratum = 'rigid' then between_chance(household, 'income', 1.6, 1.9)
            when truth = 'monitored' then between_chance(household, 'income', 1.6, 2.4)
            when truth = 'other' then between_chance(household, 'income', 1.6, 2.6)
            else least(40, 2.6 + 1.9 * exp(1.1 * (chance(household, 'income') + chance(household, 'income-2') + chance(household, 'income-3') - 1.5)))
        end as income_ratio,
        template like 'grandparent%'
            or (template like 'couple-%child%' and chance(household, 'left-behind') < rate('left-behind.' || of_kind.residence))
            as parents_away
    from of_kind
    join kind using (kind);
