-- who a copy gets its bytes from just now, how many are there, how fast they come (bytes per second), and when the last came
alter table base_copy add column source text references node;
alter table base_copy add column bytes bigint not null default 0;
alter table base_copy add column rate bigint not null default 0;
alter table base_copy add column moved_at timestamptz;
-- whether its images get smaller when they are packed
alter table base_generation add column packs boolean not null default false;
