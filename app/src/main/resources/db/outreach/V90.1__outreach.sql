create schema outreach;

-- A weather warning for one county; one message that covers several counties has a row in each.
create table outreach.warning (
    id         uuid primary key,
    region     platform.region_code not null,
    identifier text not null,
    sender     text not null,
    kind       text not null check (kind in ('cold_wave', 'snowstorm', 'road_icing')),
    colour     text not null check (colour in ('red', 'orange', 'yellow', 'blue')),
    headline   text not null,
    sent_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    constraint one_warning_once unique (identifier, sender, region)
);
call platform.protect('outreach', 'warning');

-- The response plan in force: level 1 is the highest. A region answers at one level at a time.
create table outreach.response (
    id         uuid primary key,
    region     platform.region_code not null,
    level      smallint not null check (level between 1 and 4),
    warning_id uuid not null references outreach.warning,
    started_at timestamptz not null,
    ended_at   timestamptz check (ended_at >= started_at)
);
call platform.protect('outreach', 'response');
create unique index one_response_at_a_time on outreach.response (region) where ended_at is null;

create table outreach.response_duty (
    id          uuid primary key,
    region      platform.region_code not null,
    response_id uuid not null references outreach.response,
    duty        text not null,
    done_at     timestamptz,
    done_by     text,
    unique (response_id, duty)
);
call platform.protect('outreach', 'response_duty');

-- Relief stations, and temporary relief sites in community service centres.
create table outreach.site (
    id          uuid primary key,
    region      platform.region_code not null,
    name        text not null,
    phone       text not null default '',
    temporary   boolean not null,
    opened_on   date not null,
    closed_on   date check (closed_on >= opened_on),
    longitude   numeric(9, 6),
    latitude    numeric(9, 6)
);
call platform.protect('outreach', 'site');

create table outreach.bed (
    id      uuid primary key,
    region  platform.region_code not null,
    site_id uuid not null references outreach.site,
    number  integer not null,
    sex     text not null check (sex in ('F', 'M')),
    unique (site_id, sex, number),
    unique (id, sex)
);
call platform.protect('outreach', 'bed');

create table outreach.patrol (
    id         uuid primary key,
    region     platform.region_code not null,
    team       text not null,
    area       text not null,
    people     integer not null check (people > 0),
    vehicles   integer not null check (vehicles >= 0),
    started_at timestamptz not null,
    ended_at   timestamptz check (ended_at >= started_at),
    leader     text not null
);
call platform.protect('outreach', 'patrol');
create unique index one_patrol_under_way_for_a_leader on outreach.patrol (leader) where ended_at is null;

-- Somebody was seen who may need help. The identifier is made by the phone that tells it.
create table outreach.clue (
    id            uuid primary key,
    region        platform.region_code not null check (length(region) >= 6),
    receipt       text not null unique,
    what          text not null,
    landmark      text not null,
    longitude     numeric(9, 6),
    latitude      numeric(9, 6),
    people        integer not null check (people between 1 and 50),
    condition     text not null check (condition in ('sleeping_rough', 'begging', 'stranded', 'sudden_illness', 'minor')),
    source        text not null check (source in ('cadre', 'sanitation', 'driver', 'night_security', 'public')),
    contact       text not null default '',
    received_at   timestamptz not null,
    dispatched_at timestamptz,
    dispatched_to text check (dispatched_to in ('patrol', 'hospital', 'police')),
    patrol_id     uuid references outreach.patrol,
    responded_at  timestamptz,
    closed_at     timestamptz,
    outcome       text,
    check ((dispatched_to is null) = (dispatched_at is null)),
    check ((dispatched_to = 'patrol') = (patrol_id is not null)),
    check ((closed_at is null) = (outcome is null)),
    constraint closed_clues_were_answered check (closed_at is null or responded_at is not null)
);
call platform.protect('outreach', 'clue');
create index clue_waiting on outreach.clue (region, received_at) where closed_at is null;
create index clue_by_patrol on outreach.clue (patrol_id);

