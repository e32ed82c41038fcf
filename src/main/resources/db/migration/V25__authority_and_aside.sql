-- Which node's bytes of a clone count. A hand-over is kept here before its effect; while it is HANDED_OVER it is not known which of
-- the two sides has the newest bytes, and both are kept.
create table clone_authority (
  guest     uuid primary key,                              -- libvirt's id
  clone     text not null,
  node      text not null,                                 -- whose bytes count; HANDED_OVER: counted last
  epoch     bigint not null default 1,                     -- grows with each hand-over
  phase     text not null check (phase in ('PREPARING', 'HANDED_OVER', 'CONFIRMED')),
  other     text,                                          -- the other side, as long as there is one
  operation text,                                          -- that hands it over
  paused    boolean not null default false,                -- the guest was paused when it was handed over
  stamp     text,                                          -- of disks, to see whether they were written to since they were read, or handed over
  since     timestamptz not null
);
create index clone_authority_clone on clone_authority (clone);

-- What is set aside in a pool's hidden folder instead of being deleted.
create table aside (
  id         text not null,                                -- its folder's name
  node       text not null,
  guest      uuid not null,
  clone      text not null,
  pool       text not null,
  folder     text not null,                                -- the pool's
  files      text[] not null,
  bytes      bigint not null,
  operation  text,
  why        text not null,
  superseded boolean not null,                             -- a newer disk of that clone is well elsewhere: may go early
  since      timestamptz not null,
  given_up   boolean not null default false,               -- a person wants it deleted before its time
  primary key (id)
);
create index aside_node on aside (node, since);
create index aside_clone on aside (clone);
create trigger aside_changed after insert or update or delete on aside for each statement execute function tell_change();

-- the operation whose work on that node ends with it
alter table leftover add column operation text;
