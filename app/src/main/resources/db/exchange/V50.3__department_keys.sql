-- The keys with which departments' systems send records. What is kept of a key is its SM3 hash: it is long and random.
create table exchange.department_key (
    id         uuid primary key,
    name       text not null check (name <> ''),
    region     platform.region_code not null,
    -- Record kinds that may be sent with it; empty for all.
    kinds      text[] not null,
    hash       bytea not null unique check (length(hash) = 32),
    created_at timestamptz not null,
    created_by text not null,
    used_at    timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
-- It is looked up before it is known for which region the request is, and holds nothing of a person.
call platform.share('exchange', 'department_key');
