-- The county's standing teams, which the duty desk can call out at any hour.
create table outreach.team (
    id       uuid primary key,
    region   platform.region_code not null,
    name     text not null,
    area     text not null,
    phone    text not null default '',
    people   integer not null check (people > 0),
    vehicles integer not null check (vehicles >= 0),
    unique (region, name)
);
call platform.protect('outreach', 'team');

-- A team that was called out has no leader until one of its members takes the tour over on the phone.
alter table outreach.patrol
    alter leader drop not null,
    add team_id uuid references outreach.team;
create unique index a_team_is_out_once on outreach.patrol (team_id) where ended_at is null;
