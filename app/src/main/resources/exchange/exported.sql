-- The state of the register and the facts, as the tables of docs/facts-layout.md in fen; one statement a table, named above it.
-- Names stay and identity numbers do not: screening asks for nobody's number, and what is sealed here is not written in plain.

-- table: households
select h.id as household_id,
       h.region,
       h.residence,
       nullif(concat_ws(',', s.holds, case when f.facts -> 'monitored' ->> 'ended' = 'false' and s.monitored is not true then 'monitored' end), '') as holds,
       a.value is not null as assets_known,
       ((a.value ->> 'financialPerCapita')::numeric * 100)::bigint as financial_per_capita,
       (a.value ->> 'dwellings')::integer as dwellings,
       (a.value ->> 'nonResidentialProperty')::boolean as non_residential_property,
       (a.value ->> 'businessRegistration')::boolean as business_registration,
       f.facts ->> 'dwellingDanger' as dwelling_danger,
       (f.facts ->> 'electricityUnusedSince')::date as electricity_unused_since,
       (f.facts ->> 'reviewedOn')::date as reviewed_on,
       f.facts ->> 'accountState' as account_state,
       ((f.facts ->> 'heatingArrears')::numeric * 100)::bigint as heating_arrears
from registry.household h
left join (
    select household_id,
           string_agg(distinct stratum, ',' order by stratum) as holds,
           bool_or(stratum = 'monitored') as monitored
    from registry.stratum
    where valid_from <= :on and (valid_to is null or valid_to >= :on)
    group by household_id
) s on s.household_id = h.id
left join (:assets) a on a.household_id = h.id
left join (
    select household_id, jsonb_object_agg(kind, value) as facts
    from exchange.current_fact
    where person_id is null
      and kind in ('dwellingDanger', 'electricityUnusedSince', 'reviewedOn', 'accountState', 'heatingArrears', 'monitored')
    group by household_id
) f on f.household_id = h.id
order by h.id

-- table: persons
select p.id as person_id,
       m.household_id,
       m.region,
       p.name,
       null as id_number,
       p.born,
       p.sex,
       m.relation,
       f.facts -> 'disability' ->> 'kind' as disability_kind,
       (f.facts -> 'disability' ->> 'grade')::integer as disability_grade,
       coalesce(f.facts ->> 'student', 'none') as student,
       coalesce((f.facts ->> 'majorDisease')::boolean, false) as major_disease,
       coalesce((f.facts ->> 'canLiveIndependently')::boolean, true) as can_live_independently,
       coalesce((f.facts ->> 'employed')::boolean, false) as employed,
       coalesce((f.facts ->> 'refusedWork')::integer, 0) as refused_work,
       coalesce(f.facts ->> 'away', 'none') as away,
       p.died_on is not null as deceased,
       (f.facts ->> 'selfCareFailed')::integer as self_care_failed,
       (f.facts ->> 'elderAbilityScore')::integer as elder_ability_score,
       (
           select string_agg(modifier, ',' order by modifier)
           from jsonb_array_elements_text(f.facts -> 'elderAbilityModifiers') as modifier
       ) as elder_ability_modifiers,
       f.facts ->> 'livesWith' as lives_with,
       f.facts ->> 'livingArrangement' as living_arrangement,
       coalesce((f.facts ->> 'specialFamilyPlanning')::boolean, false) as special_family_planning,
       (f.facts -> 'inCareHome' ->> 'since')::date as care_home_since,
       ((f.facts -> 'inCareHome' ->> 'monthlyFee')::numeric * 100)::bigint as care_home_fee,
       coalesce(f.facts ? 'supporters', false) as supporters_known,
       coalesce(f.facts ? 'parents', false) as parents_known,
       (f.facts -> 'disability' ->> 'certifiedOn')::date as disability_certified_on,
       (f.facts -> 'disability' ->> 'expiresOn')::date as disability_expires_on,
       (f.facts -> 'disability' ->> 'gradeBefore')::integer as disability_grade_before,
       p.died_on,
       (f.facts ->> 'releasedOn')::date as released_on,
       (f.facts ->> 'studentSince')::date as student_since,
       (f.facts ->> 'unemployedSince')::date as unemployed_since,
       (f.facts ->> 'unemploymentInsured')::boolean as unemployment_insured,
       f.facts ->> 'medicalInsurance' as medical_insurance,
       (f.facts ->> 'lastVisitOn')::date as last_visit_on,
       (f.facts ->> 'migrantSince')::date as migrant_since,
       (f.facts ->> 'married')::boolean as married,
       (f.facts ->> 'onAnotherRoll')::boolean as on_another_roll,
       (f.facts ->> 'chronicDisease')::boolean as chronic_disease,
       (f.facts ->> 'missingSince')::date as missing_since,
       f.facts ->> 'workerInDifficulty' as worker_in_difficulty
