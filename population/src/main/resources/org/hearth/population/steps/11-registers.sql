-- What the registers of the other departments say: rows that agree with what the population is, and the changes of the winter.
-- Each kind draws from chance of its own. `details` are the cells between the number and the date or amount, in the order of
-- tables/departments.csv.
create macro winter_day(id, purpose) as
    (getvariable('as_of') + whole_between(id, purpose, 1, getvariable('winter_days'))::integer)::date;

create macro past_day(id, purpose) as
    (getvariable('as_of') - whole_between(id, purpose, 60, 3600)::integer)::date;

set variable school_year = (
    make_date(year(getvariable('as_of')) - case when month(getvariable('as_of')) < 9 then 1 else 0 end, 9, 1)
);

create table register as
    with people as (
        select
            condition.person,
            household,
            household.county,
            condition.residence,
            slot,
            condition.age,
            condition.sex,
            condition.relation,
            condition.truth,
            condition.size,
            holds,
            student,
            employed,
            severe,
            major_disease,
            away,
            disability_grade,
            county_name.name as county_title,
            person::varchar as digits
        from condition
        join (select person, household, slot from member) using (person)
        join (select household, county, holds from household) as household using (household)
        join county_name on county_name.code = household.county
        where condition.later_why is null
    ),
    heads as (
        select people.*, asset.* exclude (household)
        from people
        join asset using (household)
        where slot = 0
    ),
    months as (
        select unnest(range(1, 4)) as month
    ),
    own_pension as (
        select person // 8 as household, min(person) as person
        from condition
        where age >= 60
        group by person // 8
    )
    select
        '医保-基本医保参保.csv' as file,
        person,
        1 as which,
        winter_day(person, 'insured-on') as "date",
        null::bigint as amount,
        null::bigint as second,
        null::bigint as third,
        [
            case when employed and residence = 'urban' then '职工基本医保' else '城乡居民基本医保' end,
            case
                when chance(person, 'insured') < rate('register.uninsured') then '未参保'
                when len(holds) > 0 and chance(person, 'insured-help') < rate('register.uninsured') then '参保未享受资助'
                else '正常参保'
            end
        ] as details
    from people
    where len(holds) > 0 or chance(person, 'insurance-told') < 0.2
    union all
    select
        '医保-门诊慢特病.csv',
        person,
        1,
        winter_day(person, 'chronic-on'),
        null,
        null,
        null,
        case
            when major_disease then ['门诊特殊病', '恶性肿瘤门诊治疗', '有效']
            else ['门诊慢性病', (['高血压', '糖尿病', '慢性阻塞性肺疾病'])[whole_between(person, 'chronic', 1, 3)], '有效']
        end
    from people
    where (major_disease or age >= 60) and chance(person, 'chronic-told') < case when major_disease then 0.4 else 0.1 end
    union all
    select
        '卫健-重大疾病.csv',
        person,
        1,
        winter_day(person, 'illness-on'),
        null,
        null,
        null,
        [(['尿毒症', '恶性肿瘤', '急性心肌梗死', '脑卒中后遗症'])[whole_between(person, 'illness', 1, 4)], '确诊', county_title || '人民医院']
    from people
    where major_disease and chance(person, 'illness-told') < 0.3
    union all
    select
        '卫健-出生.csv',
        person,
        1,
        winter_day(person, 'birth-on'),
        null,
        null,
        null,
        [
            'X' || lpad((person % 1000000000)::varchar, 9, '0'),
            left(name, 1) || '小' || (['宝', '雨', '平', '安'])[whole_between(person, 'birth-name', 1, 4)],
            case when chance(person, 'birth-sex') < 0.51 then '男' else '女' end
        ]
    from people
    join named using (person)
    where sex = 'F' and age between 20 and 40 and relation in ('head', 'spouse') and chance(person, 'birth') < rate('register.birth')
    union all
    select
        '残联-康复辅具.csv',
        person,
        1,
        winter_day(person, 'rehabilitation-on'),
        whole_between(person, 'rehabilitation-cost', 5, 40) * 10000,
        whole_between(person, 'rehabilitation-cost', 5, 40) * 9000,
        null,
        [(['康复训练', '辅助器具适配', '药物治疗'])[whole_between(person, 'rehabilitation', 1, 3)], county_title || '残疾人康复中心']
    from people
    where disability_grade is not null and chance(person, 'rehabilitation-told') < 0.2
    union all
    select
        '教育-学籍.csv',
        person,
        1,
        getvariable('school_year'),
        null,
        null,
        null,
        [
            county_title || case student when 'compulsory' then '第一小学' when 'bachelor' then '学院' else '第一中学' end,
            case student
                when 'compulsory' then case when age >= 12 then '初中' else '小学' end
                when 'senior-high' then '高中'
                when 'vocational' then '中职'
                when 'bachelor' then '本科'
                else '研究生'
            end
        ]
    from people
    where student <> 'none'
    union all
    select
        '教育-离校.csv',
        person,
        1,
        winter_day(person, 'left-school-on'),
        null,
        null,
        null,
        [county_title || '第一中学', case when age < 18 then '辍学' else '毕业' end]
    from people
    where student not in ('none', 'compulsory') and chance(person, 'left-school') < rate('register.left-school')
    union all
    select
        '教育-缴费.csv',
        person,
        1,
        winter_day(person, 'fee-on'),
        case student when 'compulsory' then 20000 when 'bachelor' then 250000 else 80000 end,
        case when truth = 'none' then 0 else case student when 'compulsory' then 18000 when 'bachelor' then 225000 else 72000 end end,
        null,
        [county_title || case student when 'compulsory' then '第一小学' when 'bachelor' then '学院' else '第一中学' end, case student when 'compulsory' then '书本费' else '学费' end]
    from people
    where student <> 'none' and chance(person, 'fee-told') < 0.3
    union all
    select
        '人社-失业保险金.csv',
        person,
        1,
        winter_day(person, 'benefit-on'),
        153000,
        null,
        null,
        ['发放']
    from people
    where age between 25 and 59 and student = 'none' and not employed and truth = 'none' and chance(person, 'benefit') < 0.01
    union all
    select
        '人社-社会保险缴费.csv',
        person,
        1,
        winter_day(person, 'contribution-on'),
        monthly,
        null,
        null,
        [county_title || '某单位', '正常缴费', case when chance(person, 'contribution-unemployment') < 0.8 then '已参保' else '未参保' end]
    from people
    join (select person, monthly from income where kind = 'wage' and person is not null) using (person)
    where employed
    union all
    select
        '人社-养老金.csv',
        person,
        month,
        (getvariable('as_of') + (month * 30 + whole_between(person, 'pension-on', 0, 9))::integer)::date,
        monthly,
        null,
        null,
        ['中央基础养老金', '正常发放']
    from people
    join (select person, monthly from income where kind = 'basic-pension-central') using (person)
    cross join months
    union all
    select
        '人社-养老金.csv',
        people.person,
        month,
        (getvariable('as_of') + (month * 30 + whole_between(people.person, 'pension-on', 0, 9))::integer)::date,
        monthly,
        null,
        null,
        ['职工基本养老金', '正常发放']
    from (select household, monthly from income where kind = 'employee-pension') as pension
    join own_pension using (household)
    join people on people.person = own_pension.person
    cross join months
    union all
    select
        '自然资源-不动产.csv',
        person,
        1,
        past_day(person, 'house-on'),
        null,
        null,
        null,
        ['不动产权第' || lpad(household::varchar, 9, '0') || '号', '住宅', '首次登记', county_title]
    from heads
    where dwellings > 0 and chance(household, 'house-told') < 0.6
    union all
    select
        '自然资源-不动产.csv',
        person,
        2,
        winter_day(person, 'premises-on'),
        null,
        null,
        null,
        ['不动产权第' || lpad(household::varchar, 9, '0') || '-2号', '商业', '转移取得', county_title]
    from heads
    where truth = 'none' and chance(household, 'premises-bought') < rate('register.bought')
    union all
    select
        '住建-危房.csv',
        person,
        1,
        winter_day(person, 'danger-on'),
        null,
        null,
        null,
        [county_title || '农村住房', case when chance(household, 'danger-grade') < 0.2 then 'D级' else 'C级' end, '未改造']
    from heads
    where residence = 'rural' and chance(household, 'danger') < rate('register.danger')
    union all
    select
        '公安-机动车.csv',
        person,
        1,
        past_day(person, 'car-on'),
        "value",
        null,
        null,
        ['甘N' || upper(lpad(printf('%x', household), 6, '0')), '小型轿车', '注册登记']
    from heads
    join (select household, "value" from vehicle where kind = 'car') using (household)
    union all
    select
        '公安-机动车.csv',
        person,
        2,
        winter_day(person, 'car-bought-on'),
        whole_between(person, 'car-price', 30, 120) * 100000,
        null,
        null,
        ['甘N' || upper(lpad(printf('%x', household), 6, '0')) || 'X', '小型轿车', '注册登记']
    from heads
    where truth = 'none' and chance(household, 'car-bought-in-winter') < rate('register.bought')
    union all
    select
        '市场监管-经营主体.csv',
        person,
        1,
        past_day(person, 'business-on'),
        null,
        null,
        null,
        ['92' || county || upper(lpad(printf('%x', household), 10, '0')), county_title || '某某商店', '经营者', '存续']
    from heads
    where business_registration
    union all
    select
        '市场监管-经营主体.csv',
        person,
        2,
        winter_day(person, 'business-begun-on'),
        null,
        null,
        null,
        ['91' || county || upper(lpad(printf('%x', household), 10, '0')), county_title || '某某小卖部', '股东', '存续']
    from heads
    where truth = 'none' and chance(household, 'business-begun') < rate('register.bought')
    union all
    select
        '税务-个人所得税.csv',
        person,
        1,
        winter_day(person, 'tax-on'),
        monthly,
        null,
        null,
        ['工资薪金所得']
    from people
    join (select person, monthly from income where kind = 'wage' and person is not null) using (person)
    where employed and residence = 'urban' and chance(person, 'taxed') < 0.5
    union all
    select
        '民政-结婚登记.csv',
        person,
        1,
        winter_day(person, 'married-on'),
        null,
        null,
        null,
        ['J' || county || '-' || (person % 1000000)::varchar, '', '']
    from people
    where age between 22 and 40 and truth = 'none' and relation = 'child' and chance(person, 'married') < rate('register.married')
    union all
    select
        '民政-离婚登记.csv',
        person,
        1,
        winter_day(person, 'divorced-on'),
        null,
        null,
        null,
        ['L' || county || '-' || (person % 1000000)::varchar]
    from people
    where relation = 'spouse' and truth = 'none' and chance(person, 'divorced') < rate('register.divorced')
    union all
    select
        '公安-户口变动.csv',
        person,
        1,
        winter_day(person, 'moved-on'),
        null,
        null,
        null,
        [(['迁出', '县内移居'])[whole_between(person, 'moved-how', 1, 2)], county_title]
    from people
    where slot > 0 and truth = 'none' and chance(person, 'moved') < rate('register.moved')
    union all
    select
        '公安-走失人员.csv',
        person,
        1,
        winter_day(person, 'missing-on'),
        null,
        null,
        null,
        [strftime(winter_day(person, 'missing-on'), '%Y-%m-%d'), '查找中', '']
    from people
    where age >= 75 and chance(person, 'missing') < rate('register.missing')
    union all
    select
        '司法-服刑戒毒.csv',
        person,
        1,
        winter_day(person, 'imprisoned-on'),
        null,
        null,
        null,
        [case when chance(person, 'imprisoned-how') < 0.8 then '服刑' else '强制隔离戒毒' end, '']
    from people
    where age between 20 and 55 and relation = 'child' and truth = 'none' and away = 'none' and chance(person, 'imprisoned') < rate('register.imprisoned')
    union all
    select
        '司法-刑满释放.csv',
        person,
        1,
        winter_day(person, 'released-on'),
        null,
        null,
        null,
        ['刑满释放']
    from people
    where away = 'prison' and chance(person, 'released') < 0.9
    union all
    select
        '应急-受灾台账.csv',
        person,
        1,
        winter_day(person, 'hit-on'),
        whole_between(person, 'hit-loss', 1, 80) * 10000,
        null,
        null,
        [(['低温冷冻和雪灾', '火灾'])[whole_between(person, 'hit-how', 1, 2)], '房屋或财物受损']
    from heads
    where chance(household, 'hit') < rate('register.hit')
    union all
    select
        '乡村振兴-监测对象.csv',
        person,
        1,
        past_day(person, 'monitored-on'),
        null,
        null,
        null,
        [(['脱贫不稳定户', '边缘易致贫户', '突发严重困难户'])[whole_between(person, 'monitored-how', 1, 3)], '监测中']
    from heads
    where list_contains(holds, 'monitored')
    union all
    select
        '工会-困难职工.csv',
        person,
        1,
        winter_day(person, 'worker-on'),
        null,
        null,
        null,
        [(['深度困难', '相对困难', '意外致困'])[whole_between(person, 'worker-how', 1, 3)], '在档']
    from people
    where employed and residence = 'urban' and chance(person, 'worker') < rate('register.worker')
    union all
    select
        '银行-金融资产.parquet',
        person,
        1,
        winter_day(person, 'balance-on'),
        round(financial_per_capita * size * between_chance(person, 'balance', 0.3, 1))::bigint,
        null,
        null,
        ['农村信用社', right('000' || (household % 10000)::varchar, 4), '存款']
    from heads
    union all
    select
        '供电-用电异常.parquet',
        person,
        1,
        winter_day(person, 'electricity-on'),
        null,
        null,
        null,
        ['62' || lpad(household::varchar, 9, '0'), '连续零电量']
    from heads
    where chance(household, 'electricity') < case when size = 1 then 4 else 1 end * rate('register.electricity')
    union all
    select
        '供热-欠费.csv',
        person,
        1,
        winter_day(person, 'heating-on'),
        whole_between(person, 'heating-owed', 3, 24) * 10000,
        null,
        null,
        ['01' || lpad(household::varchar, 8, '0')]
    from heads
    where residence = 'urban' and chance(household, 'heating') < rate('register.heating');
