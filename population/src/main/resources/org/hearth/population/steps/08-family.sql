-- Who lives with whom, the parents of those under 18, and the people with a duty of support who live apart.
create table minor as
    with drawn as (
        select *, chance(person, 'parents') as draw
        from member
        where age < 18
    )
    select
        person,
        household,
        age,
        template,
        parents_away,
        case
            when template = 'child-alone' then 'both-dead'
            when relation = 'grandchild' and draw < rate('grandchild-unattended') then 'dead-and-lost'
            when relation = 'grandchild' and draw < rate('grandchild-unattended') + rate('grandchild-orphan') then 'both-dead'
            when relation = 'grandchild' then 'both-away'
            when template like 'parent-%' and draw < 0.35 then 'one-dead'
            when template like 'parent-%' and draw < 0.45 then 'one-lost'
            when parents_away and chance(household, 'one-away') < 0.65 then 'both-away'
            when parents_away then 'one-away'
            else 'present'
        end as parents,
        chance(person, 'parents-missing') >= rate('evidence-missing') as parents_known
    from drawn;

create table parent as
    with listed as (
        select
            *,
            case parents
                when 'both-dead' then [{status: 'dead', able: null}, {status: 'dead', able: null}]
                when 'dead-and-lost' then [{status: 'dead', able: null}, {status: 'lost-contact', able: null}]
                when 'both-away' then [{status: 'away-for-work', able: true}, {status: 'away-for-work', able: true}]
                when 'one-dead' then [{status: 'dead', able: null}, {status: 'present', able: true}]
                when 'one-lost' then [{status: 'lost-contact', able: null}, {status: 'present', able: true}]
                when 'one-away' then [{status: 'away-for-work', able: true}, {status: 'present', able: false}]
                else [{status: 'present', able: true}, {status: 'present', able: true}]
            end as both_parents
        from minor
        where parents_known
    ),
    one_each as (
        select person, household, unnest(range(1, 3)) as which, unnest(both_parents) as parent
        from listed
    )
    select
        person,
        household,
        parent.status as status,
        case
            when parent.status in ('away-for-work', 'lost-contact') then whole_between(person * 4 + which, 'parent-months', 7, 60)
        end as months,
        parent.able as able_guardian
    from one_each;

create table arrangement as
    with households_of_elders as (
        select household, bool_and(age >= 60) as only_elders
        from member
        group by household
    )
    select
        person,
        case
            when member.age >= 18 or chance(person, 'lives-with-missing') < rate('evidence-missing') then null
            when member.template = 'child-alone' then 'institution'
            when relation = 'grandchild' then 'grandparents'
            when parents = 'both-away' and member.template like '%elder%' then 'grandparents'
            when parents = 'both-away' and chance(household, 'other-relatives') < 0.85 then 'other-relatives'
            when parents = 'both-away' then 'alone'
            when parents in ('one-dead', 'one-lost', 'one-away') or member.template like 'parent-%' then 'one-parent'
            else 'parents'
        end as lives_with,
        case
            when member.age < 60 or chance(person, 'arrangement-missing') < rate('evidence-missing') then null
            when size = 1 and truth = 'tekun' and chance(person, 'institution') < 0.17 then 'institution'
            when size = 1 then 'alone'
            when only_elders then 'empty-nest'
            else 'with-family'
        end as living_arrangement,
        member.age >= 60 and only_elders and chance(household, 'family-planning') < rate('special-family-planning') as special_family_planning,
        case
            when member.age < 60 or chance(person, 'assessed') > case when truth in ('tekun', 'dibao') then 0.6 else 0.2 end then null
            when member.age >= 85 then whole_between(person, 'ability', 15, 88)
            when chance(person, 'ability-frail') < 0.15 then whole_between(person, 'ability', 10, 65)
            else whole_between(person, 'ability', 62, 90)
        end as elder_ability_score,
        parents,
        parents_known
    from member
    join households_of_elders using (household)
    left join (select person, parents, parents_known from minor) using (person);

-- Children of the old and relatives of the disabled, where someone looked into it. A dibao member without labour ability
-- has one who is able, or else would be tekun; a tekun person has none, or one who is not able (特困人员认定办法 Art 4, 8).
create table supported as
    select
        member.person,
        household,
        member.age,
        member.truth,
        case
            when member.truth in ('tekun', 'dibao') then
                chance(member.person, 'supporters-missing') >= rate('evidence-missing')
                and (member.age >= 60 or disability_grade is not null or relation = 'grandchild' or member.truth = 'tekun')
                and coalesce(minor.parents not in ('both-dead', 'dead-and-lost') or member.truth = 'tekun', true)
            else member.age >= 60 and chance(member.person, 'supporters-known') < 0.3
        end as supporters_known,
        case
            when member.truth = 'tekun' then case when member.age >= 18 and chance(member.person, 'supporters') < 0.25 then 1 else 0 end
            when member.age >= 60 then whole_between(member.person, 'supporters', 1, 3)
            else 1
        end as supporters
    from member
    join health using (person)
    left join (select person, parents from minor) as minor using (person);

create table supporter as
    with one_each as (
        select *, unnest(range(1, supporters + 1)) as which
        from supported
        where supporters_known
    )
    select
        person,
        household,
        case
            when truth = 'tekun' and age < 60 then 'parent'
            when age >= 60 then 'child'
            else 'parent'
        end as relation,
        case
            when age >= 60 then greatest(18, age - whole_between(person * 4 + which, 'supporter-age', 22, 34))
            else least(96, age + whole_between(person * 4 + which, 'supporter-age', 22, 34))
        end as age,
        case
            when truth <> 'tekun' then 'able'
            else (['tekun', 'severely-disabled', 'imprisoned'])[whole_between(person, 'supporter-situation', 1, 3)]
        end as situation,
        true as assets_within_tekun_rule,
        case
            when truth = 'none' then whole_between(person * 4 + which, 'support', 0, 60) * 1000
            else 0
        end as support_monthly
    from one_each;
