# shellcheck shell=bash
# The lab's bridges, and each node's network card and cable. Sourced by ../lab.
subnet_of() { cat "$(dir_of "$1")/subnet" 2>/dev/null || echo 1; }
subnets()   { echo 1; find "$LAB" -maxdepth 1 -name 'subnet[2-9]' -printf '%f\n' 2>/dev/null | sed 's/^subnet//' | sort; }
# 10.77.0 is subnet 1, 10.77.1 subnet 2, and so on.
net_of()    { echo "${LAB_NET%.*}.$(((${LAB_NET##*.} + $1 - 1) % 256))"; }
bridge_of() { if [ "$1" = 1 ]; then echo "$LAB_BRIDGE"; else echo "${LAB_PREFIX}net$1"; fi; }
ip_of()     { echo "$(net_of "$(subnet_of "$1")").$((10 + ${1#n}))"; }
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

bridge_free() {
  local s b
  for s in $(subnets); do
    b=$(bridge_of "$s")
    [ ! -e "/sys/class/net/$b" ] || is_ours "$b" || refuse_foreign "$b"
  done
}
bridge_up() {
  if [ ! -e "/sys/class/net/$LAB_BRIDGE" ]; then
    local taken; taken=$(ip -4 -o addr show to "$LAB_NET.0/24" | awk '{print $2; exit}')
    [ -z "$taken" ] || fail "the net $LAB_NET.0/24 is in use on $taken; set LAB_NET"
    ip link add "$LAB_BRIDGE" type bridge stp_state 0 forward_delay 0 && mark "$LAB_BRIDGE" || fail "cannot make the bridge $LAB_BRIDGE"
    ip addr add "$LAB_NET.1/24" brd + dev "$LAB_BRIDGE"
  fi
  ip link set "$LAB_BRIDGE" up
  let_pass "$LAB_BRIDGE"
  local s
  for s in $(subnets); do [ "$s" = 1 ] || subnet_up "$s"; done
}
# Where bridge-nf-call-iptables is 1, the machine's firewall sees frames between nodes and may drop them (Docker does).
let_pass() {
  iptables -w -C FORWARD -i "$1" -o "$1" -j ACCEPT 2>/dev/null ||
    iptables -w -I FORWARD -i "$1" -o "$1" -j ACCEPT || say "no iptables rule for $1; nodes may not reach each other"
}
# A subnet beside the first: a bridge on which the machine has no address, and a router with a leg in both. The router
# passes no broadcasts on (bc_forwarding is 0 in a new netns), so the machine's own reach no card there.
router_of()    { echo "$LAB_PREFIX-net$1"; }             # its netns; its cables' ends out here are called ...a and ...b
router_ip()    { echo "$LAB_NET.$((255 - $1))"; }
route_to()     { ip ${2:+-n "$2"} route replace "$(net_of "$1").0/24" via "$(router_ip "$1")"; }
subnet_up() {
  local s=$1 b r net taken n; b=$(bridge_of "$s"); r=$(router_of "$s"); net=$(net_of "$s")
  if [ -e "/sys/class/net/$b" ]; then
    is_ours "$b" || refuse_foreign "$b"
  else
    taken=$(ip -4 -o addr show to "$net.0/24" | awk '{print $2; exit}')$(ip route show "$net.0/24")
    [ -z "$taken" ] || fail "the net $net.0/24 is in use: $taken; set LAB_NET"
    ip link add "$b" type bridge stp_state 0 forward_delay 0 && mark "$b" || fail "cannot make the bridge $b"
  fi
  ip link set "$b" up
  let_pass "$b"
  [ -e "/run/netns/$r" ] || machine_locked ip netns add "$r" || fail "cannot make the router $r"
  leg "$r" a eth0 "$LAB_BRIDGE" "$(router_ip "$s")" && leg "$r" b eth1 "$b" "$net.1" &&
    ip netns exec "$r" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.bc_forwarding=0 && route_to "$s" || fail "cannot wire the router $r"
  for n in $(all); do
    [ "$(subnet_of "$n")" != 1 ] || route_to "$s" "$(link_of "$n")" 2>/dev/null || true   # those that are off get it when they are on
  done
}
leg() {
  [ -e "/sys/class/net/$1$2" ] || ip link add "$1$2" type veth peer name "$3" netns "$1" || return 1
  mark "$1$2" && ip link set "$1$2" master "$4" up && ip -n "$1" addr replace "$5/24" brd + dev "$3" && ip -n "$1" link set "$3" up
}
bridge_down() {
  local s b r e
  for s in $(subnets); do
    b=$(bridge_of "$s") r=$(router_of "$s")
    [ ! -e "/sys/class/net/$b" ] || is_ours "$b" || continue
    if [ "$s" != 1 ]; then
      for e in a b; do is_ours "$r$e" && ip link del "$r$e"; done
      [ ! -e "/run/netns/$r" ] || ip netns del "$r"
    fi
    while iptables -w -D FORWARD -i "$b" -o "$b" -j ACCEPT 2>/dev/null; do :; done
    ip link del "$b" 2>/dev/null
  done
  return 0
}

