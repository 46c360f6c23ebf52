-- Disability, disease, schooling, work and care. An edge household has no member with a severe disability or a major
-- disease, because such a member would be admitted to dibao alone (最低生活保障审核确认办法 Art 8).
create table health as
    with drawn as (
        select
            *,
            case
                when template = 'adult-alone' and truth = 'tekun' then 1
                when later_why = 'severe-disability' and slot = 0 then 0
                when template = 'adult-alone' and truth = 'dibao' then 0.6
                when truth in ('dibao', 'tekun') then rate('disabled.dibao')
                when truth = 'none' then rate('disabled.none')
                else rate('disabled.other')
            end * case when age < 18 and truth <> 'tekun' then 0.3 else 1 end as disabled_share,
            case
                when truth = 'edge' then 0
                when truth = 'rigid' and slot = 0 then 0.7
                when truth in ('dibao', 'tekun') then rate('diseased.dibao')
                when truth = 'none' then rate('diseased.none')
                else rate('diseased.other')
            end as diseased_share
        from member
    ),
    decided as (
        select
            *,
            chance(person, 'disabled') < disabled_share as disabled,
            chance(person, 'diseased') < diseased_share as major_disease
        from drawn
    ),
    graded as (
        select
            *,
            case
                when not disabled then null
                when template = 'adult-alone' and truth = 'tekun'
                    then (['intellectual', 'mental', 'limb'])[whole_between(person, 'disability-kind', 1, 3)]
                when truth = 'edge' then (['limb', 'hearing', 'visual', 'speech'])[whole_between(person, 'disability-kind', 1, 4)]
                else (['limb', 'limb', 'limb', 'limb', 'visual', 'visual', 'hearing', 'hearing', 'intellectual', 'mental', 'speech', 'multiple'])[whole_between(person, 'disability-kind', 1, 12)]
            end as disability_kind,
            case
                when not disabled then null
                when template = 'adult-alone' and truth = 'tekun' then whole_between(person, 'disability-grade', 1, 2)
                when truth = 'edge' then whole_between(person, 'disability-grade', 3, 4)
                else whole_between(person, 'disability-grade', 1, 4)
            end as disability_grade
        from decided
    )
    select
        person,
        disability_kind,
        disability_grade,
        major_disease,
        coalesce(disability_grade <= 2 or (disability_grade = 3 and disability_kind in ('intellectual', 'mental')), false) as severe
    from graded;

create table condition as
    with schooled as (
        select
            member.*,
            health.* exclude (person),
            case
                when severe and chance(person, 'schooled') < 0.5 then 'none'
                when age between 6 and 14 then 'compulsory'
                when age between 15 and 17 and truth <> 'tekun'
                    then case when chance(person, 'school') < 0.62 then 'senior-high' else 'vocational' end
                when age between 18 and 22 and relation = 'child' then 'bachelor'
                else 'none'
            end as student
        from member
        join health using (person)
    )
    select
        * exclude (household, village, county, standard, why, holds, income_ratio, born, later_stratum, slot),
        age between 18 and 59
            and student = 'none'
            and not severe
            and not major_disease
            and truth <> 'tekun'
            and chance(person, 'employed') < case truth when 'dibao' then 0.35 when 'none' then 0.88 else 0.6 end as employed,
        not (severe and age >= 18) as can_live_independently,
        case
            when parents_away and template like 'couple%' and relation = 'head' then 'work'
            when parents_away and template like 'couple%' and relation = 'spouse' and chance(household, 'one-away') < 0.65 then 'work'
            when truth <> 'none' then 'none'
            when relation <> 'head' and age between 20 and 55 and chance(person, 'away') < 0.002 then 'prison'
            when relation = 'child' and age between 18 and 21 and student = 'none' and chance(person, 'away') < 0.05 then 'military'
            else 'none'
        end as away,
        case
            when truth <> 'tekun' and not (truth = 'dibao' and age >= 60 and chance(person, 'self-care-known') < 0.25) then null
            when chance(person, 'self-care-missing') < rate('evidence-missing') then null
            when age >= 85 or severe then whole_between(person, 'self-care', 0, 6)
            when chance(person, 'self-care') < 0.7 then 0
            else whole_between(person, 'self-care-2', 1, 6)
        end as self_care_failed
    from schooled;
