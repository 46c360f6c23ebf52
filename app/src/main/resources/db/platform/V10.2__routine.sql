-- Work that the platform does by itself at set hours: when it is due next, and what it came to last time. One row each; whoever
-- moves `due_at` on does the work, so that of several application nodes one does it.
create table platform.routine (
    name         text primary key,
    due_at       timestamptz not null,
    began_at     timestamptz,
    ended_at     timestamptz,
    came_to_zh   text not null default '',
    came_to_en   text not null default '',
    problem      text,
    check (ended_at >= began_at)
);
call platform.share('platform', 'routine');
