-- Who promises memory or disk does so alone, until its transaction ends: placement, and whoever begins to copy.
create function decide_alone() returns void language sql as $$
  select pg_advisory_xact_lock(x'636f7272616c02'::bigint)
$$;

-- Files on a node that a person wants removed, as they were when that was asked for: what has changed since is left alone.
create table file_removal (
  operation text not null references operation,            -- the clean-node
  path      text not null,
  size      bigint not null,
  modified  timestamptz not null,
  primary key (operation, path)
);
