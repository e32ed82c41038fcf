-- a node that gives no answer, by any way: there is a row as long as that lasts
create table silence (
  node             text primary key references node on delete cascade,
  since            timestamptz not null,                   -- its last answer
  recovery         text,                                   -- the operation that was started for it
  confirmed_off_at timestamptz,                            -- a person says that it is off
  among_many_at    timestamptz                             -- when it was last one of too many to act upon
);
create trigger silence_changed after insert or update or delete on silence for each statement execute function tell_change();

-- what the administrator wants Corral to do by itself, and to warn of: one row
create table policy (
  one               boolean primary key default true check (one),
  recreate_volatile boolean not null default true,
  pool_high_water   int not null default 85 check (pool_high_water between 1 and 100)
);
insert into policy default values;
create trigger policy_changed after update on policy for each statement execute function tell_change();

-- a volatile clone made in the place of one whose node was lost: the guest that it stands in for, once
alter table clone add column replaces uuid unique;
-- it ran when its node was lost, and a person has confirmed that the node is off
alter table clone add column interrupted boolean not null default false;

-- the disk of a clone that was made anew elsewhere while its node was off: a person's to remove, never Corral's by itself
alter table leftover add column kept boolean not null default false;
