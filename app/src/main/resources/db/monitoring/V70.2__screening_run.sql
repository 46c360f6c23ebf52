-- Each night's screening of the whole register: by which version of the pack, over how many, and what it led to.
create table monitoring.screening_run (
    id           uuid primary key,
    screened_for date not null,
    pack         text not null,
    households   bigint not null,
    persons      bigint not null,
    signals      bigint not null,
    seconds      numeric(10, 1) not null,
    run_at       timestamptz not null
);
call platform.share('monitoring', 'screening_run', append_only => true);
