-- A herd in the database, for ops/bench/screen: nodes :n1 to :n2, 6 bases, clones :c1 to :c2. No host is behind it.
set search_path to corral;

insert into node (name, address, ssh_port, ssh_user, main, mac, admitted, health, evidence, seen_at, facts)
select 'n' || i, '10.250.' || i / 250 || '.' || i % 250 + 1, 22, 'root', i = 1, '52:54:00:00:00:' || lpad(to_hex(i), 2, '0'), true,
       case when i % 40 = 0 then 'DEGRADED' when i % 25 = 0 then 'OFF' else 'UP' end, 'libvirt answered', now(),
       jsonb_build_object(
         'hypervisor', jsonb_build_object('hostId', gen_random_uuid(), 'hostname', 'n' || i, 'cpus', 32, 'libvirt', '9.0.0',
           'emulator', '/usr/bin/kvm', 'domainTypes', '["qemu", "kvm"]'::jsonb, 'machines', '["pc", "q35"]'::jsonb),
         'memory', 128::bigint << 30, 'nic', 'eth0', 'wake', 'g', 'broadcast', '10.250.0.255',
         'pools', '[{"name": "default", "path": "/var/lib/libvirt/images", "active": true, "capacity": 1000000000000, "available": 600000000000}]'::jsonb)
from generate_series(:n1, :n2) i;

insert into base (name, domain, pool, generations) select 'lab' || b, 'golden' || b, 'default', 2 from generate_series(1, 6) b on conflict do nothing;
insert into base_generation (base, generation, state, memory, released) select 'lab' || b, g, 'READY', 1 << 30, true from generate_series(1, 6) b, generate_series(1, 2) g on conflict do nothing;
insert into base_volume (base, generation, target, file, size, virtual_size, sha256)
select 'lab' || b, g, 'vda', 'lab' || b || '.g' || g || '.vda.qcow2', 8::bigint << 30, 20::bigint << 30, repeat('0', 64) from generate_series(1, 6) b, generate_series(1, 2) g on conflict do nothing;
insert into base_copy (base, generation, node, state, percent, bytes, verified_at)
select 'lab' || b, g, 'n' || n, 'READY', 100, 8::bigint << 30, now() from generate_series(1, 6) b, generate_series(1, 2) g, generate_series(:n1, :n2) n
where (b + n) % 5 > 0 or n = 1;

insert into clone (name, base, generation, owner, volatile, memory, start, state, home, id)
select 'lab' || k % 6 + 1 || '-' || k, 'lab' || k % 6 + 1, k % 2 + 1, 'student' || k, k % 7 = 0, 1 << 30, true,
       case when k % 10 = 0 then 'STOPPED' else 'RUNNING' end, 'n' || k % :n2 + 1, gen_random_uuid()
from generate_series(:c1, :c2) k;
insert into claim (guest, clone, node, memory, disk, state, used_at)
select id, name, home, memory, 2::bigint << 30, case state when 'RUNNING' then 'USED' else 'PARKED' end, now() from clone on conflict do nothing;

update node n set vitals = jsonb_build_object(
  'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'memory', 128::bigint << 30, 'available', 70::bigint << 30, 'load', 3.5, 'uptime', 864000,
  'pools', n.facts -> 'pools', 'offers', '{"networks": ["default"], "links": ["br0"], "devices": []}'::jsonb,
  'guests', (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'running', c.state = 'RUNNING', 'memory', c.memory)) from clone c where c.home = n.name));
insert into load_sample (node, at, guests, load, memory, memory_used, pool, pool_used)
select 'n' || n, date_trunc('minute', now()) - m * interval '1 minute', 50, 3 + m % 5, 128::bigint << 30, 58::bigint << 30, 1000000000000, 400000000000
from generate_series(:n1, :n2) n, generate_series(1, 120) m;

insert into operation (id, kind, subject, state, percent, started_by, base, clone, started_at, ended_at)
select 'seeded-' || k, 'provision-clone', 'lab' || k % 6 + 1 || '-' || k, 'DONE', 100, 'admin', 'lab' || k % 6 + 1, 'lab' || k % 6 + 1 || '-' || k,
       now() - k * interval '1 second', now() - k * interval '1 second' + interval '4 seconds'
from generate_series(:c1, :c2) k;
-- The one that moves while it is watched.
insert into operation (id, kind, subject, state, percent, started_by, node, started_at) values ('watched', 'firewall-node', 'n7', 'RUNNING', 1, 'admin', 'n7', now())
on conflict do nothing;
analyze;
