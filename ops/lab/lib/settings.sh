# shellcheck shell=bash
# Where the lab lives, what it is called, and who may touch it now. Sourced by ../lab.
LAB=$(realpath -m "${LAB:-${XDG_RUNTIME_DIR:-/var/lib}/corral-lab}")
export LAB
NODES=$LAB/nodes
# shellcheck disable=SC2034  # used in manager.sh
MGR=$LAB/mgr                                           # the lab manager's own key, known_hosts and ssh
MAX_NODES=200

# A lab remembers its net and names, so that later commands need LAB only.
load_settings() {
  case $LAB in *[[:space:]]*) fail "no blanks in LAB, please: $LAB" ;; esac
  local key value
  if [ -f "$LAB/settings" ]; then
    while IFS='=' read -r key value; do
      [ "${!key:-$value}" = "$value" ] || fail "the lab in $LAB was made with $key=$value, not ${!key}; wipe it first, or take another LAB"
      export "$key=$value"
    done < "$LAB/settings"
  fi
  export LAB_NET=${LAB_NET:-10.77.0} LAB_PREFIX=${LAB_PREFIX:-corral}
  export LAB_BRIDGE=${LAB_BRIDGE:-${LAB_PREFIX}br0}
  [[ $LAB_NET =~ ^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$ ]] || fail "LAB_NET must be three numbers like 10.77.0: $LAB_NET"
  [[ $LAB_PREFIX =~ ^[a-z][a-z0-9]{0,8}$ ]] || fail "LAB_PREFIX must be 1-9 small letters or digits: $LAB_PREFIX"
  [[ $LAB_BRIDGE =~ ^[a-z][a-z0-9-]{0,13}$ ]] || fail "LAB_BRIDGE must be a name of at most 14 characters: $LAB_BRIDGE"
}
save_settings() {
  [ -f "$LAB/settings" ] ||
    printf '%s\n' "LAB_NET=$LAB_NET" "LAB_PREFIX=$LAB_PREFIX" "LAB_BRIDGE=$LAB_BRIDGE" > "$LAB/settings"
}

is_count() { [[ $1 =~ ^[1-9][0-9]{0,2}$ ]] && [ "$1" -le $MAX_NODES ]; }
is_node()  { [[ $1 == n* ]] && is_count "${1#n}"; }
dir_of()   { echo "$NODES/$1"; }
new_dir_of() { mkdir -p "$NODES/$1"; echo "$NODES/$1"; }
made()     { [ -e "$NODES/$1/machine-id" ]; }
all()      { find "$NODES" -mindepth 1 -maxdepth 1 -name 'n*' -printf '%f\n' 2>/dev/null | sort -V; }

# Runs a function while nobody else works on the same folder: the folder itself is the lock, so no lock file stays.
# The folder may have been wiped while we waited; then the lock we hold is nobody's, and we take the new one.
locked() (
  dir=$1; shift
  until [ "$dir" -ef "/proc/$BASHPID/fd/9" ]; do
    mkdir -p "$dir" && exec 9<"$dir" && flock -w 60 9 || fail "somebody else has been busy with $dir for a minute"
  done
  "$@"
)
# The same for things that all labs of this machine share; /run is the lock.
machine_locked() (
  exec 8</run
  flock -w 60 8 || fail "somebody else has held the lock on /run for a minute"
  "$@"
)

# Starts a program that belongs to no terminal and holds none of the caller's files open (a caller may wait for their end).
detached() {
  local log=$1 fd; shift
  for fd in "/proc/$BASHPID/fd/"*; do
    fd=${fd##*/}
    [ "$fd" -le 2 ] || eval "exec $fd>&-"
  done
  cd / || exit 1
  exec setsid "$@" >"$log" 2>&1 </dev/null
}
# Waits until a process is gone; one that nobody reaps counts as gone.
await_end() {
  local pid=$1 tries=$2
  while [ -d "/proc/$pid" ] && ! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null; do
    [ $((tries--)) -gt 0 ] || return 1
    sleep 0.02
  done
}
arguments_of() { tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; }

able() {
  [ "$(id -u)" = 0 ] || { say "needs root"; return 1; }
  local c missing=()
  for c in sshd libvirtd virtlogd virsh qemu-system-x86_64 qemu-img rsync ip tc iptables dnsmasq python3 openssl as ld flock unshare; do
    command -v "$c" >/dev/null || missing+=("$c")
  done
  [ ${#missing[@]} = 0 ] || { say "missing here: ${missing[*]}; run ops/packages lab"; return 1; }
  unshare --net --mount --pid --uts --ipc --fork mount -t tmpfs none /mnt 2>/dev/null ||
    { say "this machine refuses new namespaces (a container without privileges?)"; return 1; }
}
require_able() { able || exit 1; }
