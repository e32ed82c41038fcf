alter table base_copy add column compared boolean not null default false;   -- only what differs from something there is sent
alter table base_copy add column tried text references node;               -- from whom it has gone to try another one
