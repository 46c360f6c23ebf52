-- The tables of docs/facts-layout.md, the departments' files, and the truth.
create view file_households as
    select
        household_code(household) as household_id,
        village as region,
        residence,
        holds,
        assets_known,
        case when assets_known then financial_per_capita end as financial_per_capita,
        case when assets_known then dwellings::integer end as dwellings,
        case when assets_known then non_residential_property end as non_residential_property,
        case when assets_known then business_registration end as business_registration,
        null::varchar as dwelling_danger,
        null::date as electricity_unused_since,
        case
            when len(holds) > 0 then (getvariable('as_of') - whole_between(
                household, 'reviewed', 1, case when chance(household, 'review-late') < rate('review-late') then 480 else 60 end
            )::integer)::date
        end as reviewed_on,
        null::varchar as account_state
    from household
    join asset using (household);

create view file_persons as
    select
        person_code(person) as person_id,
        household_code(household) as household_id,
        village as region,
        name,
        id_number,
        born,
        member.sex,
        member.relation,
        disability_kind,
        disability_grade::integer as disability_grade,
        student,
        major_disease,
        can_live_independently,
        employed,
        0::integer as refused_work,
        away,
        false as deceased,
        self_care_failed::integer as self_care_failed,
        elder_ability_score::integer as elder_ability_score,
        []::varchar[] as elder_ability_modifiers,
        lives_with,
        living_arrangement,
        special_family_planning,
        case when living_arrangement = 'institution' then (getvariable('as_of') - whole_between(person, 'care-home', 90, 1500)::integer)::date end as care_home_since,
        case when living_arrangement = 'institution' then whole_between(person, 'care-fee', 16, 32) * 10000 end as care_home_fee,
        supporters_known,
        coalesce(parents_known, false) as parents_known,
        case when disability_kind is not null then (getvariable('as_of') - whole_between(person, 'certified', 120, 3600)::integer)::date end as disability_certified_on,
        null::date as disability_expires_on,
        null::integer as disability_grade_before,
        null::date as died_on,
        null::date as released_on,
        null::date as student_since,
        null::date as unemployed_since,
        null::boolean as unemployment_insured,
        null::varchar as medical_insurance,
        null::date as last_visit_on,
        null::date as migrant_since,
        null::boolean as married,
        null::boolean as on_another_roll
    from member
    join named using (person)
    join numbered using (person)
    join (
        select person, disability_kind, disability_grade, student, major_disease, can_live_independently, employed, away, self_care_failed
        from condition
    ) using (person)
    join arrangement using (person)
    join (select person, supporters_known from supported) using (person);

create view file_incomes as
    select household_code(household) as household_id, person_code(person) as person_id, kind, monthly
    from income;

create view file_expenditures as
    select household_code(household) as household_id, kind, amount, reimbursed, public_school_rate
    from expenditure;

create view file_vehicles as
    select household_code(household) as household_id, kind, "value"
    from vehicle;

create view file_supporters as
    select
        person_code(person) as person_id,
        household_code(household) as household_id,
        relation,
        age::integer as age,
        situation,
        assets_within_tekun_rule,
        support_monthly
    from supporter;

create view file_parents as
    select person_code(person) as person_id, household_code(household) as household_id, status, months::integer as months, able_guardian
    from parent;

create view file_events as
    select household_code(household) as household_id, kind, "date", cause, loss, requested
    from event;

create view file_accounts as
    select household_code(household) as household_id, body || luhn_digit(body)::varchar as account_number, bank, name as holder
    from account
    join named on person = holder;

create view file_medical as
    select
        row,
        name_written as "姓名",
        number_written as "身份证号",
        county_name || '人民医院' as "医疗机构",
        date_written as "结算日期",
        amount_written as "总费用",
        printf('%.2f', insured / 100) as "医保支付",
        printf('%.2f', relief / 100) as "救助支付"
    from record
    where file = '医保-医疗费用.csv';

create view file_disability as
    select
        row,
        name_written as "姓名",
        number_written as "身份证号",
        case detail when 'limb' then '肢体' when 'visual' then '视力' when 'hearing' then '听力' when 'mental' then '精神' end as "残疾类别",
        (['一级', '二级', '三级', '四级'])[grade] as "残疾等级",
        date_written as "发证日期"
    from record
    where file = '残联-残疾人证.csv';

create view file_funeral as
    select row, name_written as "姓名", number_written as "身份证号", date_written as "死亡日期"
    from record
    where file = '民政-殡葬.csv';

create view file_death as
    select row, name_written as "姓名", number_written as "身份证号", date_written as "死亡日期"
    from record
    where file = '卫健-死亡.csv';

create view file_employment as
    select
        row,
        name_written as "姓名",
        number_written as "身份证号",
        detail as "登记类型",
        date_written as "登记日期",
        amount_written as "月工资"
    from record
    where file = '人社-就业失业.csv';

create view truth_households as
    select
        household_code(household) as household_id,
        truth as stratum,
        nullif(why, '') as why,
        later_stratum,
        later_why,
        case when later_stratum is not null then later_on end as later_on
    from household
    left join (
        select person // 8 as household, max(happened_on) as later_on
        from (
            select person, settled_on as happened_on from bill
            union all
            select person, disabled_on from new_disability
        )
        where person % 8 = 0
        group by person // 8
    ) using (household);

create view truth_persons as
    select
        person_code(person) as person_id,
        household_code(household) as household_id,
        list_filter(
            [
                case when age < 16 and parents in ('both-away', 'one-away') then 'left-behind' end,
                case when age < 18 and parents = 'dead-and-lost' then 'de-facto-unattended' end,
                case when age < 18 and parents = 'both-dead' then 'orphan' end,
                case when age >= 60 and size = 1 then 'elder-alone' end,
                case when special_family_planning then 'special-family-planning' end
            ],
            lambda mark: mark is not null
        ) as marks,
        died_on,
        disabled_on
    from (select person, household, age, size from member)
    join arrangement using (person)
    join (select person, died_on, disabled_on from winter) using (person);

create view truth_records as
    select file, row, person_code(person) as person_id, error
    from record;
