-- Who reported a death. It stands as long as one report does, whoever else takes theirs back.
create table registry.death_report (
    person_id    uuid not null references registry.person,
    source       text not null,
    source_id    uuid not null,
    region       platform.region_code not null,
    died_on      date not null,
    reported_at  timestamptz not null,
    withdrawn_at timestamptz,
    primary key (person_id, source, source_id)
);
call platform.protect('registry', 'death_report');
create index death_report_by_source on registry.death_report (source_id);

-- Deaths noted before: by whom is not known, but where an act noted one, that act.
insert into registry.death_report (person_id, source, source_id, region, died_on, reported_at)
select p.id,
       coalesce(act.source, 'registry.person'),
       coalesce(act.id, p.id),
       p.region,
       p.died_on,
       coalesce(act.recorded_at, p.recorded_at)
from registry.person p
left join lateral (
    select 'registry.operation' as source, o.id, o.recorded_at
    from registry.operation o
    join registry.operation_row r on r.operation_id = o.id and r.table_name = 'person' and r.row_id = p.id
    where o.kind = 'leave'
      and o.undone_at is null
      and r.before ->> 'died_on' is null
    order by o.recorded_at
    limit 1
) act on true
where p.died_on is not null;

-- A stratum that another department finds begins and ends by its record; so does the end of one that was confirmed here.
alter table registry.stratum
    add column by_record       boolean not null default false,
    add column ended_by_record boolean not null default false;

-- What departments' records propose to be done in the register (待办登记事项). The household is the one where the person lives
-- now, the origin the one where they lived when it was proposed.
create table registry.proposal (
    id            uuid primary key,
    region        platform.region_code not null,
    household_id  uuid not null references registry.household,
    person_id     uuid not null references registry.person,
    origin_id     uuid not null references registry.household,
    act           text not null check (act in ('enter-child', 'live-together', 'part', 'move-out', 'move-within', 'leave',
                                               'appoint-head', 'change-account')),
    -- By what the same event is known when it is told again.
    subject       text not null unique,
    happened_on   date not null,
    due_on        date,
    name          text not null default '',
    sex           text check (sex in ('F', 'M')),
    number_sealed bytea,
    number_index  bytea,
    number_masked text,
    place         text not null default '',
    -- CHECK: it was done, and the record it rested on was withdrawn since.
    state         text not null check (state in ('OPEN', 'DONE', 'CHECK', 'DISMISSED', 'WITHDRAWN')),
    -- Whether it ever waited for somebody; false where the register said so already.
    asked         boolean not null default false,
    proposed_at   timestamptz not null,
    state_at      timestamptz not null,
    state_by      text not null,
    reason        text not null default '',
    constraint dismissed_for_a_reason check (state <> 'DISMISSED' or reason <> '')
);
call platform.protect('registry', 'proposal');
create index proposal_to_do on registry.proposal (region, due_on, happened_on) where state in ('OPEN', 'CHECK');
create index proposal_by_household on registry.proposal (household_id);
create index proposal_by_origin on registry.proposal (origin_id);
create index proposal_by_person on registry.proposal (person_id);

-- The records that propose it. It is withdrawn when all of them are.
create table registry.proposal_source (
    proposal_id  uuid not null references registry.proposal,
    source_id    uuid not null,
    region       platform.region_code not null,
    person_id    uuid not null references registry.person,
    words_zh     text not null,
    words_en     text not null,
    told_at      timestamptz not null,
    withdrawn_at timestamptz,
    primary key (proposal_id, source_id)
);
call platform.protect('registry', 'proposal_source');
create index proposal_source_by_source on registry.proposal_source (source_id);
create index proposal_source_by_person on registry.proposal_source (person_id);

-- A village as addresses write it: 大河村 for 大河村委会.
create function registry.plain_village(name text) returns text
    language sql immutable as $$
    select regexp_replace(regexp_replace(name, '村(民)?委(员)?会$', '村'), '(社区)?(居民委员会|居委会)$', '社区')
$$;

-- The persons of a proposal: whom its records are about, and whom they name by number, as the records that stayed.
create view registry.proposal_person with (security_invoker = true) as
select s.proposal_id, p.surviving_id as person_id, true as of_record
from registry.proposal_source s
join registry.person p on p.id = s.person_id
where s.withdrawn_at is null
union
select a.id, p.surviving_id, false
from registry.proposal a
join registry.person p on p.id_number_index = a.number_index;

