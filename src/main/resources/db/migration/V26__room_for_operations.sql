-- Room in a pool that an operation needs until it ends: moves, rebases and preparations; promised under the one lock (decide_alone).
create table room_promise (
  operation text not null,
  node      text not null,
  pool      text not null,
  bytes     bigint not null check (bytes > 0),
  primary key (operation, node, pool)
);
create index room_promise_pool on room_promise (pool);

-- its overlay is just being replaced by one on generation rebased_to: until that is seen on its home, it may be on either
alter table clone add column swapping boolean not null default false;
