create schema childcare;

-- One child, one file.
create table childcare.child (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null,
    person_id    uuid not null,
    kind         text not null check (kind in ('orphan', 'unattended', 'left-behind', 'in-difficulty')),
    since        date not null,
    left_on      date,
    left_because text,
    check (left_on is null or left_on >= since),
    check ((left_on is null) = (left_because is null))
);
call platform.protect('childcare', 'child');
create unique index one_child_one_file on childcare.child (person_id) where left_on is null;
create index child_by_region on childcare.child (region) where left_on is null;

-- Who looks after the child. The identifier is made on the phone.
create table childcare.guardianship_check (
    id              uuid primary key,
    region          platform.region_code not null,
    child_id        uuid not null references childcare.child,
    checked_on      date not null,
    guardian        text not null,
    weekly_contact  boolean not null,
    in_school       boolean not null,
    healthy         boolean not null,
    safe            boolean not null,
    note            text not null default '',
    checked_by      text not null,
    recorded_at     timestamptz not null,
    constraint a_need_is_described check ((weekly_contact and in_school and healthy and safe) or note <> '')
);
call platform.protect('childcare', 'guardianship_check', append_only => true);
create index check_by_child on childcare.guardianship_check (child_id, checked_on desc);

-- The mandatory report to police: due at once when it is found. There is no column by which it could be dismissed, and the
-- row cannot be deleted; only the police's number, time and officer answer it (Law on Protection of Minors, Art. 11).
create table childcare.report (
    id            uuid primary key,
    region        platform.region_code not null,
    child_id      uuid not null references childcare.child,
    danger        text not null check (danger in ('alone-or-missing', 'no-guardian', 'violence', 'injury')),
    reporter      text not null check (reporter in
        ('school', 'kindergarten', 'medical', 'committee', 'social-work', 'rescue-station', 'welfare-home')),
    description   text not null check (description <> ''),
    found_at      timestamptz not null,
    found_by      text not null,
    reported_at   timestamptz,
    police_number text,
    officer       text,
    reported_by   text,
    check (reported_at is null or reported_at >= found_at),
    constraint an_answer_is_whole check (
        num_nonnulls(reported_at, nullif(police_number, ''), nullif(officer, ''), reported_by) in (0, 4))
);
call platform.protect('childcare', 'report');
revoke delete on childcare.report from hearth_app;
create unique index one_duty_for_one_danger on childcare.report (child_id, danger) where reported_at is null;
create index report_waiting on childcare.report (region) where reported_at is null;

create function childcare.refuse_withdrawal() returns trigger
    language plpgsql as $$
begin
    if old.reported_at is not null
       or (new.id, new.region, new.child_id, new.danger, new.reporter, new.description, new.found_at, new.found_by)
          is distinct from
          (old.id, old.region, old.child_id, old.danger, old.reporter, old.description, old.found_at, old.found_by) then
        raise exception 'a mandatory report is only answered, never changed' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger report_is_only_answered before update on childcare.report
    for each row execute function childcare.refuse_withdrawal();

-- When each child's guardianship was looked at last; for who has not been checked yet, the day the file was opened.
create view childcare.due_check with (security_invoker = true) as
select c.id, c.region, c.person_id, c.kind, c.since, k.checked_on, coalesce(k.checked_on, c.since) as last_on
from childcare.child c
left join lateral (
    select max(checked_on) as checked_on from childcare.guardianship_check where child_id = c.id
) k on true
where c.left_on is null;
call platform.publish('childcare', 'due_check');

create view childcare.published_child with (security_invoker = true) as
select id, region, person_id, kind, since, left_on
from childcare.child;
call platform.publish('childcare', 'published_child');

create view childcare.published_check with (security_invoker = true) as
select id, region, child_id, checked_on, safe
from childcare.guardianship_check;
call platform.publish('childcare', 'published_check');

create view childcare.published_report with (security_invoker = true) as
select id, region, child_id, found_at, reported_at
from childcare.report;
call platform.publish('childcare', 'published_report');
