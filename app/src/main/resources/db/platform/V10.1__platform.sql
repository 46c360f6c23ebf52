-- Ground rules that every room's tables stand on: who the application is in the database, and what it may see.

create schema if not exists platform;

-- The role under which the application works. It owns nothing and cannot switch row-level security off.
do $$
begin
    if not exists (select from pg_roles where rolname = 'hearth_app') then
        create role hearth_app nologin;
    end if;
end
$$;

grant usage on schema platform to hearth_app;

-- A division code as a prefix: 62, 6229, 622927, nine digits for a township, twelve for a village; empty for the nation.
create domain platform.region_code as text collate "C"
    check (value ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$');

-- Makes a table visible to the application only within the region that the connection works for.
-- hearth.scope and hearth.scope_end bound the division codes as a half-open range; where they are not set, no row is seen.
create procedure platform.protect(room name, table_name name, append_only boolean default false)
    language plpgsql as $$
begin
    execute format('grant usage on schema %I to hearth_app', room);
    execute format('alter table %I.%I enable row level security', room, table_name);
    execute format('alter table %I.%I force row level security', room, table_name);
    execute format(
        'create policy within_scope on %I.%I
            using (region >= current_setting(''hearth.scope'', true)
               and region <  current_setting(''hearth.scope_end'', true))',
        room, table_name);
    -- `maintain` lets the application renew the planner's statistics after it has written many rows.
    execute format('grant select, insert, maintain %s on %I.%I to hearth_app',
        case when append_only then '' else ', update, delete' end, room, table_name);
end
$$;

-- Opens a table that holds nothing of a person or a region (divisions, settings, catalogues).
create procedure platform.share(room name, table_name name, append_only boolean default false)
    language plpgsql as $$
begin
    execute format('grant usage on schema %I to hearth_app', room);
    execute format('grant select, insert, maintain %s on %I.%I to hearth_app',
        case when append_only then '' else ', update, delete' end, room, table_name);
end
$$;

-- Publishes a view for other rooms to read. The view must be made with security_invoker, so that the reader's scope holds.
create procedure platform.publish(room name, view_name name)
    language plpgsql as $$
begin
    if not exists (
        select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = room and c.relname = view_name and 'security_invoker=true' = any (c.reloptions)
    ) then
        raise exception 'view %.% must be created with (security_invoker = true)', room, view_name;
    end if;
    execute format('grant select on %I.%I to hearth_app', room, view_name);
end
$$;

-- Refuses any change of a row that is there to prove something.
create function platform.refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end
$$;

create table platform.setting (
    name       text primary key,
    value      text not null,
    changed_at timestamptz not null default now()
);
call platform.share('platform', 'setting');

-- Who did or saw what. Each row's hash covers the row before it, so that a row changed or taken out shows.
create table platform.audit (
    number      bigint primary key,
    happened_at timestamptz not null,
    actor       text not null,
    action      text not null,
    subject     text not null,
    detail      text not null default '',
    reason      text not null default '',
    hash        bytea not null
);
call platform.share('platform', 'audit', append_only => true);
create trigger audit_is_append_only before update or delete or truncate on platform.audit
    for each statement execute function platform.refuse_change();
