#!/usr/bin/env python3
"""wake.py MAC [BROADCAST=10.77.0.255] : sends one magic packet."""
import socket
import sys

mac = bytes.fromhex(sys.argv[1].replace(':', ''))
target = sys.argv[2] if len(sys.argv) > 2 else '10.77.0.255'
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.sendto(b'\xff' * 6 + mac * 16, (target, 9))