# The marker is written first, so that a netns made by a command that died is still known as ours.
wire() {
  local n=$1 l; l=$(link_of "$n")
  if [ -e "/run/netns/$l" ] && [ ! -e "$(dir_of "$n")/netns" ]; then fail "netns $l belongs to another lab; set LAB_PREFIX"; fi
  touch "$(dir_of "$n")/netns"
  [ -e "/run/netns/$l" ] || machine_locked ip netns add "$l" || return 1
  [ -e "/sys/class/net/$l" ] || ip link add "$l" type veth peer name eth0 netns "$l" address "$(mac_of "$n")" || return 1
  mark "$l" && ip link set "$l" master "$(bridge_of "$(subnet_of "$n")")" up && ip -n "$l" link set lo up
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
  local l s other; l=$(link_of "$1") s=$(subnet_of "$1")
  ip link set "$l" up
  ip -n "$l" link set eth0 up
  ip -n "$l" addr replace "$(ip_of "$1")/24" brd + dev eth0
  ip -n "$l" route replace default via "$(net_of "$s").1" 2>/dev/null
  [ "$s" != 1 ] || for other in $(subnets); do [ "$other" = 1 ] || route_to "$other" "$l"; done
}
# A host that boots has no firewall rules but those that it sets itself.
forget_rules() {
  local l t; l=$(link_of "$1")
  ! command -v nft >/dev/null || ip netns exec "$l" nft flush ruleset
  for t in iptables ip6tables; do ip netns exec "$l" $t -w -F && ip netns exec "$l" $t -w -X; done 2>/dev/null
  return 0
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

# A wake listener per subnet; that of the first has the plain names.
wol_file() { echo "$LAB/wold$([ "$1" = 1 ] || echo "$1").$2"; }
wol_pid() {
  local p; p=$(cat "$(wol_file "$1" pid)" 2>/dev/null) && [ -n "$p" ] &&
    [[ "$(arguments_of "$p")" == *"/wold.py "*" $LAB "* ]] && echo "$p"
}
wol_start() {
  local s
  for s in $(subnets); do wol_listen "$s" "${1:-0}"; done
}
wol_listen() {
  local i log; log=$(wol_file "$1" log)
  wol_pid "$1" >/dev/null && return
  rm -f "$log"
  detached "$log" python3 "$HERE/wold.py" "$(bridge_of "$1")" "$(net_of "$1")" "$2" "$HERE/lab" "$LAB" &
  echo $! > "$(wol_file "$1" pid)"
  for ((i = 0; i < 200; i++)); do
    grep -q listening "$log" 2>/dev/null && return
    sleep 0.05
  done
  fail "the wake listener did not start: $(tail -1 "$log")"
}
# It waits for the power-ons that it began, hence the patience.
wol_stop() {
  local s p
  for s in $(subnets); do
    if p=$(wol_pid "$s"); then
      kill "$p"
      await_end "$p" 1500 || kill -9 "$p"
    fi
    rm -f "$(wol_file "$s" pid)"
  done
}