-- Whether the register shows that what is proposed was done, in whichever way. What holds since the event counts, not what
-- holds now: a couple that parts later has lived together. What was taken back counts for no day.
create view registry.proposal_shown with (security_invoker = true) as
select a.id,
       case a.act
           when 'enter-child' then exists (
               select
               from registry.membership mother
               join registry.membership m on m.household_id = mother.household_id and m.withdrawn_at is null
               join registry.person child on child.id = m.person_id
               where mother.person_id = who.surviving_id
                 and mother.withdrawn_at is null
                 and child.born = a.happened_on
                 and child.sex = a.sex
                 -- Twins are told apart by their names; a single child may have been given another.
                 and (child.name = a.name
                      or not exists (
                          select
                          from registry.proposal twin
                          where twin.act = a.act
                            and twin.person_id = a.person_id
                            and twin.happened_on = a.happened_on
                            and twin.sex = a.sex
                            and twin.id <> a.id)))
           when 'live-together' then
               who.died_on is not null
               or not exists (
                   select from registry.membership m where m.person_id = who.surviving_id and m.valid_to is null)
               or exists (
                   select
                   from registry.membership one
                   join registry.membership other
                       on other.household_id = one.household_id
                      and other.person_id <> one.person_id
                      and other.withdrawn_at is null
                   join registry.person spouse on spouse.id = other.person_id
                   where one.person_id = who.surviving_id
                     and one.withdrawn_at is null
                     and coalesce(one.valid_to, 'infinity') >= greatest(other.valid_from, a.happened_on)
                     and coalesce(other.valid_to, 'infinity') >= greatest(one.valid_from, a.happened_on)
                     and (exists (
                              select
                              from registry.proposal_person known
                              where known.proposal_id = a.id and known.person_id = spouse.surviving_id)
                          or (a.number_index is null or spouse.id_number_index is null) and spouse.name = a.name
                          or a.number_index is null and a.name = ''
                             and (one.relation, other.relation) in (('head', 'spouse'), ('spouse', 'head'))))
           when 'part' then
               who.died_on is not null
               or not exists (
                   select
                   from registry.membership one
                   join registry.membership other
                       on other.household_id = one.household_id
                      and other.person_id <> one.person_id
                      and other.valid_to is null
                   join registry.person spouse on spouse.id = other.person_id and spouse.died_on is null
                   where one.person_id = who.surviving_id
                     and one.valid_to is null
                     and (exists (
                              select
                              from registry.proposal_person known
                              where known.proposal_id = a.id and known.person_id = spouse.id)
                          -- Where the record names nobody: the head's spouse, or a child of the head and who is no kin.
                          or (select count(*) from registry.proposal_person known where known.proposal_id = a.id) = 1
                             and spouse.sex <> who.sex
                             and (one.relation, other.relation) in (('head', 'spouse'), ('spouse', 'head'),
                                                                    ('child', 'other'), ('other', 'child'))))
           when 'move-within' then
               not exists (
                   select
                   from registry.proposal_person known
                   join registry.person p on p.id = known.person_id and p.died_on is null
                   join registry.membership now on now.person_id = p.id and now.valid_to is null
                   join registry.household h on h.id = now.household_id
                   where known.proposal_id = a.id
                     and not (now.household_id <> a.origin_id and now.valid_from >= a.happened_on)
                     and not exists (
                         select
                         from registry.former_place f
                         where f.household_id = now.household_id
                           and f.village <> h.region
                           and f.withdrawn_at is null
                           and f.valid_to >= a.happened_on - 1)
                     and not exists (
                         select
                         from region.division village
                         where village.code = h.region
                           and position(registry.plain_village(village.name) in a.place) > 0))
           when 'move-out' then
               not exists (
                   select
                   from registry.proposal_person known
                   join registry.person p on p.id = known.person_id and p.died_on is null
                   join registry.membership now on now.person_id = p.id and now.valid_to is null
                   where known.proposal_id = a.id
                     and substr(now.region, 1, 6) = split_part(a.subject, '/', 2))
           when 'leave' then
               not exists (
                   select
                   from registry.proposal_person known
                   join registry.person p on p.id = known.person_id and p.died_on is null
                   join registry.membership now on now.person_id = p.id and now.valid_to is null
                   where known.proposal_id = a.id)
           when 'appoint-head' then
               exists (
                   select
                   from registry.membership m
                   join registry.person head on head.id = m.person_id and head.died_on is null
                   where m.household_id = a.household_id
                     and m.valid_to is null
                     and m.relation = 'head'
                     and head.id <> who.surviving_id)
               or not exists (
                   select
                   from registry.membership m
                   join registry.person living on living.id = m.person_id and living.died_on is null
                   where m.household_id = a.household_id and m.valid_to is null)
               -- Somebody who was no head when they died leaves nobody to be appointed.
               or not exists (
                   select
                   from registry.membership m
                   where m.person_id = who.surviving_id and m.valid_to is null and m.relation = 'head')
           when 'change-account' then
               not exists (
                   select
                   from registry.bank_account b
                   where b.household_id = a.household_id
                     and b.valid_to is null
                     and b.holder_kind = 'member'
                     and b.holder = who.name
                     and exists (
                         select
                         from registry.membership m
                         join registry.person living on living.id = m.person_id and living.died_on is null
                         where m.household_id = a.household_id and m.valid_to is null)
                     and not exists (
                         select
                         from registry.membership m
                         join registry.person living on living.id = m.person_id and living.died_on is null
                         where m.household_id = a.household_id and m.valid_to is null and living.name = b.holder))
       end as shown
from registry.proposal a
join registry.person who on who.id = a.person_id;
grant select on registry.proposal_person, registry.proposal_shown to hearth_app;
