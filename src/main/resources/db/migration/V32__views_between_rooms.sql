-- What a room lets others read of its tables, where these may not ask it: an interface, kept stable when the tables change.

create view corral.operation_outline as
  select id, kind, state, parent, node, base, clone, started_at, ended_at from corral.operation;
comment on view corral.operation_outline is
  'Offered by engine: which operation is about what, and when it began and ended. Read by clone.';

create view corral.claimed_disk as
  select k.node, b.pool, k.disk as bytes
  from corral.claim k join corral.clone c on c.name = k.clone join corral.base b on b.name = c.base
  where k.state <> 'GIVEN_BACK';
comment on view corral.claimed_disk is
  'Offered by placement: the disk, in bytes, that clones may grow by, in which pool of which node. Read by base.';
