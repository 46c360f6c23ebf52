-- Long files are taken in part by part (docs/adr/0011-import.md). What a batch states is in force only once all of it is read.
alter table exchange.batch
    add column state         text not null default 'DONE'
        check (state in ('QUEUED', 'READING', 'APPLYING', 'DONE', 'STOPPED', 'WITHDRAWN')),
    -- How many rows the file has, counted when it came; null for one that was taken in at once.
    add column expected_rows integer check (expected_rows >= rows),
    add column dismissed     integer not null default 0 check (dismissed >= 0),
    -- Facts up to this number were there before the first part was read.
    add column facts_before  bigint,
    add column attempts      integer not null default 0,
    add column began_at      timestamptz,
    add column ended_at      timestamptz,
    add column problem_zh    text not null default '',
    add column problem_en    text not null default '',
    drop constraint totals_tie_out,
    add constraint totals_tie_out check (rows = applied + unchanged + quarantined + dismissed);

drop index exchange.one_batch_for_one_file;
create unique index one_batch_for_one_file on exchange.batch (region, kind, sm3) where state <> 'WITHDRAWN';
create index batch_at_work on exchange.batch (received_at) where state in ('QUEUED', 'READING', 'APPLYING');

-- The batches whose facts do not count: unfinished, or withdrawn. It tells nothing of a person or a region, and must be seen from
-- within every scope.
create table exchange.not_in_force (
    batch_id uuid primary key references exchange.batch
);
call platform.share('exchange', 'not_in_force');

create view exchange.fact_in_force with (security_invoker = true) as
select id, region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at
from exchange.fact
where batch_id <> all (array(select batch_id from exchange.not_in_force));
call platform.publish('exchange', 'fact_in_force');

create or replace view exchange.current_fact with (security_invoker = true) as
select distinct on (household_id, person_id, kind, key)
       id, region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at
from exchange.fact_in_force
order by household_id, person_id, kind, key, holds_on desc, id desc;

-- A long file until it is taken in: sealed, and in the database, so that another application node can go on with it.
create table exchange.file_part (
    batch_id uuid not null references exchange.batch,
    part     integer not null check (part >= 0),
    region   platform.region_code not null,
    sealed   bytea not null,
    primary key (batch_id, part)
);
call platform.protect('exchange', 'file_part');
alter table exchange.file_part alter column sealed set storage external;

-- Whom a row was about, and the amount that the household's line in the chain adds up.
alter table exchange.row_outcome
    add column person_id uuid,
    add column amount    numeric(14, 2),
    drop constraint row_outcome_outcome_check,
    add constraint row_outcome_outcome_check check (outcome in ('applied', 'unchanged', 'quarantined', 'dismissed'));

-- Why a row waits, as a kind to filter by, and the column it is about. Two keyed hashes beside the sealed row: of the identity
-- number, to find the row when that person is registered, and of the whole row, to know it when it comes again.
alter table exchange.quarantine rename column mended_at to settled_at;
alter table exchange.quarantine rename column mended_by to settled_by;
alter table exchange.quarantine
    add column reason       text not null default 'BAD_VALUE',
    add column column_name  text not null default '',
    add column number_index bytea,
    add column identity     bytea,
    add column settled      text check (settled in ('MENDED', 'TAKEN_IN', 'DISMISSED')),
    add column settled_why  text not null default '';
update exchange.quarantine set settled = 'MENDED' where settled_at is not null;
alter table exchange.quarantine
    add constraint settled_by_somebody check ((settled is null) = (settled_at is null)),
    add constraint dismissed_for_a_reason check (settled is distinct from 'DISMISSED' or settled_why <> '');
create index quarantine_by_number on exchange.quarantine (number_index) where settled_at is null and reason = 'UNKNOWN_PERSON';
create index quarantine_by_identity on exchange.quarantine (identity);
create index quarantine_by_reason on exchange.quarantine (batch_id, reason, row_number) where settled_at is null;

-- Every row of a batch names the one same batch, which its own room has written just before: to look it up again for each of
-- millions of rows proves nothing. Batches are never deleted.
alter table exchange.fact drop constraint fact_batch_id_fkey;
alter table exchange.row_outcome drop constraint row_outcome_batch_id_fkey;
