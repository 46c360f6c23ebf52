create schema casework;

create sequence casework.case_number;
grant usage on schema casework to hearth_app;
grant usage on sequence casework.case_number to hearth_app;

-- A household's way from acceptance to decision. Days are kept, time limits are worked out from them by the policy pack;
-- next_due_on is the last day of the duty that comes next.
create table casework.case_file (
    id               uuid primary key,
    number           text not null unique,
    region           platform.region_code not null check (length(region) = 12),
    household_id     uuid not null,
    person_id        uuid,
    kind             text not null check (kind in ('dibao', 'tekun', 'edge', 'rigid', 'temporary-spending',
                                                   'temporary-emergency', 'unattended-child')),
    state            text not null check (state in ('accepted', 'investigated', 'reviewed', 'public-notice', 'decided',
                                                    'closed')),
    alert_id         uuid,
    request          text not null check (request <> ''),
    near_relative    boolean not null default false,
    special          boolean not null default false,
    round            integer not null default 1,
    accepted_on      date not null,
    accepted_by      text not null,
    investigation_id uuid,
    data_checked_on  date,
    reviewed_on      date,
    agreed           boolean,
    opinion          text,
    proposed         numeric(12, 2) check (proposed > 0),
    notice_from      date,
    notice_to        date,
    decided_on       date,
    decided_by       text,
    outcome          text check (outcome in ('approved', 'refused')),
    amount           numeric(12, 2) check (amount > 0),
    reason_zh        text,
    reason_en        text,
    determination    jsonb,
    told_on          date,
    whole_due_on     date not null,
    next_duty        text,
    next_due_on      date,
    advance          boolean not null default false,
    cause            text,
    once_per_cause   boolean not null default false,
    cause_year       integer generated always as (extract(year from accepted_on)) stored,
    paperwork_due_on date,
    papered_on       date,
    check ((next_duty is null) = (next_due_on is null)),
    constraint a_decision_says_why check (
        (state in ('decided', 'closed')) = (outcome is not null)
        and (outcome is null) = (decided_on is null)
        and (outcome is null) = (reason_zh is null)),
    constraint nobody_is_included_uninvestigated check (state = 'accepted' or advance or investigation_id is not null),
    constraint approval_follows_public_notice check (
        outcome is distinct from 'approved' or advance or kind = 'unattended-child'
        or (notice_to is not null and decided_on > notice_to)),
    constraint no_notice_about_a_child check (kind <> 'unattended-child' or notice_from is null),
    constraint refusals_pay_nothing check (outcome is distinct from 'refused' or amount is null),
    constraint only_emergencies_are_helped_first check (
        advance = (kind = 'temporary-emergency') and advance = (cause is not null)
        and advance = (paperwork_due_on is not null))
);
call platform.protect('casework', 'case_file');
create unique index one_open_case on casework.case_file (household_id, person_id, kind) nulls not distinct
    where state not in ('decided', 'closed');
-- The same cause is helped once in a calendar year where the place has that rule.
create unique index one_cause_once_a_year on casework.case_file (household_id, cause, cause_year) where once_per_cause;
create index case_by_household on casework.case_file (household_id);
create index case_by_due on casework.case_file (region, next_due_on) where next_due_on is not null;

-- What two investigators found at home, with both signatures (最低生活保障审核确认办法 Art 16).
create table casework.investigation (
    id              uuid primary key,
    region          platform.region_code not null,
    case_id         uuid not null references casework.case_file deferrable initially deferred,
    round           integer not null,
    first_name      text not null check (first_name <> ''),
    first_signed    boolean not null,
    second_name     text not null check (second_name <> ''),
    second_signed   boolean not null,
    finding         text not null check (finding <> ''),
    investigated_on date not null,
    recorded_by     text not null,
    constraint two_investigators_sign check (first_name <> second_name and first_signed and second_signed)
);
call platform.protect('casework', 'investigation', append_only => true);
create index investigation_by_case on casework.investigation (case_id);
alter table casework.case_file add foreign key (investigation_id) references casework.investigation;

-- Who did what and when, objections too; never changed.
create table casework.step (
    id          uuid primary key,
    region      platform.region_code not null,
    case_id     uuid not null references casework.case_file,
    step        text not null check (step in ('accepted', 'data-checked', 'investigated', 'reviewed', 'notice-posted',
                                              'objection', 'decided', 'told', 'paid-first', 'papered')),
    happened_on date not null,
    actor       text not null,
    note        text not null,
    recorded_at timestamptz not null
);
call platform.protect('casework', 'step', append_only => true);
create index step_by_case on casework.step (case_id);

create view casework.published_case with (security_invoker = true) as
select id,
       region,
       household_id,
       person_id,
       case when kind like 'temporary-%' then 'temporary' else kind end as kind,
       kind as exact_kind,
       accepted_on,
       decided_on,
       outcome,
       amount,
       advance,
       whole_due_on,
       paperwork_due_on,
       papered_on
from casework.case_file;
call platform.publish('casework', 'published_case');
