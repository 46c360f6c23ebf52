-- What each batch asks the bank to pay, and what the bank answered. A returned payment is asked for again by a later batch.
create table benefit.instruction (
    id          uuid primary key,
    region      platform.region_code not null,
    batch_id    uuid not null references benefit.batch,
    payment_id  uuid not null references benefit.payment,
    outcome     text check (outcome in ('PAID', 'RETURNED')),
    answered_on date,
    return_code text,
    unique (batch_id, payment_id),
    check ((outcome is null) = (answered_on is null)),
    check ((outcome is not distinct from 'RETURNED') = (return_code is not null))
);
call platform.protect('benefit', 'instruction');
create index instruction_by_payment on benefit.instruction (payment_id);

-- An emergency is paid at once from the township's reserve fund (备用金), without a batch.
alter table benefit.payment alter column batch_id drop not null;
alter table benefit.payment add constraint only_cash_has_no_batch check (batch_id is not null or state = 'PAID');
alter table benefit.posting alter column batch_id drop not null;
alter table benefit.posting drop constraint posting_account_check;
alter table benefit.posting add constraint posting_account_check
    check (account in ('fund', 'payable', 'bank', 'returned', 'reserve'));
create index payment_returned on benefit.payment (region) where state = 'RETURNED';
