-- What put-off steps wait for: whoever sees such a change makes the job due. The job's own due date is the net below.
create table wait (
  job       text primary key,        -- the engine's, which is put off
  operation text not null references operation,
  step      text not null,
  signals   text[] not null,         -- any of these wakes it
  since     timestamptz not null,
  woken     bigint not null default 0 -- a look that began before the last of these looks once more
);
create index wait_signals on wait using gin (signals);
create index wait_operation on wait (operation);

alter table operation add column waiting_for text;
alter table operation add column waiting_until timestamptz;
alter table step_attempt drop constraint step_attempt_state_check;
alter table step_attempt add constraint step_attempt_state_check
  check (state in ('RUNNING', 'WAITING', 'DONE', 'FAILED', 'REFUSED', 'INTERRUPTED', 'TIMED_OUT', 'CANCELLED'));

-- Of before this version: no operation waits, whatever its row may say; a step left open by an operation that ended is no running one.
update operation set state = 'RUNNING' where state = 'WAITING';
update step_attempt a set state = 'CANCELLED', ended_at = o.ended_at from operation o
where o.id = a.operation and o.ended_at is not null and a.state = 'RUNNING';

-- What one look of a step leaves to the next; written only when it changes.
alter table step_attempt add column notes jsonb not null default '{}';
