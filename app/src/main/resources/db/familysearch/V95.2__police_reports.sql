-- A report may come from a department's record: then it is found again by the person's number, whose keyed hash is kept and
-- nothing else of it, or by the person of the register. What the record said last is known by its day.
alter table familysearch.missing_report
    add column number_index bytea,
    add column person_id    uuid,
    add column home         platform.region_code,
    add column stated_on    date,
    add column same_as      uuid references familysearch.missing_report,
    add constraint a_record_has_a_day check (number_index is null and person_id is null or stated_on is not null);
create index missing_report_by_number on familysearch.missing_report (number_index) where number_index is not null;
create index missing_report_by_person on familysearch.missing_report (person_id) where person_id is not null;
create index missing_report_by_name on familysearch.missing_report (name) where ended_at is null;

-- Somebody looked at two reports and found two persons.
create table familysearch.different_reports (
    id       uuid primary key,
    region   platform.region_code not null,
    one_id   uuid not null references familysearch.missing_report,
    other_id uuid not null references familysearch.missing_report,
    said_at  timestamptz not null,
    said_by  text not null
);
call platform.protect('familysearch', 'different_reports', append_only => true);
create index different_reports_by_one on familysearch.different_reports (one_id, other_id);

-- Two open reports that are likely about one person: the same name, no other sex, about as old, lost within two months of each
-- other; each pair twice, once from each side.
create view familysearch.likely_same with (security_invoker = true) as
select a.id as one_id, b.id as other_id
from familysearch.missing_report a
join familysearch.missing_report b on b.name = a.name and b.id <> a.id
where a.ended_at is null
  and b.ended_at is null
  and (a.sex is null or b.sex is null or a.sex = b.sex)
  and (a.age_from is null or b.age_from is null or a.age_from <= b.age_to + 3 and b.age_from <= a.age_to + 3)
  and abs(a.happened_on - b.happened_on) <= 60
  and not exists (
      select
      from familysearch.different_reports d
      where d.one_id = a.id and d.other_id = b.id
         or d.one_id = b.id and d.other_id = a.id);
grant select on familysearch.likely_same to hearth_app;
