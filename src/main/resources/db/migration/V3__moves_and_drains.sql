-- A guest keeps its id when it moves: then it has a claim on the node that it leaves, and an arriving one where it goes.
alter table claim rename column id to guest;
alter table claim drop constraint claim_pkey;
alter table claim add primary key (guest, node);
alter table claim add column arriving boolean not null default false;
drop index claim_one_place;
create unique index claim_one_place on claim (clone) where state <> 'GIVEN_BACK' and not arriving;
create unique index claim_one_arrival on claim (clone) where arriving;

alter table clone add column arrival jsonb;               -- why it goes where it is on its way to

-- What is ours on a node, and is nobody's disk or guest any more: removed as soon as the node can be reached.
create table leftover (
  node  text not null references node on delete cascade,
  guest uuid not null,                                     -- libvirt's id
  clone text not null,
  pool  text not null,
  files text[] not null,
  why   text not null,
  since timestamptz not null,
  primary key (node, guest)
);

-- The guests that a drain has to deal with; those that it moved away are brought back by restore-node.
create table evacuation (
  operation text not null references operation,            -- the drain
  node      text not null references node on delete cascade,
  guest     uuid not null,
  name      text not null,
  clone     text,                                          -- null: not one of Corral's
  mode      text not null check (mode in ('WAIT', 'MIGRATE', 'SHUTDOWN', 'FORCE')),
  outcome   text not null default 'PENDING' check (outcome in ('PENDING', 'GONE', 'MOVED', 'SKIPPED', 'RETURNED')),
  move      text references operation,                     -- the move-clone that it was given to
  primary key (operation, guest)
);
create index evacuation_node on evacuation (node);
