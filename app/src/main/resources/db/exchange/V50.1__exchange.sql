create schema exchange;

-- One file that a department sent, or one roll that was taken over. The region is that of whoever received it. Rows that are
-- mended later move from quarantined to applied or unchanged, so the totals tie out at every moment.
create table exchange.batch (
    id          uuid primary key,
    region      platform.region_code not null,
    kind        text not null,
    department  text not null,
    file_name   text not null,
    sm3         text not null,
    received_at timestamptz not null,
    received_by text not null,
    rows        integer not null check (rows >= 0),
    applied     integer not null check (applied >= 0),
    unchanged   integer not null check (unchanged >= 0),
    quarantined integer not null check (quarantined >= 0),
    constraint totals_tie_out check (rows = applied + unchanged + quarantined)
);
call platform.protect('exchange', 'batch');
create unique index one_batch_for_one_file on exchange.batch (region, kind, sm3);
create index batch_by_arrival on exchange.batch (received_at desc);

-- What became of each row of a file: row 1 is the first below the header.
create table exchange.row_outcome (
    batch_id     uuid not null references exchange.batch,
    row_number   integer not null check (row_number > 0),
    region       platform.region_code not null,
    outcome      text not null check (outcome in ('applied', 'unchanged', 'quarantined')),
    household_id uuid,
    primary key (batch_id, row_number)
);
call platform.protect('exchange', 'row_outcome');

-- A row that could not be applied, with the reason. The row as it came is sealed, because it holds an identity number;
-- what is shown has the number masked.
create table exchange.quarantine (
    id         uuid primary key,
    region     platform.region_code not null,
    batch_id   uuid not null,
    row_number integer not null,
    sealed     bytea not null,
    shown      jsonb not null,
    reason_zh  text not null,
    reason_en  text not null,
    mended_at  timestamptz,
    mended_by  text,
    foreign key (batch_id, row_number) references exchange.row_outcome,
    unique (batch_id, row_number)
);
call platform.protect('exchange', 'quarantine');
create index quarantine_waiting on exchange.quarantine (region) where mended_at is null;

-- What is known of a household, or of one person of it: the value is the piece of the household document of that name, in its
-- own spelling. Where there can be several of a kind, the key tells them apart. A fact is never changed; the newest holds.
create table exchange.fact (
    id           bigint generated always as identity primary key,
    region       platform.region_code not null,
    household_id uuid not null references registry.household,
    person_id    uuid,
    kind         text not null,
    key          text not null default '',
    value        jsonb not null,
    holds_on     date not null,
    department   text not null,
    batch_id     uuid not null references exchange.batch,
    row_number   integer,
    arrived_at   timestamptz not null
);
call platform.protect('exchange', 'fact', append_only => true);
create index fact_by_subject on exchange.fact (household_id, person_id, kind, key, holds_on desc, id desc);
create trigger fact_is_append_only before update or delete or truncate on exchange.fact
    for each statement execute function platform.refuse_change();

-- The newest fact of each subject, kind and key; of two that hold on the same day, the one that came later.
create view exchange.current_fact with (security_invoker = true) as
select distinct on (household_id, person_id, kind, key)
       id, region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at
from exchange.fact
order by household_id, person_id, kind, key, holds_on desc, id desc;
call platform.publish('exchange', 'current_fact');
