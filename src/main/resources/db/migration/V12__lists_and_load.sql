-- clones as a person looks through them, sorted by any column: gold-2 before gold-10, thousands without a pause
create index clone_by_name on clone (rtrim(name, '0123456789'), length(name), name);
create index clone_by_state on clone (state, rtrim(name, '0123456789'), length(name), name);
create index clone_by_home on clone (home, rtrim(name, '0123456789'), length(name), name);
create index clone_by_base on clone (base, generation, rtrim(name, '0123456789'), length(name), name);
create index clone_by_owner on clone (owner, rtrim(name, '0123456789'), length(name), name);
create index clone_by_memory on clone (memory, rtrim(name, '0123456789'), length(name), name);
create index clone_by_age on clone (created_at, rtrim(name, '0123456789'), length(name), name);
drop index clone_home;                                     -- clone_by_home does its work

-- only rows that did change are told: what looks at many nodes writes mostly what is known already
drop trigger clone_changed on clone;
create trigger clone_changed after insert or delete on clone for each statement execute function tell_change();
create trigger clone_differs after update on clone for each row when (old.* is distinct from new.*) execute function tell_change();

-- how full a node was: one row a minute, whichever instance saw it; thinned out by age
create table load_sample (
  node          text not null references node on delete cascade,
  at            timestamptz not null,                      -- the minute
  guests        int not null,
  load          double precision not null,
  memory        bigint not null,
  memory_used   bigint not null,
  pool          bigint not null,                           -- all pools of the node together
  pool_used     bigint not null,
  primary key (node, at)
);
