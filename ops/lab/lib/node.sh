# shellcheck shell=bash
# A node's life: made, on, off, dead, wiped. Sourced by ../lab.

# The node's pid 1 as seen from here, which node-init wrote itself; nothing if it is off.
pid_of() {
  local p; p=$(cat "$(dir_of "$1")/pid" 2>/dev/null) && [ -n "$p" ] &&
    [[ "$(arguments_of "$p")" == *"/node-init $1 $(dir_of "$1") "* ]] && echo "$p"
}
alive()  { pid_of "$1" >/dev/null; }
inside() {
  local n=$1 p clock=(); shift
  p=$(pid_of "$n") || fail "$n is off"
  [ ! -e "$(dir_of "$n")/clock" ] || mapfile -t clock < "$(dir_of "$n")/clock"
  exec nsenter -t "$p" -m -u -i -n -p -- env "${clock[@]}" "$@"
}
status() {
  local state=off
  alive "$1" && state=on
  echo "$1 $state $(ip_of "$1") $(mac_of "$1") pid=$(pid_of "$1")$([ -e "$(dir_of "$1")/bare" ] && echo ' bare')"
}

# The node's own files: they survive power off and on.
make_disk() {
  local n=$1 d; d=$(dir_of "$n")
  [ -e "$d/machine-id" ] && return
  mkdir -p "$d"/{log,cache,etc-ssh,root/.ssh,corral} "$d/etc-libvirt/qemu/networks" "$d"/var-lib-libvirt/{images,boot,qemu}
  chmod 700 "$d/root" "$d/root/.ssh"
  chmod 711 "$d/var-lib-libvirt/images"                # libvirt-qemu passes through, as Debian has it
  chown libvirt-qemu:libvirt-qemu "$d/var-lib-libvirt/qemu" 2>/dev/null
  rm -f "$d"/etc-ssh/ssh_host_*
  ssh-keygen -q -t ed25519 -N '' -C "root@$n" -f "$d/etc-ssh/ssh_host_ed25519_key"
  sshd_config > "$d/etc-ssh/sshd_config"
  libvirtd_conf > "$d/etc-libvirt/libvirtd.conf"
  qemu_conf "$n" > "$d/etc-libvirt/qemu.conf"
  cp /usr/share/libvirt/networks/default.xml "$d/etc-libvirt/qemu/networks/" 2>/dev/null
  (umask 077; printf 'root:%s:19000:0:99999:7:::\nsshd:!:19000::::::\n' "$(cat "$LAB/password.hash")" > "$d/shadow")
  echo "$n" > "$d/hostname"
  if [ -n "${IMAGES_MB:-}" ]; then truncate -s "${IMAGES_MB}M" "$d/images.ext4" && mkfs.ext4 -q "$d/images.ext4" || return 1; fi
  tr -d - < /proc/sys/kernel/random/uuid > "$d/machine-id.new"   # also libvirt's host uuid: migration wants one per node
  mv "$d/machine-id.new" "$d/machine-id"               # last: says that the disk is made
}
sshd_config() {
  cat <<X
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
Subsystem sftp internal-sftp
MaxStartups 100:30:200
MaxSessions 100
PidFile /run/sshd.pid
Include /run/sshd_clock
X
}
libvirtd_conf() {
  cat <<X
host_uuid_source = "machine-id"
auth_unix_rw = "none"
unix_sock_group = "root"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
max_clients = 500
max_anonymous_clients = 100
X
}
# No cgroups and no AppArmor in a node; qemu's own mount namespace does not go with the bind over /dev/kvm.
qemu_conf() {
  cat <<X
migration_host = "$(ip_of "$1")"
cgroup_controllers = [ ]
namespaces = [ ]
security_driver = "none"
X
}

# Nodes mount their own folder over /var/lib/corral, so the machine must have one. If it was us who made it, each lab leaves a note there that it
# needs it, also before it mounts anything: a lab that ends removes what nobody needs.
OURS=/run/corral-lab-made-var-lib-corral.d
mount_point() {
  [ -d $OURS ] || [ ! -d /var/lib/corral ] || return 0
  mkdir -p /var/lib/corral $OURS && echo "$LAB" > "$OURS/$LAB_PREFIX"
}
no_mount_point() {
  [ -d $OURS ] || return 0
  rm -f "$OURS/$LAB_PREFIX"
  local note
  for note in "$OURS"/*; do [ ! -e "$note" ] || [ ! -e "$(cat "$note")" ] || return 0; done
  grep -qs ' /var/lib/corral ' /proc/[0-9]*/mountinfo && return 0
  rmdir /var/lib/corral 2>/dev/null
  rm -rf $OURS
}

