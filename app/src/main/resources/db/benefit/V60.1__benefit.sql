create schema benefit;

-- What a household, or one person of it, is to be paid. Monthly money runs until it is ended; a winter's and a single sum
-- are paid once.
create table benefit.entitlement (
    id           uuid primary key,
    region       platform.region_code not null,
    household_id uuid not null,
    person_id    uuid,
    benefit      text not null,
    rhythm       text not null check (rhythm in ('monthly', 'winter', 'once')),
    amount       numeric(12, 2) not null check (amount > 0),
    valid_from   date not null,
    valid_to     date,
    basis        text not null check (basis <> ''),
    check (valid_to is null or valid_to >= valid_from)
);
call platform.protect('benefit', 'entitlement');
create unique index one_running_entitlement on benefit.entitlement (household_id, person_id, benefit) nulls not distinct
    where rhythm = 'monthly' and valid_to is null;
create unique index one_sum_a_winter on benefit.entitlement (household_id, benefit, valid_from) where rhythm = 'winter';
create unique index one_sum_on_one_basis on benefit.entitlement (household_id, person_id, benefit, basis) nulls not distinct
    where rhythm = 'once';
create index entitlement_by_region on benefit.entitlement (region);

-- A county's payments that go to the bank together. Who prepared them does not release them.
create table benefit.batch (
    id          uuid primary key,
    region      platform.region_code not null check (length(region) = 6),
    month       date not null check (extract(day from month) = 1),
    in_advance  boolean not null,
    prepared_by text not null,
    prepared_on date not null,
    released_by text,
    released_on date,
    constraint four_eyes check (released_by <> prepared_by),
    check ((released_by is null) = (released_on is null))
);
call platform.protect('benefit', 'batch');

-- One entitlement, one month, one row: a returned payment is instructed again and never written a second time.
create table benefit.payment (
    id             uuid primary key,
    region         platform.region_code not null,
    entitlement_id uuid not null references benefit.entitlement,
    household_id   uuid not null,
    benefit        text not null,
    single         boolean not null,
    month          date not null check (extract(day from month) = 1),
    amount         numeric(12, 2) not null check (amount > 0),
    state          text not null default 'PLANNED'
        check (state in ('PLANNED', 'INSTRUCTED', 'PAID', 'RETURNED', 'CANCELLED')),
    batch_id       uuid not null references benefit.batch,
    in_advance     boolean not null,
    paid_on        date,
    return_code    text,
    constraint one_payment_a_month unique (entitlement_id, month),
    check ((state = 'PAID') = (paid_on is not null)),
    check (state <> 'RETURNED' or return_code is not null)
);
call platform.protect('benefit', 'payment');
create unique index a_single_sum_is_paid_once on benefit.payment (entitlement_id) where single;
create index payment_by_batch on benefit.payment (batch_id, state);
create index payment_by_household on benefit.payment (household_id, month);

create function benefit.refuse_wrong_step() returns trigger
    language plpgsql as $$
begin
    if (new.entitlement_id, new.month, new.amount, new.household_id)
        is distinct from (old.entitlement_id, old.month, old.amount, old.household_id) then
        raise exception 'a payment''s entitlement, month and amount stay' using errcode = 'restrict_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
        ('PLANNED', 'INSTRUCTED'), ('PLANNED', 'CANCELLED'), ('INSTRUCTED', 'PAID'), ('INSTRUCTED', 'RETURNED'),
        ('RETURNED', 'INSTRUCTED'), ('RETURNED', 'CANCELLED')) then
        raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger payment_goes_its_way before update on benefit.payment
    for each row execute function benefit.refuse_wrong_step();

-- The ledger: what was drawn from the fund, what is owed, what the bank paid, what came back. Postings of one entry sum to zero.
create table benefit.posting (
    id        uuid primary key,
    region    platform.region_code not null,
    entry_id  uuid not null,
    posted_on date not null,
    batch_id  uuid not null references benefit.batch,
    account   text not null check (account in ('fund', 'payable', 'bank', 'returned')),
    amount    numeric(14, 2) not null check (amount <> 0)
);
call platform.protect('benefit', 'posting', append_only => true);
create index posting_by_entry on benefit.posting (entry_id);
create trigger posting_is_append_only before update or delete or truncate on benefit.posting
    for each statement execute function platform.refuse_change();

create function benefit.refuse_imbalance() returns trigger
    language plpgsql as $$
begin
    if (select sum(amount) from benefit.posting where entry_id = new.entry_id) <> 0 then
        raise exception 'ledger entry % does not balance', new.entry_id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger ledger_balances after insert on benefit.posting
    deferrable initially deferred for each row execute function benefit.refuse_imbalance();

-- What lies in a store. The check holds against two takers at once, because each locks the row it takes from.
create table benefit.stock (
    region   platform.region_code not null,
    item     text not null,
    quantity integer not null,
    primary key (region, item),
    constraint stock_is_never_negative check (quantity >= 0)
);
call platform.protect('benefit', 'stock');

-- Every movement of goods: into a store without a household, out of it with a purpose.
create table benefit.movement (
    id           uuid primary key,
    region       platform.region_code not null,
    store        platform.region_code not null,
    household_id uuid,
    item         text not null,
    quantity     integer not null check (quantity <> 0),
    purpose      text not null check (purpose in ('supply', 'heating', 'street', 'disaster')),
    moved_on     date not null,
    check ((purpose = 'supply') = (quantity > 0))
);
call platform.protect('benefit', 'movement', append_only => true);
create trigger movement_is_append_only before update or delete or truncate on benefit.movement
    for each statement execute function platform.refuse_change();

create view benefit.published_payment with (security_invoker = true) as
select id, region, household_id, benefit, month, amount, state, paid_on, batch_id, in_advance
from benefit.payment;
call platform.publish('benefit', 'published_payment');

create view benefit.published_goods with (security_invoker = true) as
select id, region, household_id, item, -quantity as quantity, moved_on as given_on, purpose
from benefit.movement
where quantity < 0;
call platform.publish('benefit', 'published_goods');
