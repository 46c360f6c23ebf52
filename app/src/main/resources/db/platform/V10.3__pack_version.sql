-- The published versions of the policy pack. Number 0 is the installed one, kept when the first is published, so that what was
-- decided by it can be decided by it again. A version is whole: `pack_file` holds all its files.
create table platform.pack_version (
    number               bigint primary key,
    name                 text not null check (name <> ''),
    content_hash         text not null,
    -- The version whose rules it carries: its own number, or an earlier one where only values changed.
    rules                bigint not null references platform.pack_version check (rules <= number),
    effective_from       date not null,
    reason               text not null default '',
    asked_by             text,
    approved_by          text,
    published_at         timestamptz not null,
    withdrawal_asked_by  text,
    withdrawal_reason    text not null default '',
    withdrawn_by         text,
    withdrawn_at         timestamptz,
    constraint four_eyes check (approved_by <> asked_by),
    constraint four_eyes_to_withdraw check (withdrawn_by <> withdrawal_asked_by),
    check ((number = 0) = (asked_by is null) and (asked_by is null) = (approved_by is null)),
    check ((withdrawn_by is null) = (withdrawn_at is null)),
    check (withdrawn_by is null or withdrawal_asked_by is not null),
    check ((withdrawal_asked_by is null) = (withdrawal_reason = ''))
);
call platform.share('platform', 'pack_version');

create table platform.pack_file (
    version bigint not null references platform.pack_version,
    path    text not null,
    content text not null,
    primary key (version, path)
);
call platform.share('platform', 'pack_file', append_only => true);
create trigger pack_file_is_append_only before update or delete or truncate on platform.pack_file
    for each statement execute function platform.refuse_change();

create function platform.refuse_other_version() returns trigger
    language plpgsql as $$
begin
    if (new.number, new.name, new.content_hash, new.rules, new.effective_from, new.asked_by, new.approved_by, new.published_at)
        is distinct from
       (old.number, old.name, old.content_hash, old.rules, old.effective_from, old.asked_by, old.approved_by, old.published_at)
       or old.withdrawn_at is not null then
        raise exception 'a published version stays as it is; it can only be withdrawn' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger pack_version_stays before update on platform.pack_version
    for each row execute function platform.refuse_other_version();
create trigger pack_version_is_kept before delete or truncate on platform.pack_version
    for each statement execute function platform.refuse_change();
