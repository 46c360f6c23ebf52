-- Households that no census has: every value that a rule turns on, at the line, beside it, at nothing, at the most, and not known.
-- One text is hashed: the low bits of a hash of two values go together.
create macro chance(row, purpose) as hash(row || '/' || purpose);

create macro pick(choices, row, purpose) as choices[1 + (chance(row, purpose) % len(choices))::integer];

create macro money(row, purpose) as
    pick([0, 1, 31065, 62129, 62130, 62131, 78590, 93194, 93195, 104000, 117885, 150000, 307358, 10000000000], row, purpose)::bigint;

create table household as
select
    'H' || i as household_id,
    pick(['622927100201', '630203100201', '310101001001', '440105001001', '210102001001', '500101001001', '411624100201'], i, 'region') as region,
    pick(['urban', 'rural'], i, 'residence') as residence,
    pick([[]::varchar[], ['dibao'], ['edge', 'dibao'], ['tekun'], ['monitored'], ['other'], ['rigid', 'other'], null], i, 'holds') as holds,
    pick([true, true, true, false, null], i, 'assets') as assets_known,
    pick([null, 0, 1, 1886160, 1886161, 10000000000], i, 'savings')::bigint as financial_per_capita,
    pick([null, 0, 1, 1, 1, 2, 1000], i, 'dwellings')::integer as dwellings,
    pick([null, false, false, false, true], i, 'shop') as non_residential_property,
    pick([null, false, false, false, true], i, 'business') as business_registration,
    pick([null, 'none', 'C', 'D'], i, 'danger') as dwelling_danger,
    pick([null, date '2023-11-20', date '2023-11-21', date '2026-01-01'], i, 'electricity') as electricity_unused_since,
    pick([null, date '2022-11-18', date '2023-05-20', date '2023-06-16', date '2023-06-17', date '2026-01-01'], i, 'reviewed') as reviewed_on,
    pick([null, 'usable', 'none', 'returned'], i, 'account') as account_state,
    pick([null, 0, 1, 118000], i, 'heating')::bigint as heating_arrears
from (select unnest(range(households)) as i from how_many);

create table person as
select
    h.household_id || '-' || n as person_id,
    h.household_id,
    region,
    null::varchar as name,
    null::varchar as id_number,
    pick([date '1900-02-28', date '1940-02-29', date '1953-12-20', date '1963-12-20', date '1963-12-21', date '1980-05-05', date '1990-05-05', date '2004-02-29', date '2005-12-20', date '2005-12-21', date '2007-12-20', date '2007-12-21', date '2020-01-01', date '2026-01-01'], person_id, 'born') as born,
    pick(['F', 'M'], person_id, 'sex') as sex,
    case when n = 0 then 'head' else pick(['spouse', 'child', 'child', 'parent', 'grandparent', 'grandchild', 'sibling', 'other'], person_id, 'relation') end as relation,
    case when has_disability then pick(['visual', 'hearing', 'speech', 'limb', 'intellectual', 'mental', 'multiple'], person_id, 'kind') end as disability_kind,
    case when has_disability then pick([1, 2, 3, 4], person_id, 'grade')::integer end as disability_grade,
    pick([null, 'none', 'compulsory', 'senior-high', 'vocational', 'bachelor', 'postgraduate'], person_id, 'student') as student,
    pick([null, false, true], person_id, 'ill') as major_disease,
    pick([null, true, true, false], person_id, 'independent') as can_live_independently,
    pick([null, false, true], person_id, 'employed') as employed,
    pick([null, 0, 2, 3, 1000], person_id, 'refused')::integer as refused_work,
    pick([null, 'none', 'none', 'none', 'prison', 'drug-isolation', 'missing-declared', 'clergy', 'military', 'work'], person_id, 'away') as away,
    pick([null, false, false, false, true], person_id, 'dead') as deceased,
    pick([null, 0, 1, 3, 4, 6], person_id, 'self-care')::integer as self_care_failed,
    pick([null, 0, 29, 30, 45, 46, 65, 66, 89, 90], person_id, 'score')::integer as elder_ability_score,
    pick([null, []::varchar[], ['dementia'], ['coma'], ['mental-disorder', 'two-risk-events']], person_id, 'modifiers') as elder_ability_modifiers,
    pick([null, 'parents', 'grandparents', 'alone', 'institution'], person_id, 'lives') as lives_with,
    pick([null, 'alone', 'empty-nest', 'with-family', 'institution'], person_id, 'lives-how') as living_arrangement,
    pick([null, false, true], person_id, 'special') as special_family_planning,
    pick([null, date '2022-01-01', date '2023-11-20', date '2023-11-21'], person_id, 'home') as care_home_since,
    case when care_home_since is not null then pick([0, 160000, 164834, 1000000], person_id, 'fee') end::bigint as care_home_fee,
    pick([true, true, false, null], person_id, 'supporters') as supporters_known,
    pick([true, true, false, null], person_id, 'parents') as parents_known,
    case when has_disability then pick([null, date '2023-09-20', date '2023-09-21', date '2024-02-29', date '2026-01-01'], person_id, 'certified') end as disability_certified_on,
    case when has_disability then pick([null, date '2023-12-20', date '2023-12-21', date '9999-12-31'], person_id, 'expires') end as disability_expires_on,
    case when has_disability then pick([null, 1, 2, 3, 4], person_id, 'grade-before')::integer end as disability_grade_before,
    case when deceased then pick([null, date '2023-09-20', date '2023-09-21', date '2023-12-20'], person_id, 'died') end as died_on,
    pick([null, null, date '2023-09-20', date '2023-09-21', date '2026-01-01'], person_id, 'released') as released_on,
    pick([null, date '2023-09-20', date '2023-09-21', date '2026-01-01'], person_id, 'studies') as student_since,
    pick([null, date '2022-12-20', date '2022-12-21', date '2023-09-20', date '2023-09-21', date '2023-12-20'], person_id, 'unemployed') as unemployed_since,
    pick([null, true, false], person_id, 'unemployment') as unemployment_insured,
    pick([null, 'as-due', 'without-help', 'none'], person_id, 'insurance') as medical_insurance,
    pick([null, date '2023-09-20', date '2023-12-13', date '2023-12-20', date '2026-01-01'], person_id, 'visit') as last_visit_on,
    pick([null, null, date '2023-06-23', date '2023-06-24'], person_id, 'migrant') as migrant_since,
    pick([null, true, false], person_id, 'married') as married,
    pick([null, false, true], person_id, 'roll') as on_another_roll,
    pick([null, true, false], person_id, 'chronic') as chronic_disease,
    pick([null, null, date '2023-12-01', date '2026-01-01'], person_id, 'missing') as missing_since,
    pick([null, 'none', 'deep', 'relative', 'accident'], person_id, 'worker') as worker_in_difficulty
