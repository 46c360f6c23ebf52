create schema familysearch;

-- Somebody who was reported missing. It is a public notice: its text may be read wherever somebody is found.
create table familysearch.missing_report (
    id           uuid primary key,
    region       platform.region_code not null,
    source       text not null check (source in ('family', 'police', 'station')),
    name         text not null,
    sex          text check (sex in ('F', 'M')),
    age_from     integer check (age_from between 0 and 120),
    age_to       integer check (age_to between 0 and 120),
    height       integer check (height between 30 and 250),
    marks        text not null default '',
    speech       text not null default '',
    place        platform.region_code not null,
    place_detail text not null default '',
    happened_on  date not null,
    contact      text not null,
    note         text not null default '',
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    ended_at     timestamptz,
    ended_by     text,
    ended_why    text,
    check (age_from <= age_to),
    check ((ended_at is null) = (ended_why is null))
);
call platform.protect('familysearch', 'missing_report');
create index missing_report_open on familysearch.missing_report (happened_on) where ended_at is null;

-- Somebody who cannot say who they are. Where a patrol met them, the encounter says so.
create table familysearch.unknown_person (
    id           uuid primary key,
    region       platform.region_code not null,
    encounter_id uuid unique,
    name         text not null default '',
    sex          text check (sex in ('F', 'M')),
    age_from     integer check (age_from between 0 and 120),
    age_to       integer check (age_to between 0 and 120),
    height       integer check (height between 30 and 250),
    marks        text not null default '',
    speech       text not null default '',
    place        platform.region_code not null,
    place_detail text not null default '',
    happened_on  date not null,
    note         text not null default '',
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    check (age_from <= age_to)
);
call platform.protect('familysearch', 'unknown_person');
create index unknown_person_by_day on familysearch.unknown_person (happened_on desc);

-- What people decided of an unknown person and a candidate. The last word on a pair holds; nothing is taken out.
create table familysearch.decision (
    id         uuid primary key,
    region     platform.region_code not null,
    unknown_id uuid not null references familysearch.unknown_person,
    report_id  uuid,
    person_id  uuid,
    same       boolean not null,
    proof      text check (proof in ('dna', 'family', 'police', 'document')),
    note       text not null default '',
    decided_at timestamptz not null,
    decided_by text not null,
    check (num_nonnulls(report_id, person_id) = 1),
    constraint one_person_needs_proof check (not same or proof is not null)
);
call platform.protect('familysearch', 'decision', append_only => true);
create trigger decision_is_append_only before update or delete or truncate on familysearch.decision
    for each statement execute function platform.refuse_change();
create index decision_by_unknown on familysearch.decision (unknown_id, decided_at desc, id desc);

-- The last word on each pair.
create view familysearch.standing with (security_invoker = true) as
select distinct on (unknown_id, report_id, person_id)
       unknown_id, report_id, person_id, same, proof, note, decided_at, decided_by
from familysearch.decision
order by unknown_id, report_id, person_id, decided_at desc, id desc;
grant select on familysearch.standing to hearth_app;
