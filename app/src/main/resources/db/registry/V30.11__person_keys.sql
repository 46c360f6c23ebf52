-- By what a record that may be somebody's is found: the blocking keys of persons (docs/adr/0014-rows-without-a-number.md). They
-- depend only on the blocking rules of the linkage's config; a migration that changes these empties this table, and it is
-- filled again at the next start.
create table registry.person_key (
    region    platform.region_code not null,
    person_id uuid not null references registry.person,
    key       text not null,
    primary key (key, person_id)
);
call platform.protect('registry', 'person_key');
create index person_key_by_person on registry.person_key (person_id);
