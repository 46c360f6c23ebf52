-- The smallest division that holds both of two.
create function registry.common_division(one text, other text) returns text
    language sql immutable as $$
select case
    when one = other then one
    when left(one, 9) = left(other, 9) then left(one, 9)
    when left(one, 6) = left(other, 6) then left(one, 6)
    when left(one, 4) = left(other, 4) then left(one, 4)
    when left(one, 2) = left(other, 2) then left(one, 2)
    else ''
end
$$;

-- Pairs of records that are likely of one person, for somebody to decide (docs/adr/0016-doubles.md). The region is the smallest
-- that holds both: who may see both records may see the pair.
create table registry.likely_double (
    one         uuid not null references registry.person,
    other       uuid not null references registry.person,
    region      platform.region_code not null,
    weight      double precision not null,
    probability double precision not null,
    likely      boolean not null,
    reason_zh   text not null,
    reason_en   text not null,
    found_at    timestamptz not null,
    primary key (one, other),
    check (one < other)
);
call platform.protect('registry', 'likely_double');
create index likely_double_by_other on registry.likely_double (other);
create index likely_double_by_weight on registry.likely_double (weight desc, one, other);

-- Who was looked at for doubles. What changes what somebody is found by takes their row away: they are looked at again.
create table registry.looked_for_double (
    person_id uuid primary key references registry.person,
    region    platform.region_code not null,
    looked_at timestamptz not null
);
call platform.protect('registry', 'looked_for_double');
