-- a node that was taken out for good: its row stays as history, its name and address are free again
alter table node add column retired_at timestamptz;
alter table node drop constraint node_address_ssh_port_key;
create unique index node_one_address on node (address, ssh_port) where retired_at is null;
drop index node_one_main;
create unique index node_one_main on node (main) where main and retired_at is null;
