-- Money for a number of months ends by itself; it is not given twice from the same month on.
alter table benefit.entitlement add column months integer check (months > 0);
alter table benefit.entitlement add constraint months_have_an_end check (months is null or (rhythm = 'monthly' and valid_to is not null));
create unique index one_grant_of_months_from_a_day on benefit.entitlement (household_id, person_id, benefit, valid_from)
    nulls not distinct where months is not null;

-- A child may be given heating money beside the household.
drop index benefit.one_sum_a_winter;
create unique index one_sum_a_winter on benefit.entitlement (household_id, person_id, benefit, valid_from)
    nulls not distinct where rhythm = 'winter';
