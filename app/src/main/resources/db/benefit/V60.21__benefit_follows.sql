call registry.follow('benefit', 'payment');
call registry.follow('benefit', 'movement');

-- The household whose dissolution ended this money, so that taking that back lets it run again.
alter table benefit.entitlement add column ended_by uuid;
