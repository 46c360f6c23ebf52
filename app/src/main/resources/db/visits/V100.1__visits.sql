create schema visits;

-- Elderly people with special difficulties. A person is on the list at most once at a time; who leaves it keeps the row.
create table visits.elder (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null,
    person_id    uuid not null,
    categories   text[] not null check (cardinality(categories) > 0),
    tier         text not null check (tier in ('high', 'key', 'general')),
    since        date not null,
    left_on      date,
    left_because text,
    check (left_on is null or left_on >= since),
    check ((left_on is null) = (left_because is null))
);
call platform.protect('visits', 'elder');
create unique index one_listing_at_a_time on visits.elder (person_id) where left_on is null;
create index elder_by_region on visits.elder (region) where left_on is null;

-- What was found at a visit. The identifier is made on the phone, so that a record sent ten times counts once.
create table visits.finding (
    id           uuid primary key,
    region       platform.region_code not null,
    elder_id     uuid not null references visits.elder,
    kind         text not null check (kind in ('home', 'phone', 'video', 'remote')),
    met          boolean not null,
    note         text not null default '',
    happened_on  date not null,
    visitor      text not null,
    recorded_at  timestamptz not null,
    constraint nobody_met_says_what_was_done check (met or note <> '')
);
call platform.protect('visits', 'finding', append_only => true);
create index finding_by_elder on visits.finding (elder_id, happened_on desc);

-- A problem on one of the seven themes that every visit looks at, with the answer that its alert was given. A theme without
-- a row was in order.
create table visits.problem (
    finding_id  uuid not null references visits.finding,
    theme       text not null check (theme in
        ('health', 'livelihood', 'environment', 'fire-safety', 'care-needs', 'family-care', 'special')),
    region      platform.region_code not null,
    description text not null check (description <> ''),
    alert_id    uuid not null,
    answer      text,
    answered_on date,
    primary key (finding_id, theme)
);
call platform.protect('visits', 'problem');
create index problem_by_alert on visits.problem (alert_id);

-- A visit that is due. Nobody met does not answer it; one that is missed stays marked, even when somebody goes later.
create table visits.visit (
    id         uuid primary key,
    region     platform.region_code not null,
    elder_id   uuid not null references visits.elder,
    due_on     date not null,
    visited_on date,
    finding_id uuid references visits.finding,
    missed_on  date,
    county_on  date,
    constraint one_due_visit_a_day unique (elder_id, due_on),
    check ((visited_on is null) = (finding_id is null)),
    constraint township_before_county check (county_on is null or (missed_on is not null and county_on >= missed_on))
);
call platform.protect('visits', 'visit');
create index visit_by_due on visits.visit (due_on, region);
create index visit_open on visits.visit (region, due_on) where visited_on is null;

-- Visits that nobody has made, and that no later visit has made up for.
create view visits.waiting_visit with (security_invoker = true) as
select v.id, v.region, v.elder_id, e.person_id, v.due_on, v.missed_on, v.county_on
from visits.visit v
join visits.elder e on e.id = v.elder_id and e.left_on is null
where v.visited_on is null
  and not exists (
      select from visits.finding f
      where f.elder_id = v.elder_id and f.met and f.happened_on > v.due_on);
call platform.publish('visits', 'waiting_visit');

create view visits.published_elder with (security_invoker = true) as
select id, region, person_id, categories[1] as category, categories, tier, since, left_on
from visits.elder;
call platform.publish('visits', 'published_elder');

create view visits.published_visit with (security_invoker = true) as
select id, region, elder_id, due_on, visited_on, missed_on is not null as missed
from visits.visit;
call platform.publish('visits', 'published_visit');
