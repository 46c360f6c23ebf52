create schema winter;

-- The one winter that was played in this database, and how far the play has come.
create table winter.play (
    only_one   boolean primary key default true check (only_one),
    households integer not null,
    seed       bigint not null,
    first_day  date not null,
    last_day   date not null,
    played_to  date,
    finished   boolean not null default false
);
call platform.share('winter', 'play');
