create schema packs;

-- A pack as somebody is changing it, whole. It holds nobody's data; `region` says for whose policy it may speak.
create table packs.draft (
    id             uuid primary key,
    region         platform.region_code not null,
    title          text not null check (title <> ''),
    base           bigint not null,
    state          text not null default 'OPEN' check (state in ('OPEN', 'ASKED', 'PUBLISHED', 'DROPPED')),
    started_by     text not null,
    started_at     timestamptz not null,
    effective_from date,
    reason         text not null default '',
    asked_by       text,
    asked_hash     text,
    version        bigint references platform.pack_version,
    check ((state in ('ASKED', 'PUBLISHED')) = (asked_by is not null)),
    check ((asked_by is null) = (effective_from is null) and (asked_by is null) = (asked_hash is null)),
    check ((state = 'PUBLISHED') = (version is not null))
);
call platform.share('packs', 'draft');

-- `revision` counts the savings of a file: who saves must have begun with the newest.
create table packs.draft_file (
    draft_id   uuid not null references packs.draft,
    path       text not null,
    content    text not null,
    revision   integer not null default 0,
    changed_by text,
    changed_at timestamptz,
    primary key (draft_id, path)
);
call platform.share('packs', 'draft_file');

-- Long work on a draft over the register of a region: its check, or a simulation. What it found is of that region's households,
-- so only those see it who may see them.
create table packs.job (
    id           uuid primary key,
    region       platform.region_code not null,
    draft_id     uuid not null references packs.draft,
    kind         text not null check (kind in ('CHECK', 'SIMULATION')),
    content_hash text not null,
    held_for     date not null,
    state        text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    step_zh      text not null default '',
    step_en      text not null default '',
    share        numeric(4, 3) not null default 0,
    cancel       boolean not null default false,
    asked_by     text not null,
    started_at   timestamptz not null,
    seen_at      timestamptz not null,
    ended_at     timestamptz,
    result       jsonb,
    workbook     bytea,
    check ((state = 'RUNNING') = (ended_at is null)),
    check (state <> 'DONE' or result is not null)
);
call platform.protect('packs', 'job');
create index job_by_draft on packs.job (draft_id, kind, started_at desc);
create unique index one_job_at_a_time on packs.job (draft_id, kind, region) where state = 'RUNNING';

-- When a version came into force, running entitlements were raised and back-pay was made: once.
create table packs.carried_out (
    version        bigint primary key references platform.pack_version,
    carried_out_at timestamptz not null,
    households     bigint not null,
    back_paid      numeric(14, 2) not null
);
call platform.share('packs', 'carried_out', append_only => true);
