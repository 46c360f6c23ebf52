-- What whoever sent a file should know of how it was read: texts in both languages, with what they are about.
alter table exchange.batch
    add column notes  jsonb   not null default '[]',
    -- Rows of an errors workbook that belong to waiting rows of earlier files. They count there, and here as that alone.
    add column mended integer not null default 0 check (mended >= 0),
    drop constraint totals_tie_out,
    add constraint totals_tie_out check (rows = applied + unchanged + quarantined + dismissed + mended);

alter table exchange.row_outcome
    drop constraint row_outcome_outcome_check,
    add constraint row_outcome_outcome_check
        check (outcome in ('applied', 'unchanged', 'quarantined', 'dismissed', 'mended'));

-- A row that was mended in a workbook and waits still: how it came first, while the mended cells stand in its place.
alter table exchange.quarantine
    add column came bytea;

-- Which waiting row of an earlier file a row of a mended workbook belongs to.
create table exchange.mend (
    batch_id     uuid not null,
    row_number   integer not null,
    region       platform.region_code not null,
    of_batch     uuid not null,
    of_row       integer not null,
    primary key (batch_id, row_number),
    foreign key (batch_id, row_number) references exchange.row_outcome,
    foreign key (of_batch, of_row) references exchange.row_outcome
);
call platform.protect('exchange', 'mend', append_only => true);
create index mend_by_origin on exchange.mend (of_batch, of_row);
