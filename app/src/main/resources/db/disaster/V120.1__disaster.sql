create schema disaster;

-- A disaster and the counties that it struck. Both are public, and one disaster reaches over provincial borders, so they are
-- held to no region; the people it hit are.
create table disaster.event (
    id          uuid primary key,
    kind        text not null check (kind in ('earthquake', 'snow-ice', 'flood', 'landslide', 'drought', 'fire', 'other')),
    name_zh     text not null check (name_zh <> ''),
    name_en     text not null check (name_en <> ''),
    happened_at timestamptz not null,
    magnitude   numeric(3, 1) check (magnitude > 0),
    source      text not null check (source <> ''),
    stable_on   date,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint only_earthquakes_have_a_magnitude check (magnitude is null or kind = 'earthquake'),
    constraint one_disaster_of_a_name_and_time unique (name_zh, happened_at)
);
call platform.share('disaster', 'event');

create table disaster.struck (
    disaster_id uuid not null references disaster.event,
    county      platform.region_code not null check (length(county) = 6),
    primary key (disaster_id, county)
);
call platform.share('disaster', 'struck');

-- What a county pays a person a day while a household lives on transitional relief. No national value exists; each county
-- enters its own with the document that sets it.
create table disaster.daily_rate (
    disaster_id uuid not null,
    county      platform.region_code not null,
    amount      numeric(8, 2) not null check (amount > 0),
    source      text not null check (source <> ''),
    entered_on  date not null,
    entered_by  text not null,
    primary key (disaster_id, county),
    foreign key (disaster_id, county) references disaster.struck
);
call platform.share('disaster', 'daily_rate');

-- A household that a disaster hit: once for each disaster, whatever lists it is on.
create table disaster.affected (
    id           uuid primary key,
    region       platform.region_code not null check (length(region) = 12),
    disaster_id  uuid not null references disaster.event,
    household_id uuid not null references registry.household,
    damage       text not null check (damage in ('collapsed', 'severe', 'slight', 'none')),
    listed_on    date not null,
    listed_by    text not null,
    reasons      text[] not null default '{}' check (
        reasons <@ array['child-without-parents', 'elder-alone', 'elders-only', 'disabled', 'tekun', 'dibao']),
    vulnerable   boolean not null generated always as (cardinality(reasons) > 0) stored,
    call_due_on  date,
    reached_on   date,
    reached_by   text,
    finding      text,
    stage        text not null default 'emergency' check (
        stage in ('emergency', 'transitional', 'recovered', 'still-in-difficulty')),
    stage_since  date not null,
    alert_id     uuid,
    disposition  text,
    answered_on  date,
    unique (disaster_id, household_id),
    constraint the_vulnerable_are_called_at_once check (cardinality(reasons) = 0 or call_due_on is not null),
    constraint a_call_says_who_and_what check (
        (reached_on is null) = (reached_by is null) and (reached_on is null) = (finding is null or finding = '')),
    constraint still_in_difficulty_is_handed_on check ((stage = 'still-in-difficulty') = (alert_id is not null)),
    constraint answers_have_a_day check ((disposition is null) = (answered_on is null))
);
call platform.protect('disaster', 'affected');
create index affected_by_region on disaster.affected (region, disaster_id);
create index affected_by_household on disaster.affected (household_id);
create index affected_by_alert on disaster.affected (alert_id) where alert_id is not null;

-- Emergency relief, then transitional living relief, then whoever is still in difficulty: no stage is skipped backwards.
create function disaster.stages_go_forward() returns trigger
    language plpgsql as $$
begin
    if (old.stage, new.stage) not in (('emergency', 'transitional'), ('emergency', 'recovered'),
                                      ('transitional', 'recovered'), ('transitional', 'still-in-difficulty')) then
        raise exception 'a household does not go from % to %', old.stage, new.stage using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger stages_go_forward before update of stage on disaster.affected
    for each row when (old.stage <> new.stage) execute function disaster.stages_go_forward();

-- Who of the household is on the list, and what happened to them.
create table disaster.affected_person (
    affected_id uuid not null references disaster.affected,
    person_id   uuid not null references registry.person,
    region      platform.region_code not null,
    died        boolean not null,
    injured     boolean not null,
    relocated   boolean not null,
    primary key (affected_id, person_id),
    constraint the_dead_are_neither_injured_nor_relocated check (not died or not (injured or relocated))
);
call platform.protect('disaster', 'affected_person');

-- Relief given. Money of a kind is given once to a household, transitional relief once for a month.
create table disaster.relief (
    id           uuid primary key,
    region       platform.region_code not null,
    disaster_id  uuid not null references disaster.event,
    affected_id  uuid not null references disaster.affected,
    household_id uuid not null,
    kind         text not null check (kind in ('bereavement', 'affected', 'transitional', 'goods')),
    amount       numeric(12, 2) check (amount > 0),
    basis        text not null check (basis <> ''),
    month        date check (extract(day from month) = 1),
    persons      integer check (persons > 0),
    days         integer check (days between 1 and 31),
    item         text,
    quantity     integer check (quantity > 0),
    given_on     date not null,
    given_by     text not null,
    constraint money_has_an_amount check (kind in ('transitional', 'goods') or amount is not null),
    constraint transitional_relief_is_for_a_month check (
        (kind = 'transitional') = (month is not null and persons is not null and days is not null)),
    constraint goods_say_what_and_how_many check (
        (kind = 'goods') = (item is not null and item <> '' and quantity is not null) and (kind <> 'goods' or amount is null))
);
call platform.protect('disaster', 'relief');
create unique index money_of_a_kind_once on disaster.relief (affected_id, kind) where kind in ('bereavement', 'affected');
create unique index transitional_relief_once_a_month on disaster.relief (affected_id, month) where kind = 'transitional';
create index relief_by_household on disaster.relief (household_id);
create index relief_by_disaster on disaster.relief (disaster_id, given_on);

-- One file with an affected list. The region is that of whoever received it.
create table disaster.list_file (
    id          uuid primary key,
    region      platform.region_code not null,
    disaster_id uuid not null references disaster.event,
    file_name   text not null,
    sm3         text not null,
    received_at timestamptz not null,
    received_by text not null,
    rows        integer not null check (rows > 0),
    applied     integer not null check (applied >= 0),
    unchanged   integer not null check (unchanged >= 0),
    set_aside   integer not null check (set_aside >= 0),
    constraint totals_tie_out check (rows = applied + unchanged + set_aside),
    constraint the_same_file_counts_once unique (region, disaster_id, sm3)
);
call platform.protect('disaster', 'list_file', append_only => true);

-- A row that could not be used, with the reason. The identity number is kept masked; the clerk has the file.
create table disaster.set_aside (
    file_id    uuid not null references disaster.list_file,
    row_number integer not null check (row_number > 0),
    region     platform.region_code not null,
    name       text not null,
    id_number  text not null,
    reason_zh  text not null check (reason_zh <> ''),
    reason_en  text not null check (reason_en <> ''),
    primary key (file_id, row_number)
);
call platform.protect('disaster', 'set_aside', append_only => true);

create view disaster.published_affected with (security_invoker = true) as
select id, region, disaster_id, household_id, vulnerable, stage, damage, listed_on, call_due_on, reached_on
from disaster.affected;
call platform.publish('disaster', 'published_affected');

create view disaster.published_relief with (security_invoker = true) as
select id, region, disaster_id, household_id, amount, given_on, kind
from disaster.relief;
call platform.publish('disaster', 'published_relief');
