-- Whether a case waits for a public notice is the pack's rule of its kind, kept with the case from its acceptance on.
alter table casework.case_file add column public_notice boolean;
update casework.case_file set public_notice = kind not in ('unattended-child', 'temporary-emergency');
alter table casework.case_file alter column public_notice set not null;
alter table casework.case_file drop constraint approval_follows_public_notice;
alter table casework.case_file add constraint approval_follows_public_notice check (
    outcome is distinct from 'approved' or not public_notice or (notice_to is not null and decided_on > notice_to));
alter table casework.case_file drop constraint no_notice_about_a_child;
alter table casework.case_file add constraint no_notice_where_the_rule_is_none check (public_notice or notice_from is null);

alter table casework.case_file drop constraint case_file_kind_check;
alter table casework.case_file add constraint case_file_kind_check check (
    kind in ('dibao', 'tekun', 'edge', 'rigid', 'temporary-spending', 'temporary-emergency', 'orphan', 'unattended-child'));

-- When an approved case is looked at again (最低生活保障审核确认办法 Art 31).
alter table casework.case_file add column review_due_on date;
create index case_by_review on casework.case_file (region, review_due_on) where review_due_on is not null;
alter table casework.step drop constraint step_step_check;
alter table casework.step add constraint step_step_check check (
    step in ('accepted', 'data-checked', 'investigated', 'reviewed', 'notice-posted', 'objection', 'decided', 'told',
             'paid-first', 'papered', 'rechecked'));
create index case_by_alert on casework.case_file (alert_id) where alert_id is not null;
