-- What holds has a first day, a last one, and the moment when it was written down, so that a change is told from a late
-- correction. What turned out never to have held is withdrawn: it keeps its row and counts for no day.
alter table registry.membership
    add column recorded_at timestamptz not null default now(),
    add column withdrawn_at timestamptz,
    add constraint withdrawn_memberships_have_ended check (withdrawn_at is null or valid_to is not null);
alter table registry.stratum
    add column recorded_at timestamptz not null default now(),
    add column withdrawn_at timestamptz,
    add constraint withdrawn_strata_have_ended check (withdrawn_at is null or valid_to is not null);
create index membership_by_person on registry.membership (person_id);

-- A person may be entered without a number and with an estimated birth date; a person merged into another goes on resolving.
alter table registry.person
    add column born_estimated boolean not null default false,
    add column merged_into uuid references registry.person,
    add column surviving_id uuid not null generated always as (coalesce(merged_into, id)) stored;
create index person_by_survivor on registry.person (merged_into) where merged_into is not null;

-- A household has a first day at its present place, and a last day where it was dissolved.
alter table registry.household
    add column place_since date,
    add column dissolved_on date,
    add column merged_into uuid references registry.household;
create index household_merged on registry.household (merged_into) where merged_into is not null;

create sequence registry.household_number;
grant usage on sequence registry.household_number to hearth_app;

-- Where a household lived before, and by what address.
create table registry.former_place (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null references registry.household,
    village      platform.region_code not null,
    residence    text not null check (residence in ('urban', 'rural')),
    address      text not null,
    valid_from   date,
    valid_to     date not null,
    recorded_at  timestamptz not null,
    withdrawn_at timestamptz
);
call platform.protect('registry', 'former_place');
create index former_place_by_household on registry.former_place (household_id);

-- The names that a person bore before (曾用名), or that others know them by.
create table registry.former_name (
    id           uuid primary key,
    region       platform.region_code not null,
    person_id    uuid not null references registry.person,
    name         text not null check (name <> ''),
    kind         text not null check (kind in ('former', 'other')),
    valid_from   date,
    valid_to     date,
    reason       text not null default '',
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    withdrawn_at timestamptz,
    check (valid_to >= valid_from)
);
call platform.protect('registry', 'former_name');
create index former_name_by_person on registry.former_name (person_id);
create index former_name_by_name on registry.former_name (name);

-- How a household is reached: a member's own telephone, or a contact person's.
create table registry.contact (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null references registry.household,
    person_id    uuid references registry.person,
    name         text not null check (name <> ''),
    relation     text not null default '',
    phone        text not null check (phone ~ '^[0-9+-]{5,20}$'),
    valid_from   date not null,
    valid_to     date,
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    check (valid_to is null or valid_to >= valid_from)
);
call platform.protect('registry', 'contact');
create unique index one_contact_at_a_time on registry.contact (household_id, phone) where valid_to is null;
create index contact_by_phone on registry.contact (phone) where valid_to is null;

-- Who holds an account for a household: a member, or somebody else for a reason on record.
alter table registry.bank_account
    add column holder_kind text not null default 'member'
        check (holder_kind in ('member', 'guardian', 'institution', 'village')),
    add column holder_reason text not null default '',
    add column recorded_at timestamptz not null default now();
create index account_by_number on registry.bank_account (account_index) where valid_to is null;

-- What was done to households or persons as one act, and every row that it opened, closed or changed, so that it can be
-- taken back exactly. The region is that of the household as it is now.
create table registry.operation (
    id            uuid primary key,
    region        platform.region_code not null,
    kind          text not null check (kind in ('register', 'place', 'join', 'leave', 'relate', 'split', 'merge', 'move',
                                                'merge-persons', 'correct')),
    households    uuid[] not null,
    persons       uuid[] not null,
    effective_on  date not null,
    reason        text not null,
    detail        jsonb not null default '{}',
    recorded_at   timestamptz not null,
    recorded_by   text not null,
    undone_at     timestamptz,
    undone_by     text,
    undone_reason text,
    check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null))
);
call platform.protect('registry', 'operation');
create index operation_by_household on registry.operation using gin (households);
create index operation_by_person on registry.operation using gin (persons);

create table registry.operation_row (
    operation_id uuid not null references registry.operation,
    n            integer not null,
    region       platform.region_code not null,
    table_name   text not null check (table_name in ('membership', 'stratum', 'former_place', 'former_name', 'bank_account',
                                                     'household', 'person')),
    row_id       uuid not null,
    effect       text not null check (effect in ('opened', 'closed', 'changed')),
    before       jsonb,
    primary key (operation_id, n),
    check ((effect = 'changed') = (before is not null))
);
call platform.protect('registry', 'operation_row');

-- Two records that somebody found to be of two persons: they are not proposed as one again.
create table registry.known_different (
    one         uuid not null references registry.person,
    other       uuid not null references registry.person,
    region      platform.region_code not null,
    reason      text not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    primary key (one, other),
    check (one < other)
);
call platform.protect('registry', 'known_different');

-- Under which household and person what is known of somebody was filed, where that is no longer where they belong: because
-- they changed households, or their record was merged into another.
create table registry.refiled (
    household_id     uuid not null,
    person_id        uuid not null,
    region           platform.region_code not null,
    now_household_id uuid not null,
    now_person_id    uuid not null,
    primary key (household_id, person_id)
);
call platform.protect('registry', 'refiled');
create index refiled_now on registry.refiled (now_household_id, now_person_id);

-- Households that left the village where they were registered: what arose before stays with the office where it arose, and
-- is shown to the office of today too.
create table registry.relocated (
    household_id uuid primary key references registry.household,
    region       platform.region_code not null
);
call platform.protect('registry', 'relocated');

-- Adds to a room's table of things that are never changed the right to read them where the household, or the person, now is.
create procedure registry.follow(room name, table_name name, person boolean default false)
    language plpgsql as $$
begin
    execute format(
        'create policy follows_the_household on %I.%I for select
            using (household_id in (select r.household_id from registry.relocated r) %s)',
        room, table_name,
        case when person then 'or (household_id, person_id) in (select r.household_id, r.person_id from registry.refiled r)'
             else '' end);
end
$$;

drop view registry.published_household;
create view registry.published_household with (security_invoker = true) as
select h.id,
       h.number,
       h.region,
       h.residence,
       h.address,
       h.longitude,
       h.latitude,
       head.person_id  as head_id,
       head.name       as head_name,
       members.persons as persons,
       strata.held     as strata,
       h.dissolved_on
from registry.household h
left join lateral (
    select m.person_id, p.name
    from registry.membership m
    join registry.person p on p.id = m.person_id
    where m.household_id = h.id and (m.valid_to is null or (m.valid_to = h.dissolved_on and m.withdrawn_at is null))
    order by m.relation <> 'head', p.born
    limit 1
) head on true
left join lateral (
    select count(*) as persons
    from registry.membership m
    join registry.person p on p.id = m.person_id and p.died_on is null
    where m.household_id = h.id and m.valid_to is null
) members on true
left join lateral (
    select coalesce(array_agg(distinct s.stratum), '{}') as held
    from registry.stratum s
    where s.household_id = h.id and s.valid_to is null
) strata on true;
call platform.publish('registry', 'published_household');
