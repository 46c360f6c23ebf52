-- For linkage: the other names of persons, and the pairs that were found to be of two persons.
create view registry.published_name with (security_invoker = true) as
select p.surviving_id as person_id, n.name, n.kind, n.valid_from, n.valid_to
from registry.former_name n
join registry.person p on p.id = n.person_id
where n.withdrawn_at is null;
call platform.publish('registry', 'published_name');

create view registry.published_known_different with (security_invoker = true) as
select one, other
from registry.known_different;
call platform.publish('registry', 'published_known_different');
