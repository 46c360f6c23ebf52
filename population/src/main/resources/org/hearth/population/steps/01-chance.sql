-- A number in [0, 1) that depends on the seed, on whom it is for and on what it decides, and on nothing else.
-- Each part is hashed before the two are joined and hashed again, because the hash of a pair alone keeps pairs related.
create macro chance(id, purpose) as
    (hash(xor(hash(id), hash(purpose || ':' || getvariable('seed')))) >> 11)::double / 9007199254740992;

create macro between_chance(id, purpose, low, high) as
    low + chance(id, purpose) * (high - low);

create macro whole_between(id, purpose, low, high) as
    low + floor(chance(id, purpose) * (high - low + 1))::bigint;

set variable rates = (select map(list(name), list("value")) from rates);

create macro rate(name) as getvariable('rates')[name];

create macro household_code(household) as 'H' || lpad(household::varchar, 10, '0');

create macro person_code(person) as 'P' || lpad((person // 8)::varchar, 10, '0') || lpad((person % 8 + 1)::varchar, 2, '0');
