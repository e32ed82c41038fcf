-- New clones get generations that are released, and of these the newest that is READY on their node.
alter table base_generation add column released boolean not null default false;
update base_generation set released = true where state = 'READY';
create trigger base_generation_changed after insert or update or delete on base_generation for each statement execute function tell_change();

-- How many were ever begun: a number is never given twice, or an old file could be taken for a new one.
alter table base add column generations int not null default 0;
update base b set generations = coalesce((select max(generation) from base_generation g where g.base = b.name), 0);

-- The generation that a clone is just being put onto; it needs that one as well as its own.
alter table clone add column rebased_to int;
alter table clone add foreign key (base, rebased_to) references base_generation;
