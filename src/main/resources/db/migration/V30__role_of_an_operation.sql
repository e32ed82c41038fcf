-- The role that starting this operation needed, where that is not the role of its kind: retry, skip and cancel need the same.
alter table corral.operation add column role text check (role in ('OPERATOR', 'ADMIN'));

-- Whether those under way were started with more than usual (a power-off at the end of a drain, kept disks cleaned) is not known here.
update corral.operation set role = 'ADMIN' where kind in ('drain-node', 'clean-node') and ended_at is null;
