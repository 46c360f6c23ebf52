create table households as
select
    savings as household_id,
    '622927100201' as region,
    'rural' as residence,
    []::varchar[] as holds,
    savings <> 'null' as assets_known,
    (try_cast(savings as decimal(12, 2)) * 100)::bigint as financial_per_capita,
    3 as dwellings,
    false as non_residential_property,
    false as business_registration
from (values ('null'), ('0'), ('0.05'), ('0.15'), ('1'), ('3')) as _(savings);

create table persons as
select
    'a' as person_id,
    household_id,
    region,
    null::varchar as name,
    null::varchar as id_number,
    date '2004-02-29' as born,
    'F' as sex,
    'head' as relation,
    null::varchar as disability_kind,
    null::integer as disability_grade,
    null::varchar as student,
    null::boolean as major_disease,
    null::boolean as can_live_independently,
    null::boolean as employed,
    null::integer as refused_work,
    null::varchar as away,
    null::boolean as deceased,
    null::integer as self_care_failed,
    null::integer as elder_ability_score,
    null::varchar as lives_with,
    null::varchar as living_arrangement,
    null::boolean as special_family_planning,
    null::date as care_home_since,
    null::bigint as care_home_fee,
    true as supporters_known,
    true as parents_known
from households;

create table supporters as
select
    person_id,
    household_id,
    'child' as relation,
    case when household_id <> 'null' then 65 end as age,
    null::varchar as situation,
    null::boolean as assets_within_tekun_rule,
    null::bigint as support_monthly
from persons;

create table incomes(household_id varchar, person_id varchar, kind varchar, monthly bigint);

create table expenditures(household_id varchar, kind varchar, amount bigint, reimbursed bigint, public_school_rate bigint);

create table vehicles(household_id varchar, kind varchar, "value" bigint);

create table parents(person_id varchar, household_id varchar, status varchar, months integer, able_guardian boolean);

create table events(household_id varchar, kind varchar, date date, cause varchar, loss bigint, requested bigint);
