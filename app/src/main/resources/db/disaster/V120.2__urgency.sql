-- The order in which affected households are worked through: whoever is vulnerable and has not been reached stands at the top,
-- the most pressing reason first.
create function disaster.urgency(a disaster.affected) returns integer[]
    language sql immutable as $$
    select array[
        (not (a.vulnerable and a.reached_on is null))::integer,
        (not a.vulnerable)::integer,
        coalesce(array_position(array['child-without-parents', 'elder-alone', 'elders-only', 'disabled', 'tekun', 'dibao'],
                                a.reasons[1]), 9),
        -cardinality(a.reasons),
        array_position(array['collapsed', 'severe', 'slight', 'none'], a.damage)]
$$;