make() { join_subnet "$1" && machine_locked mount_point && wire "$1" && make_disk "$1" || fail "cannot make $1"; }
# The choice of its first creation holds for ever.
join_subnet() {
  local f s; f=$(dir_of "$1")/subnet s=${SUBNET:-}
  if [ -e "$f" ] || made "$1"; then
    [ -z "$s" ] || [ "$s" = "$(subnet_of "$1")" ] || fail "$1 is in subnet $(subnet_of "$1")"
    return
  fi
  [ "${s:-1}" != 1 ] || return 0
  [[ $s =~ ^[2-9]$ ]] || fail "SUBNET is 1 to 9, not $s"
  echo "$s" > "$f"
  locked "$LAB" new_subnet "$s" "$1"
}
new_subnet() {
  touch "$LAB/subnet$1"                                # first, so that whatever is made is known as ours
  subnet_up "$1"
  sed "s/^[^ ]* $2$/$(ip_of "$2") $2/" "$LAB/hosts" > "$LAB/hosts.new" && cat "$LAB/hosts.new" > "$LAB/hosts" && rm "$LAB/hosts.new"   # the same file: nodes have it mounted
  ! wol_pid 1 >/dev/null || wol_listen "$1" 0
}

power_on() {
  local n=$1 d starter i; d=$(dir_of "$n")
  alive "$n" && { echo "$n already on"; return; }
  make "$n"
  forget_rules "$n"
  plug_in "$n"
  rm -f "$d/pid" "$d/ready"
  detached "$d/log/console" nsenter --net="/run/netns/$(link_of "$n")" \
    unshare --mount --pid --uts --ipc --fork --kill-child=SIGKILL --propagation private \
    "$HERE/node-init" "$n" "$d" "$LAB/hosts" &
  starter=$!
  for ((i = 0; i < 600; i++)); do
    [ -e "$d/ready" ] && break
    kill -0 $starter 2>/dev/null || break
    sleep 0.05
  done
  if [ -e "$d/ready" ] && alive "$n"; then echo "$n on ip $(ip_of "$n") pid $(pid_of "$n")"; return; fi
  say "$n did not come up: $(tail -3 "$d/log/console" 2>/dev/null)"
  power_cut "$n"
  return 1
}
# Sudden death: cable first, so that nobody gets a FIN or RST from dying sockets.
power_cut() {
  local n=$1 p
  [ -e "/run/netns/$(link_of "$n")" ] && [ -e "$(dir_of "$n")/netns" ] || return 0
  unplug "$n"
  if p=$(pid_of "$n"); then
    kill -9 "$p"
    await_end "$p" 500 || fail "$n's pid 1 ($p) does not die"
  fi
  rm -f "$(dir_of "$n")/pid" "$(dir_of "$n")/ready"
  standby "$n"
}
# Orderly: pid 1 stops libvirtd and sshd; what has not gone after 5 s loses its power.
power_off() {
  local p
  if p=$(pid_of "$1"); then
    kill -TERM "$p"
    await_end "$p" 250
  fi
  power_cut "$1"
}
# From its next power-on, for all but the kernel and sshd; 0: the machine's. The file has what programs need in their environment for it.
# shellcheck disable=SC2016  # the dynamic linker expands it
clock() {
  local f; f=$(dir_of "$1")/clock
  if [ "$2" = 0 ]; then rm -f "$f"; return; fi
  [[ $2 =~ ^[+-][1-9][0-9]*$ ]] || fail "a clock is off by +SECONDS or -SECONDS, not $2"
  ls /usr/lib*/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || fail "no libfaketime (package libfaketime)"
  printf '%s\n' 'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1' "FAKETIME=$2" DONT_FAKE_MONOTONIC=1 > "$f"
}
rebuild() {
  local mark; mark=$(dir_of "$1")/bare
  power_off "$1"
  if [ "$2" = bare ]; then touch "$mark"; else rm -f "$mark"; fi
  power_on "$1"
}

up() {
  local i p jobs=() rc=0
  prepare
  for ((i = 1; i <= $1; i++)); do
    locked "$(new_dir_of "n$i")" power_on "n$i" &
    jobs+=($!)
  done
  for p in "${jobs[@]}"; do wait "$p" || rc=1; done
  locked "$LAB" wol_start || rc=1
  return $rc
}
down() {
  local n
  wol_stop
  for n in $(all); do
    locked "$(dir_of "$n")" power_cut "$n" || return 1
    locked "$(dir_of "$n")" unwire "$n"
  done
  end_strays
  bridge_down
}
# What a command left that died in the middle of its work: starters without a pid file, cables without a node's folder.
end_strays() {
  local p l
  for p in /proc/[0-9]*; do
    [[ "$(arguments_of "${p#/proc/}")" == *"/node-init n"*" $NODES/n"* ]] && kill -9 "${p#/proc/}" && await_end "${p#/proc/}" 500
  done
  for l in /sys/class/net/"$LAB_PREFIX"-n[0-9]*; do
    is_ours "${l##*/}" && { ip link del "${l##*/}"; ip netns del "${l##*/}"; } 2>/dev/null
  done
  return 0
}
wipe() {
  local n i
  for n in $(all); do
    for ((i = 0; i < 100; i++)); do                    # the kernel frees a dead node's loop device a moment later
      [ -f "$NODES/$n/images.ext4" ] && [ -n "$(losetup -j "$NODES/$n/images.ext4" 2>/dev/null)" ] || break
      sleep 0.05
    done
  done
  rm -rf "$NODES" "$MGR" "$LAB/cache"
  rm -f "$LAB"/{password,password.new,password.hash,hosts,hosts.new,settings,subnet[2-9],wold*.log,wold*.pid}
  rmdir "$LAB" 2>/dev/null
  machine_locked no_mount_point
  machine_locked forget_netns_folder
  return 0
}
