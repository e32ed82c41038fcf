-- Bytes of a generation that were not in an older one, as its first sending to a node that had one has shown; null: not known yet.
alter table base_generation add column changed bigint;
