-- A township keeps a store of its own, filled from the county's. A transfer is two movements, out of the one and into the
-- other, that sum to zero.
alter table benefit.movement add column transfer_id uuid;
alter table benefit.movement drop constraint movement_purpose_check;
alter table benefit.movement add constraint movement_purpose_check
    check (purpose in ('supply', 'heating', 'street', 'disaster', 'transfer'));
alter table benefit.movement drop constraint movement_check;
alter table benefit.movement add constraint only_supply_and_transfers_add
    check (case purpose when 'transfer' then true when 'supply' then quantity > 0 else quantity < 0 end);
alter table benefit.movement add constraint a_transfer_has_two_ends
    check ((purpose = 'transfer') = (transfer_id is not null)),
    add constraint one_end_a_store unique (transfer_id, store);

create function benefit.refuse_one_sided_transfer() returns trigger
    language plpgsql as $$
begin
    if (select sum(quantity) from benefit.movement where transfer_id = new.transfer_id) <> 0 then
        raise exception 'transfer % is not booked at both ends', new.transfer_id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger transfer_balances after insert on benefit.movement
    deferrable initially deferred for each row when (new.transfer_id is not null)
    execute function benefit.refuse_one_sided_transfer();

-- What moved between stores was given to nobody.
create or replace view benefit.published_goods with (security_invoker = true) as
select id, region, household_id, item, -quantity as quantity, moved_on as given_on, purpose
from benefit.movement
where quantity < 0
  and purpose <> 'transfer';
