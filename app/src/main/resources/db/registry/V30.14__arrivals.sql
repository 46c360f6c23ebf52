-- Households that came from another county, until the receiving office has accepted them or sent them back. What identifies the
-- household is kept here too: the county that it left does not see it any more.
create table registry.arrival (
    operation_id     uuid primary key references registry.operation,
    household_id     uuid not null references registry.household,
    household_number text not null,
    head_name        text not null,
    persons          integer not null,
    region           platform.region_code not null,
    from_region      platform.region_code not null,
    effective_on     date not null,
    reason           text not null,
    sent_at          timestamptz not null,
    sent_by          text not null,
    accepted_at      timestamptz,
    accepted_by      text,
    sent_back_at     timestamptz,
    sent_back_by     text,
    sent_back_reason text,
    noted_at         timestamptz,
    noted_by         text,
    check (accepted_at is null or sent_back_at is null),
    check ((accepted_at is null) = (accepted_by is null)),
    check ((sent_back_at is null) = (sent_back_by is null) and (sent_back_at is null) = (sent_back_reason is null)),
    check (noted_at is null or sent_back_at is not null)
);
call platform.protect('registry', 'arrival');
create policy of_the_county_that_it_left on registry.arrival
    using (from_region >= current_setting('hearth.scope', true)
       and from_region <  current_setting('hearth.scope_end', true));
create unique index one_arrival_at_a_time on registry.arrival (household_id) where accepted_at is null and sent_back_at is null;
create index arrival_by_region on registry.arrival (region) where accepted_at is null and sent_back_at is null;
create index arrival_by_origin on registry.arrival (from_region, sent_at);
