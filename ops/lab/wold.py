#!/usr/bin/env python3
"""wold.py BRIDGE NET LOSE LAB_COMMAND LAB_FOLDER : the "NICs on standby".

Sees every frame that reaches the bridge; on a magic packet (UDP to any port, or ethertype 0x0842)
for the MAC of a node in NET (10.77.0) it powers that node on, but the first LOSE packets for each
node are lost. LAB_FOLDER only makes this process recognisable.
"""
import signal
import socket
import subprocess
import sys

ETH_P_ALL = 3
bridge, net, lose, lab = sys.argv[1:5]
starting = {}                                   # node -> its running `lab on`
heard = {}                                      # node -> how many packets for it


def nodes():
    lines = subprocess.run([lab, 'status'], capture_output=True, text=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    return {bytes.fromhex(f[3].replace(':', '')): f[0] for f in fields if f[2].startswith(net + '.')}


def magic_mac(frame):
    i = frame.find(b'\xff' * 6, 14)
    while i >= 0 and frame[i + 6:i + 7] == b'\xff':
        i += 1
    mac = frame[i + 6:i + 12]
    return mac if i >= 0 and frame[i + 6:i + 102] == mac * 16 else None


def power_on(node):
    """Senders repeat the packet: one `lab on` per node at a time is enough."""
    if node not in starting or starting[node].poll() is not None:
        starting[node] = subprocess.Popen([lab, 'on', node], stdin=subprocess.DEVNULL)


def stop(*_):
    """Whoever stops us may wipe next, so nothing that we started may outlive us."""
    for p in starting.values():
        p.wait()
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
s.bind((bridge, 0))
macs = nodes()
print('listening on', bridge, sorted(macs.values()), flush=True)
while True:
    try:
        mac = magic_mac(s.recv(4096))
    except OSError as e:                        # the bridge is gone: so is the lab
        print('the bridge is gone:', e, flush=True)
        stop()
    if mac is None:
        continue
    if mac not in macs:
        macs = nodes()
    heard[mac] = heard.get(mac, 0) + 1
    lost = heard[mac] <= int(lose)
    print('magic packet for', mac.hex(':'), macs.get(mac, 'no node of this net'), 'lost' if lost else '', flush=True)
    if mac in macs and not lost:
        power_on(macs[mac])
