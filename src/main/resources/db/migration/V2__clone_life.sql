-- a guest that is off takes no memory, but keeps its place on the disk: PARKED
alter table claim drop constraint claim_state_check;
alter table claim add constraint claim_state_check check (state in ('HELD', 'USED', 'PARKED', 'GIVEN_BACK'));
drop index claim_one_place;
create unique index claim_one_place on claim (clone) where state <> 'GIVEN_BACK';
drop index claim_node;
create index claim_node on claim (node) where state <> 'GIVEN_BACK';

-- whatever is done with a clone, it is one thing at a time
create unique index operation_one_per_clone on operation (clone)
  where clone is not null and state in ('RUNNING', 'WAITING', 'INCIDENT');
