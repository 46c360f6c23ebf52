-- Whose row it is that waits, as far as the register tells: looked for in the background, and again when somebody is registered
-- who shares a key with it.
create table exchange.whose (
    row_id      uuid primary key references exchange.quarantine,
    region      platform.region_code not null,
    looked_at   timestamptz not null,
    likely      boolean not null,
    candidates  integer not null check (candidates >= 0),
    -- That the likeliest is the person, from 0 to 1.
    probability double precision not null,
    reason_zh   text not null,
    reason_en   text not null,
    keys        text[] not null
);
call platform.protect('exchange', 'whose');
create index whose_to_ask on exchange.whose (probability desc, row_id) where candidates > 0;
create index whose_by_key on exchange.whose using gin (keys);

-- What a person decided about whose row it is. The newest about a row, or about a department's number and name, counts; a
-- decision that was wrong is followed by one that takes it back.
create table exchange.who_decision (
    id         uuid primary key,
    region     platform.region_code not null,
    row_id     uuid not null references exchange.quarantine,
    -- Keyed hash of department, number and name as the department writes them; null where the row has no number to go by.
    writing    bytea,
    verdict    text not null check (verdict in ('THIS_PERSON', 'NONE_OF_THESE', 'TAKEN_BACK')),
    person_id  uuid check ((verdict = 'THIS_PERSON') = (person_id is not null)),
    refused    uuid[] not null default '{}',
    reason     text not null check (reason <> ''),
    score      jsonb not null default '{}',
    decided_at timestamptz not null,
    decided_by text not null
);
call platform.protect('exchange', 'who_decision', append_only => true);
create trigger who_decision_is_append_only before update or delete or truncate on exchange.who_decision
    for each statement execute function platform.refuse_change();
create index who_decision_by_row on exchange.who_decision (row_id, id desc);
create index who_decision_by_writing on exchange.who_decision (writing, id desc) where writing is not null;

-- The decision by which a row found its person, where number and name alone did not.
alter table exchange.row_outcome
    add column decision_id uuid references exchange.who_decision;
create index row_outcome_by_decision on exchange.row_outcome (decision_id) where decision_id is not null;

alter table exchange.quarantine
    drop constraint quarantine_settled_check,
    add constraint quarantine_settled_check check (settled in ('MENDED', 'TAKEN_IN', 'DISMISSED', 'FOUND'));

-- Facts that were filed with the wrong person, and count no more. It tells nothing of a person or a region, and must be seen from
-- within every scope.
create table exchange.withdrawn_fact (
    fact_id     bigint primary key references exchange.fact,
    decision_id uuid not null references exchange.who_decision
);
call platform.share('exchange', 'withdrawn_fact', append_only => true);

create or replace view exchange.fact_in_force with (security_invoker = true) as
select id, region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at
from exchange.fact f
where batch_id <> all (array(select batch_id from exchange.not_in_force))
  and not exists (select from exchange.withdrawn_fact w where w.fact_id = f.id);
