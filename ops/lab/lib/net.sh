# shellcheck shell=bash
# The lab's bridge, and each node's network card and cable. Sourced by ../lab.
ip_of()   { echo "$LAB_NET.$((10 + ${1#n}))"; }
mac_of()  { printf '52:54:00:77:%02x:%02x\n' "${LAB_NET##*.}" $((10 + ${1#n})); }
link_of() { echo "$LAB_PREFIX-$1"; }               # the name of its netns and of its cable's end on the bridge

# An interface says whose it is by its alias, which lives and dies with it.
owner_of() { cat "/sys/class/net/$1/ifalias" 2>/dev/null; }
is_ours()  { [ "$(owner_of "$1")" = "corral-lab $LAB" ]; }
mark()     { ip link set "$1" alias "corral-lab $LAB"; }
refuse_foreign() {
  local owner; owner=$(owner_of "$1")
  fail "$1 belongs to ${owner:-something that is no lab}${owner:+ (another LAB folder)}; wipe that lab or set LAB_PREFIX and LAB_NET"
}

bridge_free() { [ ! -e "/sys/class/net/$LAB_BRIDGE" ] || is_ours "$LAB_BRIDGE" || refuse_foreign "$LAB_BRIDGE"; }
bridge_up() {
  if [ ! -e "/sys/class/net/$LAB_BRIDGE" ]; then
    local taken; taken=$(ip -4 -o addr show to "$LAB_NET.0/24" | awk '{print $2; exit}')
    [ -z "$taken" ] || fail "the net $LAB_NET.0/24 is in use on $taken; set LAB_NET"
    ip link add "$LAB_BRIDGE" type bridge stp_state 0 forward_delay 0 && mark "$LAB_BRIDGE" || fail "cannot make the bridge $LAB_BRIDGE"
    ip addr add "$LAB_NET.1/24" brd + dev "$LAB_BRIDGE"
  fi
  ip link set "$LAB_BRIDGE" up
  # Where bridge-nf-call-iptables is 1, the machine's firewall sees frames between nodes and may drop them (Docker does).
  iptables -w -C FORWARD -i "$LAB_BRIDGE" -o "$LAB_BRIDGE" -j ACCEPT 2>/dev/null ||
    iptables -w -I FORWARD -i "$LAB_BRIDGE" -o "$LAB_BRIDGE" -j ACCEPT || say "no iptables rule for $LAB_BRIDGE; nodes may not reach each other"
}
bridge_down() {
  [ ! -e "/sys/class/net/$LAB_BRIDGE" ] || is_ours "$LAB_BRIDGE" || return 0
  while iptables -w -D FORWARD -i "$LAB_BRIDGE" -o "$LAB_BRIDGE" -j ACCEPT 2>/dev/null; do :; done
  ip link del "$LAB_BRIDGE" 2>/dev/null
  return 0
}

# The marker is written first, so that a netns made by a command that died is still known as ours.
wire() {
  local n=$1 l; l=$(link_of "$n")
  if [ -e "/run/netns/$l" ] && [ ! -e "$(dir_of "$n")/netns" ]; then fail "netns $l belongs to another lab; set LAB_PREFIX"; fi
  touch "$(dir_of "$n")/netns"
  [ -e "/run/netns/$l" ] || machine_locked ip netns add "$l" || return 1
  [ -e "/sys/class/net/$l" ] || ip link add "$l" type veth peer name eth0 netns "$l" address "$(mac_of "$n")" || return 1
  mark "$l" && ip link set "$l" master "$LAB_BRIDGE" up && ip -n "$l" link set lo up
}
unwire() {
  local l; l=$(link_of "$1")
  is_ours "$l" && ip link del "$l" 2>/dev/null
  [ -e "$(dir_of "$1")/netns" ] && ip netns del "$l" 2>/dev/null
  rm -f "$(dir_of "$1")/netns"
}
# `ip netns` leaves its folder mounted; the last lab takes it away.
forget_netns_folder() { rmdir /run/netns 2>/dev/null || { [ -z "$(ls -A /run/netns 2>/dev/null)" ] && umount /run/netns 2>/dev/null && rmdir /run/netns; }; }

plug_in() {
  local l; l=$(link_of "$1")
  ip link set "$l" up
  ip -n "$l" link set eth0 up
  ip -n "$l" addr replace "$(ip_of "$1")/24" brd + dev eth0
  ip -n "$l" route replace default via "$LAB_NET.1" 2>/dev/null
}
unplug() { ip link set "$(link_of "$1")" down; }
# A dead host answers no ARP, but its link is up again: the card still hears magic packets.
standby() {
  local l; l=$(link_of "$1")
  ip -n "$l" addr flush dev eth0
  ip link set "$l" up
}

# A bucket of 256 kB lets whole offloaded frames through; both ends, so both directions.
slow() {
  local l; l=$(link_of "$1")
  local bucket=(root tbf rate "$2" burst 256kb latency 200ms)
  tc qdisc replace dev "$l" "${bucket[@]}" && tc -n "$l" qdisc replace dev eth0 "${bucket[@]}" || fail "tc refused the rate $2"
}
fast() {
  local l; l=$(link_of "$1")
  tc qdisc del dev "$l" root 2>/dev/null
  tc -n "$l" qdisc del dev eth0 root 2>/dev/null
  return 0
}

wol_pid() {
  local p; p=$(cat "$LAB/wold.pid" 2>/dev/null) && [ -n "$p" ] &&
    [[ "$(arguments_of "$p")" == *"/wold.py "*" $LAB " ]] && echo "$p"
}
wol_start() {
  local i
  wol_pid >/dev/null && return
  rm -f "$LAB/wold.log"
  detached "$LAB/wold.log" python3 "$HERE/wold.py" "$LAB_BRIDGE" "$HERE/lab" "$LAB" &
  echo $! > "$LAB/wold.pid"
  for ((i = 0; i < 200; i++)); do
    grep -q listening "$LAB/wold.log" 2>/dev/null && return
    sleep 0.05
  done
  fail "the wake listener did not start: $(tail -1 "$LAB/wold.log")"
}
# It waits for the power-ons that it began, hence the patience.
wol_stop() {
  local p
  if p=$(wol_pid); then
    kill "$p"
    await_end "$p" 1500 || kill -9 "$p"
  fi
  rm -f "$LAB/wold.pid"
}
