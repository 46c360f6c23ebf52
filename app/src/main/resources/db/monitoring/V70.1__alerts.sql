create schema monitoring;

-- What can raise an alert, by its code and its title.
create table monitoring.indicator (
    code     text primary key check (code ~ '^[a-z][a-z0-9-]*$'),
    title_zh text not null,
    title_en text not null
);
call platform.share('monitoring', 'indicator');

-- One question about one household or person. The owner is the township office of the household's village.
create table monitoring.alert (
    id           uuid primary key,
    region       platform.region_code not null,
    owner        platform.region_code not null generated always as (left(region, 9)) stored,
    household_id uuid not null,
    person_id    uuid,
    indicator    text not null references monitoring.indicator,
    level        text not null check (level in ('red', 'orange', 'yellow', 'blue')),
    reason_zh    text not null,
    reason_en    text not null,
    state        text not null default 'open' check (state in ('open', 'verifying', 'closed')),
    raised_on    date not null,
    due_on       date not null,
    verified_on  date,
    disposition  text check (disposition in ('deliver', 'push', 'conference', 'end')),
    department   text,
    note         text,
    closed_on    date,
    closed_by    text,
    check (due_on >= raised_on),
    constraint closed_alerts_say_how check (
        (state = 'closed') = (disposition is not null)
        and (state = 'closed') = (closed_on is not null)
        and (state = 'closed') = (note is not null and note <> '')),
    constraint pushed_alerts_name_the_department check ((disposition = 'push') = (department is not null)),
    -- A benefit is ended only after somebody has looked (国办发〔2023〕39号).
    constraint nothing_is_ended_unverified check (disposition <> 'end' or verified_on is not null)
);
call platform.protect('monitoring', 'alert');
create unique index one_open_question on monitoring.alert (household_id, person_id, indicator) nulls not distinct
    where state <> 'closed';
create index alert_by_owner on monitoring.alert (region, due_on) where state <> 'closed';
create index alert_by_household on monitoring.alert (household_id);

-- Every signal that led to an alert, so that the room it came from can learn what became of it.
create table monitoring.signal (
    id           uuid primary key,
    region       platform.region_code not null,
    alert_id     uuid not null references monitoring.alert,
    household_id uuid not null,
    person_id    uuid,
    indicator    text not null,
    source       text not null,
    source_id    uuid not null,
    reason_zh    text not null,
    reason_en    text not null,
    received_at  timestamptz not null
);
call platform.protect('monitoring', 'signal', append_only => true);
create unique index one_signal_once on monitoring.signal (source, source_id, household_id, person_id, indicator) nulls not distinct;
create index signal_by_alert on monitoring.signal (alert_id);

-- What two people found at home.
create table monitoring.home_verification (
    id          uuid primary key,
    region      platform.region_code not null,
    alert_id    uuid not null references monitoring.alert,
    first_name  text not null check (first_name <> ''),
    second_name text not null check (second_name <> ''),
    finding     text not null check (finding <> ''),
    verified_on date not null,
    recorded_by text not null,
    constraint two_people_verify check (first_name <> second_name)
);
call platform.protect('monitoring', 'home_verification', append_only => true);
create index home_verification_by_alert on monitoring.home_verification (alert_id);

create view monitoring.published_alert with (security_invoker = true) as
select id, region, household_id, person_id, indicator, level, raised_on, due_on, closed_on, disposition
from monitoring.alert;
call platform.publish('monitoring', 'published_alert');
