create schema access;

-- People who sign in. The region is where their work lies: they see it and what lies in it.
create table access.account (
    id              uuid primary key,
    username        text not null unique check (username = lower(username)),
    display_name    text not null,
    role            text not null,
    region          platform.region_code not null,
    password_hash   text not null,
    must_change     boolean not null default false,
    demo            boolean not null default false,
    failed_attempts integer not null default 0,
    locked_until    timestamptz,
    active          boolean not null default true,
    created_at      timestamptz not null
);
call platform.share('access', 'account');
