create schema region;

-- Administrative divisions with the time they were in force. A withdrawn code keeps its row, its last day and its successor,
-- because old identity numbers and old records go on naming it.
create table region.division (
    code       platform.region_code not null,
    name       text not null,
    level      smallint not null check (level between 1 and 5),
    valid_from date not null,
    valid_to   date,
    successor  platform.region_code,
    primary key (code, valid_from),
    check (valid_to is null or valid_to >= valid_from)
);
call platform.share('region', 'division');
create index division_by_name on region.division (name text_pattern_ops);
