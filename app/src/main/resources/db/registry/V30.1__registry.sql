create schema registry;

-- Persons. The region is that of the household they live in now. The identity number is encrypted; what can be looked up is
-- its keyed index, and what is shown is its masked form.
create table registry.person (
    id               uuid primary key,
    region           platform.region_code not null,
    name             text not null,
    sex              text not null check (sex in ('F', 'M')),
    born             date not null,
    died_on          date,
    id_number        bytea,
    id_number_index  bytea unique,
    id_number_masked text,
    phone            text,
    recorded_at      timestamptz not null
);
call platform.protect('registry', 'person');
create index person_by_region on registry.person (region);
create index person_by_name on registry.person (name);

create table registry.household (
    id          uuid primary key,
    number      text not null unique,
    region      platform.region_code not null check (length(region) = 12),
    residence   text not null check (residence in ('urban', 'rural')),
    address     text not null default '',
    longitude   numeric(9, 6),
    latitude    numeric(9, 6),
    recorded_at timestamptz not null
);
call platform.protect('registry', 'household');
create index household_by_region on registry.household (region);

-- Who belonged to which household, from when to when. A person is in one household at a time.
create table registry.membership (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null references registry.household,
    person_id    uuid not null references registry.person,
    relation     text not null,
    valid_from   date not null,
    valid_to     date,
    check (valid_to is null or valid_to >= valid_from)
);
call platform.protect('registry', 'membership');
create unique index one_household_at_a_time on registry.membership (person_id) where valid_to is null;
create index membership_by_household on registry.membership (household_id);

-- The layer of low income that a household, or one person of it alone, is confirmed in, from when to when.
create table registry.stratum (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null references registry.household,
    person_id    uuid references registry.person,
    stratum      text not null check (stratum in ('tekun', 'dibao', 'monitored', 'edge', 'rigid', 'other')),
    valid_from   date not null,
    valid_to     date,
    basis        text not null,
    check (valid_to is null or valid_to >= valid_from)
);
call platform.protect('registry', 'stratum');
create unique index one_stratum_at_a_time
    on registry.stratum (household_id, person_id, stratum) nulls not distinct where valid_to is null;
create index stratum_by_region on registry.stratum (region, stratum) where valid_to is null;

create table registry.bank_account (
    id             uuid primary key,
    region         platform.region_code not null,
    household_id   uuid not null references registry.household,
    bank           text not null,
    holder         text not null,
    account        bytea not null,
    account_index  bytea not null,
    account_masked text not null,
    valid_from     date not null,
    valid_to       date
);
call platform.protect('registry', 'bank_account');
create unique index one_account_at_a_time on registry.bank_account (household_id) where valid_to is null;

-- Households as other rooms may read them: the head, how many live there now, and the strata held now.
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
       strata.held     as strata
from registry.household h
left join lateral (
    select m.person_id, p.name
    from registry.membership m
    join registry.person p on p.id = m.person_id
    where m.household_id = h.id and m.valid_to is null
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