from registry.membership m
join registry.person p on p.id = m.person_id
left join (
    select person_id, jsonb_object_agg(kind, value) as facts
    from exchange.current_fact
    where person_id is not null and kind not in ('income', 'expenditure', 'birth', 'registrationMoved')
    group by person_id
) f on f.person_id = p.id
where m.valid_to is null
order by p.id

-- table: incomes
select household_id, person_id, value ->> 'kind' as kind, ((value ->> 'monthly')::numeric * 100)::bigint as monthly
from (
    select *,
           max(holds_on) filter (where person_id is not null) over (partition by household_id, value ->> 'kind') as of_a_person_on
    from exchange.current_fact
    where kind = 'income'
) said
-- What is said later of a person stands instead of what was said of the household as a whole.
where person_id is not null or of_a_person_on is null or of_a_person_on <= holds_on
order by household_id, person_id nulls first, kind

-- table: expenditures
select household_id,
       value ->> 'kind' as kind,
       sum((value ->> 'amount')::numeric * 100)::bigint as amount,
       sum((value ->> 'reimbursed')::numeric * 100)::bigint as reimbursed,
       case when bool_or(value ? 'publicSchoolRate')
            then sum(coalesce(value ->> 'publicSchoolRate', value ->> 'amount')::numeric * 100)::bigint
       end as public_school_rate
from exchange.current_fact
where kind = 'expenditure'
  and holds_on > (:on - interval '12 months')
  and holds_on <= :on
group by household_id, value ->> 'kind'
order by household_id, 2

-- table: vehicles
select a.household_id, v ->> 'kind' as kind, ((v ->> 'value')::numeric * 100)::bigint as value
from (:assets) a, jsonb_array_elements(a.value -> 'vehicles') v
order by a.household_id, 2

-- table: supporters
select f.person_id,
       f.household_id,
       s ->> 'relation' as relation,
       (s ->> 'age')::integer as age,
       s ->> 'situation' as situation,
       (s ->> 'assetsWithinTekunRule')::boolean as assets_within_tekun_rule,
       ((s ->> 'supportMonthly')::numeric * 100)::bigint as support_monthly
from exchange.current_fact f, jsonb_array_elements(f.value) s
where f.kind = 'supporters'
order by f.person_id, 3, 4

-- table: parents
select f.person_id,
       f.household_id,
       s ->> 'status' as status,
       (s ->> 'months')::integer as months,
       (s ->> 'ableGuardian')::boolean as able_guardian
from exchange.current_fact f, jsonb_array_elements(f.value) s
where f.kind = 'parents'
order by f.person_id, 3, 5, 4

-- table: events
select household_id,
       value ->> 'kind' as kind,
       (value ->> 'date')::date as date,
       value ->> 'cause' as cause,
       ((value ->> 'loss')::numeric * 100)::bigint as loss,
       ((value ->> 'requested')::numeric * 100)::bigint as requested
from exchange.current_fact
where kind = 'events'
order by household_id, 3, 2
