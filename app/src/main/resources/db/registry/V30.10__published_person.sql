-- People as other rooms may look for them by what can be seen of somebody: no number, no contact.
create view registry.published_person with (security_invoker = true) as
select p.id, p.region, p.name, p.sex, p.born, p.died_on, m.household_id
from registry.person p
left join registry.membership m on m.person_id = p.id and m.valid_to is null
where p.surviving_id = p.id;
call platform.publish('registry', 'published_person');
