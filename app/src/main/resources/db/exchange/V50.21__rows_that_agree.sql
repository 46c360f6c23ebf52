-- Which facts a row said over again, and so did not state itself: if these turn out to be somebody else's, it states them.
alter table exchange.row_outcome add column said bigint[];

-- Households that rural revitalisation monitors, as far as it was reported before: a stratum by its record.
insert into registry.stratum (id, region, household_id, stratum, valid_from, basis, recorded_at, by_record)
select uuidv7(), h.region, f.household_id, 'monitored', f.holds_on, f.department, f.arrived_at, true
from exchange.current_fact f
join registry.household h on h.id = f.household_id
where f.kind = 'monitored'
  and f.value ->> 'ended' is distinct from 'true'
on conflict do nothing;
