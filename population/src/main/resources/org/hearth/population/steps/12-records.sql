-- Every row that a department sends, with the person it is truly about and what is wrong with it (tables/errors.csv).
create table error_share as
    select error, sum(share) over (order by error) - share as share_before, sum(share) over (order by error) as share_to_here
    from errors;

create table record as
    with sent as (
        select '医保-医疗费用.csv' as file, person, which, settled_on as "date", total as amount, insured, relief, null as detail, null as grade, null::varchar[] as details
        from bill
        union all
        select '残联-残疾人证.csv', person, 1, disabled_on, null, null, null, kind, grade, null
        from new_disability
        union all
        select '民政-殡葬.csv', person, 1, died_on, null, null, null, null, null, null
        from winter
        where dies and chance(person, 'funeral-told') < 0.8
        union all
        select '卫健-死亡.csv', person, 1, died_on, null, null, null, null, null, null
        from winter
        where dies and chance(person, 'death-told') < 0.9
        union all
        select
            '人社-就业失业.csv',
            person,
            1,
            getvariable('as_of') + whole_between(person, 'employment-day', 1, getvariable('winter_days'))::integer,
            case when employed then null else whole_between(person, 'new-wage', 18, 55) * 10000 end,
            null,
            null,
            case when employed then '失业' else '就业' end,
            null,
            null
        from condition
        where age between 18 and 59 and student = 'none' and not severe
            and (truth = 'none' or employed = false and truth = 'dibao')
            and later_why is null
            and chance(person, 'employment') < rate('employment-changed')
        union all
        select file, person, which, "date", amount, second, third, null, null, details
        from register
    ),
    judged as (
        select sent.*, error
        from sent
        left join error_share
            on chance(person * 4 + which, 'error:' || file) >= share_before
            and chance(person * 4 + which, 'error:' || file) < share_to_here
    ),
    meant as (
        select * replace (case when error = 'amount-malformed' and amount is null then null else error end as error)
        from judged
    ),
    twice as (
        select *, unnest(range(1, case when error = 'duplicate' then 3 else 2 end)) as copy
        from meant
    )
    select
        row_number() over (partition by file order by "date", hash(person), which, copy) as row,
        file,
        person,
        "date",
        amount,
        insured,
        relief,
        detail,
        grade,
        details,
        case when error = 'duplicate' and copy = 1 then null else error end as error,
        case error
            when 'name-differs' then left(name, -1) || case when right(name, 1) = '华' then '花' else '华' end
            else name
        end as name_written,
        case error
            when 'number-missing' then ''
            when 'check-digit' then left(id_number, 17) || case right(id_number, 1) when 'X' then '0' else ((right(id_number, 1)::integer + 1) % 10)::varchar end
            when 'number-wide' then translate(id_number, '0123456789X', '０１２３４５６７８９Ｘ')
            else id_number
        end as number_written,
        case error
            when 'date-written-out' then strftime("date", '%Y年%-m月%-d日')
            when 'date-impossible' then strftime("date", '%Y') || '-02-30'
            else strftime("date", '%Y-%m-%d')
        end as date_written,
        case
            when error = 'amount-malformed' then '约' || printf('%.2f', amount / 100)
            else printf('%.2f', amount / 100)
        end as amount_written,
        county_title as county_name
    from twice
    join named using (person)
    join numbered using (person)
    join (select person, county from member) using (person)
    join (select code as county, name as county_title from county_name) using (county);