-- Somebody was met. The identifier is made by the patrol's phone, so that a record sent ten times counts once.
create table outreach.encounter (
    id               uuid primary key,
    region           platform.region_code not null,
    patrol_id        uuid not null references outreach.patrol,
    clue_id          uuid references outreach.clue,
    met_at           timestamptz not null,
    sex              text not null check (sex in ('F', 'M')),
    age              integer check (age between 0 and 120),
    name             text not null default '',
    id_number        bytea,
    id_number_masked text,
    person_id        uuid,
    household_id     uuid,
    condition        text not null,
    outcome          text not null check (outcome in ('shelter', 'items', 'hospital', 'escorted_home', 'refused')),
    note             text not null default '',
    recorded_at      timestamptz not null,
    recorded_by      text not null
);
call platform.protect('outreach', 'encounter', append_only => true);
create index encounter_by_patrol on outreach.encounter (patrol_id);

create table outreach.encounter_item (
    encounter_id uuid not null references outreach.encounter,
    region       platform.region_code not null,
    item         text not null check (item in ('coat', 'quilt', 'food', 'hot_water')),
    quantity     integer not null check (quantity between 1 and 50),
    primary key (encounter_id, item)
);
call platform.protect('outreach', 'encounter_item', append_only => true);

-- A bed is one person's at a time, and of their own sex (救助管理办法, Article 8).
create table outreach.stay (
    id           uuid primary key,
    region       platform.region_code not null,
    bed_id       uuid not null,
    sex          text not null,
    encounter_id uuid not null unique references outreach.encounter,
    taken_at     timestamptz not null,
    released_at  timestamptz check (released_at >= taken_at),
    foreign key (bed_id, sex) references outreach.bed (id, sex)
);
call platform.protect('outreach', 'stay');
create unique index a_bed_is_never_double_booked on outreach.stay (bed_id) where released_at is null;

-- What the law makes due after a clue or an encounter.
create table outreach.duty (
    id           uuid primary key,
    region       platform.region_code not null,
    kind         text not null check (kind in ('police_report', 'family_search', 'dna_request', 'stay_limit')),
    clue_id      uuid references outreach.clue,
    encounter_id uuid references outreach.encounter,
    due_at       timestamptz not null,
    basis        text not null,
    done_at      timestamptz,
    done_by      text,
    unique nulls not distinct (kind, clue_id, encounter_id),
    check (num_nonnulls(clue_id, encounter_id) = 1)
);
call platform.protect('outreach', 'duty');
create index duty_open on outreach.duty (region, due_at) where done_at is null;

create function outreach.day(moment timestamptz) returns date
    language sql immutable as $$ select (moment at time zone 'Asia/Shanghai')::date $$;
grant execute on function outreach.day to hearth_app;

create view outreach.published_patrol with (security_invoker = true) as
select id, region, outreach.day(started_at) as started_on, people, vehicles
from outreach.patrol;
call platform.publish('outreach', 'published_patrol');

create view outreach.published_encounter with (security_invoker = true) as
select id, region, outreach.day(met_at) as met_on, outcome <> 'refused' as helped, outcome, clue_id
from outreach.encounter;
call platform.publish('outreach', 'published_encounter');

create view outreach.published_item with (security_invoker = true) as
select i.encounter_id, i.region, outreach.day(e.met_at) as given_on, i.item, i.quantity
from outreach.encounter_item i
join outreach.encounter e on e.id = i.encounter_id;
call platform.publish('outreach', 'published_item');

create view outreach.published_clue with (security_invoker = true) as
select id, region, received_at, source, responded_at, outreach.day(closed_at) as closed_on
from outreach.clue;
call platform.publish('outreach', 'published_clue');

-- Temporary relief sites alone: the briefing counts those that were opened for the winter, not the standing stations.
create view outreach.published_site with (security_invoker = true) as
select s.id, s.region, s.opened_on, s.closed_on, (select count(*) from outreach.bed b where b.site_id = s.id)::integer as beds
from outreach.site s
where s.temporary;
call platform.publish('outreach', 'published_site');

create view outreach.published_response with (security_invoker = true) as
select id, region, level, outreach.day(started_at) as started_on, outreach.day(ended_at) as ended_on
from outreach.response;
call platform.publish('outreach', 'published_response');
