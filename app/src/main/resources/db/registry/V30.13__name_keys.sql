-- By what the name of a person is searched for: its standard characters without dots, its sound, and the first letters of its
-- syllables, each of today's name and of the others. Written with the person and renewed with what is known of them; a register
-- that is older is filled in the background after the next start.
create table registry.name_key (
    region    platform.region_code not null,
    person_id uuid not null references registry.person,
    name      text not null,
    key       text collate "C" not null,
    primary key (key, person_id, name)
);
call platform.protect('registry', 'name_key');
create index name_key_by_person on registry.name_key (person_id);
