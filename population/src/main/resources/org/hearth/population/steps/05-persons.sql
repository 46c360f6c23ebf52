-- One row a person. The head is slot 0; the others are so many years younger than the head as the template says.
create table member as
    with slots as (
        select
            household.*,
            0 as slot,
            'head' as relation,
            head_sex as sex,
            head_age as age
        from household
        union all
        select
            household.*,
            slot,
            relation,
            case
                when sex = 'opposite' then case head_sex when 'M' then 'F' else 'M' end
                when sex = 'any' then case when chance(household * 8 + slot, 'sex') < 0.51 then 'M' else 'F' end
                else sex
            end,
            greatest(youngest, least(oldest, head_age - whole_between(household * 8 + slot, 'age', younger_from, younger_to)))
        from household
        join template_members using (template)
    )
    select
        household * 8 + slot as person,
        household,
        village,
        county,
        residence,
        standard,
        truth,
        why,
        later_stratum,
        later_why,
        holds,
        size,
        template,
        parents_away,
        income_ratio,
        slot,
        relation,
        sex,
        age,
        (getvariable('as_of') - to_years(age::integer))::date - whole_between(household * 8 + slot, 'birthday', 0, 364)::integer as born
    from slots;

-- The number of a person among those of one county, birthday and sex.
create table person_number as
    select
        person,
        row_number() over (partition by county, born, sex order by person) - 1 as ordinal
    from member;

-- The check character of GB 11643 over the first seventeen digits.
create macro check_character(body) as substr(
    '10X98765432',
    (1 + (
        7 * (body // 10000000000000000) % 11
        + 9 * (body // 1000000000000000 % 10)
        + 10 * (body // 100000000000000 % 10)
        + 5 * (body // 10000000000000 % 10)
        + 8 * (body // 1000000000000 % 10)
        + 4 * (body // 100000000000 % 10)
        + 2 * (body // 10000000000 % 10)
        + 1 * (body // 1000000000 % 10)
        + 6 * (body // 100000000 % 10)
        + 3 * (body // 10000000 % 10)
        + 7 * (body // 1000000 % 10)
        + 9 * (body // 100000 % 10)
        + 10 * (body // 10000 % 10)
        + 5 * (body // 1000 % 10)
        + 8 * (body // 100 % 10)
        + 4 * (body // 10 % 10)
        + 2 * (body % 10)
    ) % 11)::bigint,
    1
);

-- Seven has no divisor in common with five hundred, so the sequences of a birthday are spread and never the same.
create table numbered as
    with county_digits as (
        select code as county, (synthetic || substr(code, 3))::bigint as digits
        from county_name
        join synthetic_province on province = left(code, 2)
    ),
    body as (
        select
            person,
            digits * 100000000000
                + (year(born) * 10000 + month(born) * 100 + day(born)) * 1000
                + 2 * ((ordinal * 7 + digits + day(born) * 31 + month(born) * 57) % 500)
                + case sex when 'M' then 1 else 0 end as body
        from member
        join person_number using (person)
        join county_digits using (county)
    )
    select person, body::varchar || check_character(body) as id_number
    from body;
