-- the rules that Corral has set on a node, and that it came in through
create table firewall (
  node       text primary key references node on delete cascade,
  kind       text not null check (kind in ('nftables', 'iptables')),
  address    text not null,                                -- Corral's, as the node sees it
  allow      text[] not null,                              -- who else may come in as nodes do
  rules      text not null,
  kept       text not null,                                -- what becomes of them when the node restarts
  applied_at timestamptz not null
);
create trigger firewall_changed after insert or update or delete on firewall for each statement execute function tell_change();
