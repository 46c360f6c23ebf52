-- A photograph of an unknown person or of somebody reported missing: a JPEG without metadata, sealed. Of a report's, its office
-- says whether it may be seen outside its region. What was removed is gone; that it was there stays.
create table familysearch.photograph (
    id            uuid primary key,
    region        platform.region_code not null,
    unknown_id    uuid references familysearch.unknown_person,
    report_id     uuid references familysearch.missing_report,
    sealed        bytea,
    width         integer not null check (width > 0),
    height        integer not null check (height > 0),
    added_at      timestamptz not null,
    added_by      text not null,
    published_at  timestamptz,
    published_by  text,
    published_why text,
    removed_at    timestamptz,
    removed_by    text,
    removed_why   text,
    check (num_nonnulls(unknown_id, report_id) = 1),
    check (published_at is null or report_id is not null),
    constraint published_for_a_reason check ((published_at is null) = (published_why is null)),
    constraint removed_is_gone check ((removed_at is null) = (sealed is not null)),
    constraint removed_for_a_reason check ((removed_at is null) = (removed_why is null))
);
call platform.protect('familysearch', 'photograph');
create index photograph_by_unknown on familysearch.photograph (unknown_id, id) where unknown_id is not null;
create index photograph_by_report on familysearch.photograph (report_id, id) where report_id is not null;

-- What was published of an unknown person, word for word. A later notice takes the place of an earlier one.
create table familysearch.notice (
    id               uuid primary key,
    region           platform.region_code not null,
    unknown_id       uuid not null references familysearch.unknown_person,
    year             integer not null,
    number           integer not null,
    station          text not null,
    phone            text not null,
    features         text not null,
    photograph_id    uuid references familysearch.photograph,
    photograph_why   text not null default '',
    published_at     timestamptz not null,
    published_by     text not null,
    unique (region, year, number),
    constraint a_photograph_has_a_reason check (photograph_id is null or photograph_why <> '')
);
call platform.protect('familysearch', 'notice', append_only => true);
create index notice_by_unknown on familysearch.notice (unknown_id, published_at desc);

-- That the police were asked for a DNA sample.
create table familysearch.dna_request (
    id           uuid primary key,
    region       platform.region_code not null,
    unknown_id   uuid not null unique references familysearch.unknown_person,
    requested_on date not null,
    police       text not null,
    noted_at     timestamptz not null,
    noted_by     text not null
);
call platform.protect('familysearch', 'dna_request', append_only => true);
