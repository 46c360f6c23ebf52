-- What the files of docs/facts-layout.md say, as facts: the property of the household document, and its value in JSON and yuan.
-- What the schema calls the ordinary case is no fact. holds_on is null for what simply holds when the roll is taken over.
create macro yuan(fen) as (fen / 100.0)::decimal(18, 2);
create macro piece(value) as json_merge_patch('{}', to_json(value))::varchar;

create view taken_over as
select household_id, null::varchar as person_id, 'assets' as kind, '' as key, null::date as holds_on,
       piece({
           financialPerCapita: yuan(financial_per_capita),
           dwellings: dwellings,
           nonResidentialProperty: non_residential_property,
           businessRegistration: business_registration,
           vehicles: owned.vehicles
       }) as value
from households
left join (
    select household_id, list(json_merge_patch('{}', to_json({kind: kind, value: yuan(value)})) order by kind, value) as vehicles
    from vehicles
    group by household_id
) owned using (household_id)
where assets_known
union all
select household_id, person_id, 'income', kind || case when n = 1 then '' else '-' || n end, null,
       piece({kind: kind, monthly: yuan(monthly)})
from (
    select *, row_number() over (partition by household_id, person_id, kind order by monthly) as n
    from incomes
)
union all
select household_id, null, 'expenditure', kind || case when n = 1 then '' else '-' || n end, null,
       piece({
           kind: kind,
           amount: yuan(amount),
           reimbursed: yuan(reimbursed),
           publicSchoolRate: yuan(public_school_rate)
       })
from (
    select *, row_number() over (partition by household_id, kind order by amount) as n
    from expenditures
)
union all
select household_id, null, 'events', kind || '/' || n, date,
       piece({kind: kind, date: date, cause: cause, loss: yuan(loss), requested: yuan(requested)})
from (
    select *, row_number() over (partition by household_id, kind, date order by loss) as n
    from events
)
union all
select household_id, person_id, 'disability', '', null,
       piece({
           kind: disability_kind,
           grade: disability_grade,
           certifiedOn: disability_certified_on,
           expiresOn: disability_expires_on,
           gradeBefore: disability_grade_before
       })
from persons
where disability_kind is not null
union all
select household_id, person_id, 'inCareHome', '', null,
       to_json({since: care_home_since, monthlyFee: yuan(care_home_fee)})::varchar
from persons
where care_home_since is not null
union all
select household_id, person_id, 'supporters', '', null,
       coalesce(apart.list, [])::json::varchar
from persons
left join (
    select person_id, list(json_merge_patch('{}', to_json({
               relation: relation,
               age: age,
               situation: situation,
               assetsWithinTekunRule: assets_within_tekun_rule,
               supportMonthly: yuan(support_monthly)
           })) order by relation, age, situation) as list
    from supporters
    group by person_id
) apart using (person_id)
where supporters_known
union all
select household_id, person_id, 'parents', '', null,
       coalesce(pair.list, [])::json::varchar
from persons
left join (
    select person_id, list(json_merge_patch('{}', to_json({
               status: status,
               months: months,
               ableGuardian: able_guardian
           })) order by status, able_guardian, months) as list
    from parents
    group by person_id
) pair using (person_id)
where parents_known
union all
select household_id, person_id, 'deceased', '', died_on, 'true'
from persons
where deceased
union all
select household_id, null, kind, '', null, value
from (
    select household_id, unnest([
               {kind: 'dwellingDanger', value: to_json(nullif(dwelling_danger, 'none'))::varchar},
               {kind: 'electricityUnusedSince', value: to_json(electricity_unused_since)::varchar},
               {kind: 'reviewedOn', value: to_json(reviewed_on)::varchar},
               {kind: 'accountState', value: to_json(nullif(account_state, 'usable'))::varchar},
               {kind: 'heatingArrears', value: to_json(yuan(nullif(heating_arrears, 0)))::varchar}
           ], recursive := true)
    from households
)
where value is not null and value <> 'null'
union all
select household_id, person_id, kind, '', null, value
from (
    select household_id, person_id, unnest([
               {kind: 'student', value: to_json(nullif(student, 'none'))::varchar},
               {kind: 'majorDisease', value: case when major_disease then 'true' end},
               {kind: 'canLiveIndependently', value: case when not can_live_independently then 'false' end},
               {kind: 'employed', value: case when employed then 'true' end},
               {kind: 'refusedWork', value: nullif(refused_work, 0)::varchar},
               {kind: 'away', value: to_json(nullif(away, 'none'))::varchar},
               {kind: 'selfCareFailed', value: self_care_failed::varchar},
               {kind: 'elderAbilityScore', value: elder_ability_score::varchar},
               {kind: 'elderAbilityModifiers', value: case when len(elder_ability_modifiers) > 0 then to_json(elder_ability_modifiers)::varchar end},
               {kind: 'livesWith', value: to_json(lives_with)::varchar},
               {kind: 'livingArrangement', value: to_json(living_arrangement)::varchar},
               {kind: 'specialFamilyPlanning', value: case when special_family_planning then 'true' end},
               {kind: 'releasedOn', value: to_json(released_on)::varchar},
               {kind: 'studentSince', value: to_json(student_since)::varchar},
               {kind: 'unemployedSince', value: to_json(unemployed_since)::varchar},
               {kind: 'unemploymentInsured', value: case when not unemployment_insured then 'false' end},
               {kind: 'medicalInsurance', value: to_json(nullif(medical_insurance, 'as-due'))::varchar},
               {kind: 'lastVisitOn', value: to_json(last_visit_on)::varchar},
               {kind: 'migrantSince', value: to_json(migrant_since)::varchar},
               {kind: 'married', value: case when married then 'true' end},
               {kind: 'onAnotherRoll', value: case when on_another_roll then 'true' end},
               {kind: 'chronicDisease', value: case when chronic_disease then 'true' end},
               {kind: 'missingSince', value: to_json(missing_since)::varchar},
               {kind: 'workerInDifficulty', value: to_json(nullif(worker_in_difficulty, 'none'))::varchar}
           ], recursive := true)
    from persons
)
where value is not null and value <> 'null';
