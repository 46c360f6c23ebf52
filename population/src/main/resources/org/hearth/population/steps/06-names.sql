-- Names follow the style of the household, which follows the county; lists are laid out over 64 or 1,000 buckets so that
-- a name is found by one join.
create table county_style as
    with nearest as (
        select county_name.code as county, prefix, style, twentieths
        from county_name
        join naming on starts_with(county_name.code, coalesce(prefix::varchar, ''))
        qualify length(coalesce(prefix::varchar, '')) = max(length(coalesce(prefix::varchar, ''))) over (partition by county_name.code)
    ),
    placed as (
        select *, sum(twentieths) over (partition by county order by style) as twentieths_to_here
        from nearest
    )
    select county, style, unnest(range((twentieths_to_here - twentieths)::bigint, twentieths_to_here::bigint)) as bucket
    from placed;

create table surname as
    with listed as (
        select style, string_split(coalesce(surnames, ''), ' ') as names
        from surnames
    )
    select style, bucket, names[1 + bucket * len(names) // 1000] as surname
    from listed
    cross join range(1000) as buckets (bucket);

create table given_name as
    with listed as (
        select style, sex, era, part, string_split(names, ' ') as names
        from given_names
    )
    select style, sex, era, part, bucket, names[1 + bucket * len(names) // 64] as given
    from listed
    cross join range(64) as buckets (bucket);

create table named as
    with keyed as (
        select
            person,
            sex,
            style,
            case when age >= 45 then 'old' else 'young' end as era,
            floor(chance(case when relation = 'spouse' or (relation = 'parent' and sex = 'F') then person else -household end, 'surname') * 1000)::bigint as surname_bucket,
            floor(chance(person, 'first-name') * 64)::bigint as first_bucket,
            floor(chance(person, 'second-name') * 64)::bigint as second_bucket,
            chance(person, 'two-names') as draw
        from member
        join county_style
            on county_style.county = member.county
            and county_style.bucket = floor(chance(household, 'style') * 20)::bigint
    )
    select
        person,
        coalesce(surname, '')
            || first_name.given
            || case
                when draw < second_share and length(first_name.given) + length(coalesce(second_name.given, '')) <= case separator when '·' then 12 else 4 end
                    and first_name.given <> coalesce(second_name.given, '')
                    then coalesce(separator, '') || coalesce(second_name.given, '')
                else ''
            end as name
    from keyed
    join name_styles using (style)
    join surname on surname.style = keyed.style and surname.bucket = surname_bucket
    join given_name as first_name
        on first_name.style = keyed.style
        and first_name.sex = keyed.sex
        and first_name.era = keyed.era
        and first_name.part = 'first'
        and first_name.bucket = first_bucket
    left join given_name as second_name
        on second_name.style = keyed.style
        and second_name.sex = keyed.sex
        and second_name.era = keyed.era
        and second_name.part = 'second'
        and second_name.bucket = second_bucket;
