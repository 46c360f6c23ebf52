call registry.follow('exchange', 'fact', person => true);

-- Facts by the household and the person that they are about today. What was filed where somebody lived before, or under a
-- record that was merged into another, is found where that person now belongs; the fact itself is not touched.
create view exchange.filed_fact with (security_invoker = true) as
select f.id, f.region, f.household_id, f.person_id, f.kind, f.key, f.value, f.holds_on, f.department, f.batch_id,
       f.row_number, f.arrived_at
from exchange.fact_in_force f
where not exists (
    select
    from registry.refiled r
    where r.household_id = f.household_id and r.person_id = f.person_id)
union all
select f.id, r.region, r.now_household_id, r.now_person_id, f.kind, f.key, f.value, f.holds_on, f.department, f.batch_id,
       f.row_number, f.arrived_at
from registry.refiled r
join exchange.fact_in_force f on f.household_id = r.household_id and f.person_id = r.person_id;
call platform.publish('exchange', 'filed_fact');

create or replace view exchange.current_fact with (security_invoker = true) as
select distinct on (household_id, person_id, kind, key)
       id, region, household_id, person_id, kind, key, value, holds_on, department, batch_id, row_number, arrived_at
from exchange.filed_fact
order by household_id, person_id, kind, key, holds_on desc, id desc;
