-- What was paid too little because a standard was raised later with effect from an earlier month: for each payment and each
-- version of the policy once. Earlier back-pay for the same payment counts as paid.
create table benefit.back_pay (
    id           uuid primary key,
    region       platform.region_code not null,
    payment_id   uuid not null references benefit.payment,
    household_id uuid not null,
    version      bigint not null,
    by_rules     numeric(12, 2) not null,
    paid         numeric(12, 2) not null,
    difference   numeric(12, 2) not null generated always as (by_rules - paid) stored check (difference > 0),
    worked_out_on date not null,
    constraint back_pay_once_a_version unique (payment_id, version)
);
call platform.protect('benefit', 'back_pay', append_only => true);
create index back_pay_by_version on benefit.back_pay (version, region);
create trigger back_pay_is_append_only before update or delete or truncate on benefit.back_pay
    for each statement execute function platform.refuse_change();
