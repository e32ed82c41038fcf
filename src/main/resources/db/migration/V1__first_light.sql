-- The rooms' own tables. The engine's are in the schema public; these are in corral.

create table app_user (
  name          text primary key,
  password_hash text not null,
  role          text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  created_at    timestamptz not null default now()
);

create table node (
  name                  text primary key,
  address               text not null,
  ssh_port              int not null,
  ssh_user              text not null,
  main                  boolean not null,
  labels                jsonb not null default '{}',
  confirmed_fingerprint text,
  host_key              text,                              -- pinned: type and blob
  mac                   text,
  admitted              boolean not null default false,
  availability          text not null default 'ACTIVE' check (availability in ('ACTIVE', 'CORDONED', 'DRAINING', 'DRAINED')),
  facts                 jsonb,
  findings              jsonb not null default '[]',
  health                text not null default 'OFF' check (health in ('UP', 'DEGRADED', 'LOST', 'OFF', 'WAKING')),
  evidence              text not null default 'never observed',
  seen_at               timestamptz,                       -- last answer of libvirt
  vitals                jsonb,
  created_at            timestamptz not null default now(),
  unique (address, ssh_port)
);
create unique index node_one_main on node (main) where main;

-- the password given for the installation of the key: encrypted, and gone after its use or its hour
create table one_time_password (
  node       text primary key references node on delete cascade,
  encrypted  text not null,
  expires_at timestamptz not null
);

create table base (
  name       text primary key,
  domain     text not null,                                -- on the main node
  pool       text not null,
  created_at timestamptz not null default now()
);

create table base_generation (
  base       text not null references base,
  generation int not null,
  state      text not null check (state in ('PREPARING', 'READY', 'FAILED')),
  definition text,                                         -- libvirt's XML
  memory     bigint,
  created_at timestamptz not null default now(),
  primary key (base, generation)
);

create table base_volume (
  base         text not null,
  generation   int not null,
  target       text not null,                              -- vda
  file         text not null,
  size         bigint not null,
  virtual_size bigint not null,
  sha256       text not null,
  primary key (base, generation, target),
  foreign key (base, generation) references base_generation
);

create table base_copy (
  base        text not null,
  generation  int not null,
  node        text not null references node,
  state       text not null check (state in ('ABSENT', 'COPYING', 'VERIFYING', 'READY', 'REMOVING', 'FAILED')),
  percent     int not null default 0,
  detail      text not null default '',
  verified_at timestamptz,
  primary key (base, generation, node),
  foreign key (base, generation) references base_generation
);

create table clone (
  name       text primary key,
  base       text not null,
  generation int not null,
  owner      text,
  volatile   boolean not null,
  memory     bigint not null,
  start      boolean not null,
  state      text not null check (state in ('PLACED', 'STARTING', 'RUNNING', 'STOPPED', 'UNREACHABLE', 'FAILED', 'REMOVING')),
  home       text references node,
  id         uuid unique,                                  -- libvirt's, of the claim that became real
  decision   jsonb,
  provisioned_by text,                                     -- operation that makes several
  created_at timestamptz not null default now(),
  foreign key (base, generation) references base_generation
);
create index clone_home on clone (home);
create index clone_provisioned_by on clone (provisioned_by);

-- a reservation on a node; made in one transaction with the check
create table claim (
  id       uuid primary key,                               -- becomes the guest's id
  clone    text not null references clone on delete cascade,
  node     text not null references node,
  memory   bigint not null,
  disk     bigint not null,
  state    text not null check (state in ('HELD', 'USED', 'GIVEN_BACK')),
  reason   text not null default '',
  made_at  timestamptz not null default now(),
  used_at  timestamptz
);
create unique index claim_one_place on claim (clone) where state in ('HELD', 'USED');
create index claim_node on claim (node) where state in ('HELD', 'USED');

create table operation (
  id              text primary key,                        -- of the process instance
  kind            text not null,
  subject         text not null,
  state           text not null check (state in ('RUNNING', 'WAITING', 'INCIDENT', 'DONE', 'REFUSED', 'CANCELLED')),
  percent         int not null default 0,
  started_by      text not null,
  reason          text,
  node            text,
  base            text,
  clone           text,
  parent          text references operation,
  idempotency_key text,
  started_at      timestamptz not null,
  ended_at        timestamptz,
  unique (started_by, idempotency_key)
);
create index operation_parent on operation (parent);
create index operation_started on operation (started_at desc);
create unique index operation_one_at_a_time on operation (kind, subject)
  where state in ('RUNNING', 'WAITING', 'INCIDENT') and kind not in ('enable-base', 'provision-clones');

create table step_attempt (
  operation  text not null references operation,
  step       text not null,
  attempt    int not null,
  name       text not null,
  state      text not null check (state in ('RUNNING', 'DONE', 'FAILED', 'REFUSED', 'INTERRUPTED')),
  node       text,
  started_at timestamptz not null,
  ended_at   timestamptz,
  detail     text not null default '',
  code       text,
  fix        text,
  primary key (operation, step, attempt)
);

create table audit_entry (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  actor      text not null,
  reason     text,
  operation  text,
  kind       text not null,
  step       text,
  attempt    int,
  node       text,
  base       text,
  clone      text,
  outcome    text not null,
  code       text,
  detail     text not null,
  fix        text,
  started_at timestamptz,
  previous   text not null,                                -- hash of the row before
  hash       text not null
);
create index audit_operation on audit_entry (operation);
create index audit_at on audit_entry (at);

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is never changed';
end $$;
create trigger audit_is_append_only before update or delete or truncate on audit_entry
  for each statement execute function forbid_change();

-- whoever shows something learns at once that it changed, in every instance
create function tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('corral_change', tg_table_name);
  return null;
end $$;
create trigger node_changed after insert or update or delete on node for each statement execute function tell_change();
create trigger base_changed after insert or update or delete on base for each statement execute function tell_change();
create trigger base_copy_changed after insert or update or delete on base_copy for each statement execute function tell_change();
create trigger clone_changed after insert or update or delete on clone for each statement execute function tell_change();
create trigger operation_changed after insert or update or delete on operation for each statement execute function tell_change();
create trigger step_attempt_changed after insert or update or delete on step_attempt for each statement execute function tell_change();
