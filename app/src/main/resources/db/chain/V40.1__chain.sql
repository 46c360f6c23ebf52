create schema chain;

-- One household (person), one assistance chain: everything that found, decided about, paid, gave to or visited it.
-- An entry is never changed; what turns out wrong is answered by a further entry.
create table chain.entry (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null,
    person_id    uuid,
    happened_on  date not null,
    kind         text not null,
    summary_zh   text not null,
    summary_en   text not null,
    amount       numeric(14, 2),
    source       text not null,
    source_id    uuid not null,
    link         text not null default '',
    actor        text not null,
    recorded_at  timestamptz not null
);
call platform.protect('chain', 'entry', append_only => true);
create index entry_by_household on chain.entry (household_id, happened_on desc);
create unique index one_entry_for_one_fact on chain.entry (household_id, source, source_id, kind);
create trigger chain_is_append_only before update or delete or truncate on chain.entry
    for each statement execute function platform.refuse_change();

create view chain.published_entry with (security_invoker = true) as
select id, region, household_id, person_id, happened_on, kind, amount, source, source_id
from chain.entry;
call platform.publish('chain', 'published_entry');