from (select *, chance(household_id, 'size') % 6 as size from household) as h,
    range(6) as _(n),
    lateral (select pick([false, false, true], h.household_id || '-' || n, 'disabled') as has_disability)
where n < size;

create table income as
select
    household_id,
    case when chance(person_id, n) % 9 > 0 then person_id end as person_id,
    pick(['wage', 'wage', 'business', 'farm', 'support', 'basic-pension-central', 'employee-pension', 'scholarship', 'social-assistance', 'old-age-allowance', 'medical-insurance', 'other'], person_id, 'income' || n) as kind,
    money(person_id, 'monthly' || n) as monthly
from person, range(3) as _(n)
where chance(person_id, 'incomes') % 5 > n + 1;

create table expenditure as
select
    household_id,
    pick(['living', 'medical', 'education', 'rehabilitation', 'housing', 'employment', 'other'], household_id, 'spending' || n) as kind,
    money(household_id, 'amount' || n) as amount,
    pick([null, 0, 1, 62130, 10000000000], household_id, 'back' || n)::bigint as reimbursed,
    pick([null, 0, 62130, 10000000000], household_id, 'public' || n)::bigint as public_school_rate
from household, range(3) as _(n)
where chance(household_id, 'spendings') % 4 > n;

create table vehicle as
select
    household_id,
    pick(['car', 'truck', 'disabled-scooter', 'motorcycle', 'e-bike', 'farm'], household_id, 'vehicle') as kind,
    money(household_id, 'value') as "value"
from household
where chance(household_id, 'vehicles') % 5 = 0;

create table supporter as
select
    person_id,
    household_id,
    pick(['child', 'sibling', 'spouse'], person_id, 'supporter' || n) as relation,
    pick([null, 0, 59, 60, 69, 70, 200], person_id, 'age' || n)::integer as age,
    pick([null, 'able', 'tekun', 'dibao', 'low-income-assets', 'severely-disabled', 'imprisoned'], person_id, 'situation' || n) as situation,
    pick([null, true, false], person_id, 'within' || n) as assets_within_tekun_rule,
    pick([null, 0, 0, 10000, 62130, 10000000000], person_id, 'pays' || n)::bigint as support_monthly
from person, range(2) as _(n)
where chance(person_id, 'duty') % 4 > n + 1;

create table parent as
select
    person_id,
    household_id,
    pick(['present', 'away-for-work', 'dead', 'missing-declared', 'severely-disabled', 'imprisoned', 'detained', 'lost-contact'], person_id, 'status' || n) as status,
    pick([null, 0, 5, 6, 1200], person_id, 'months' || n)::integer as months,
    pick([null, true, false], person_id, 'able' || n) as able_guardian
from person, range(2) as _(n)
where chance(person_id, 'parents') % 4 > n;

create table event as
select
    household_id,
    pick(['fire', 'earthquake', 'flood', 'snow-ice', 'traffic-accident', 'death', 'job-loss', 'sudden-illness', 'other-emergency', 'temporary-assistance-paid', 'temporary-assistance-paid', 'disaster-relief-paid', 'price-subsidy-paid'], household_id, 'event' || n) as kind,
    pick([date '2023-12-20', date '2023-11-20', date '2023-11-19', date '2023-09-21', date '2023-09-20', date '2024-01-01', date '1950-01-01'], household_id, 'day' || n) as date,
    pick([null, 'fire', 'flood', 'the stove', 'job-loss'], household_id, 'cause' || n) as cause,
    pick([null, 0, 100000, 10000000000], household_id, 'loss' || n)::bigint as loss,
    pick([null, 0, 50000, 314360, 314361, 10000000000], household_id, 'requested' || n)::bigint as requested
from household, range(3) as _(n)
where chance(household_id, 'events') % 5 > n + 1;
