# shellcheck shell=bash
# What ops/demo and ops/verify share: messages, times, and programs that run beside them. Sourced; wants ROOT and JOBS.
#
# Such a program has a process group of its own: Ctrl-C reaches the script alone, which ends it in the right way. It is
# noted in $JOBS by pid, start and boot, so that the next run finds what a killed one left, and never hits a stranger.
declare -A PID_OF=()
LAUNCHING='' PENDING=''

NAME=${0##*/}
say()  { echo "$NAME: $*"; }
fail() { echo "$NAME: $*" >&2; exit 1; }

# Whoever is interrupted exits, and the EXIT trap cleans up; but not between a program's start and its note.
on_signals_exit() {
  trap 'signalled 130' INT
  trap 'signalled 143' TERM
  trap 'signalled 129' HUP
  trap 'signalled 141' PIPE
}
signalled() {
  PENDING=$1
  [ -z "$LAUNCHING" ] || return
  trap '' INT TERM HUP PIPE                            # a second one must not cut the cleaning short
  exit "$1"
}

millis()     { local now=${EPOCHREALTIME/[.,]/}; echo "${now%???}"; }
as_seconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# launch NAME LOG CMD... : LOG may be - for where we write ourselves.
launch() {
  local name=$1 log=$2; shift 2
  rm -f "$JOBS/$name"
  LAUNCHING=yes
  set -m
  become "$name" "$log" "$@" </dev/null 9>&- &
  PID_OF[$name]=$!
  set +m
  until [ -s "$JOBS/$name" ] || ! kill -0 $! 2>/dev/null; do :; done
  LAUNCHING=''
  [ -z "$PENDING" ] || signalled "$PENDING"
}
become() {
  local name=$1 log=$2; shift 2
  trap - PIPE
  note "$name" $BASHPID
  [ "$log" = - ] || exec >>"$log" 2>&1
  if [ "$(type -t "$1")" = function ]; then "$@"; exit; fi
  exec "$@"
}
await() {
  local rc
  wait "${PID_OF[$1]}" 2>/dev/null; rc=$?
  rm -f "$JOBS/$1"
  return $rc
}

# pid, start (ticks after boot) and boot: no two processes have all three.
identity() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -r -a stat <<< "${stat##*) }"
  [ "${stat[0]}" != Z ] && echo "$1 ${stat[19]} $(cat /proc/sys/kernel/random/boot_id)"
}
note()     { mkdir -p "$JOBS" && identity "$2" > "$JOBS/$1"; }
# The pid of a noted program, if it still runs.
pid_of()   {
  local noted
  noted=$(cat "$JOBS/$1" 2>/dev/null) && [ -n "$noted" ] && [ "$(identity "${noted%% *}")" = "$noted" ] && echo "${noted%% *}"
}
runs()     { pid_of "$1" >/dev/null; }
gone()     { local tries=$(($2 * 10)); while runs "$1"; do [ $((tries--)) -gt 0 ] || return 1; sleep 0.1; done; }
none_of()  { local tries=$(($2 * 10)); while kill -0 -- "-$1" 2>/dev/null; do [ $((tries--)) -gt 0 ] || return 1; sleep 0.1; done; }

# end NAME SIGNAL SECONDS : ends it and waits; what does not go is killed. end_group: with all that it started.
end() {
  local pid
  pid=$(pid_of "$1") || { rm -f "$JOBS/$1"; return 0; }
  kill "-$2" "$pid" 2>/dev/null
  gone "$1" "$3" || { say "$1 ($pid) does not end within $3 s; killing it"; kill -KILL "$pid" 2>/dev/null; gone "$1" 5; }
  rm -f "$JOBS/$1"
}
end_group() {
  local pid
  pid=$(pid_of "$1") || { rm -f "$JOBS/$1"; return 0; }
  kill "-$2" -- "-$pid" 2>/dev/null
  none_of "$pid" "$3" || { say "$1 ($pid) does not end within $3 s; killing it"; kill -KILL -- "-$pid" 2>/dev/null; none_of "$pid" 5; }
  rm -f "$JOBS/$1"
}

# Does anything listen on this port, on whatever address?
port_taken() {
  local hex; printf -v hex %04X "$1"
  awk -v p=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == p { found = 1 } END { exit !found }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}
free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do port_taken "$port" || { echo "$port"; return; }; done
  return 1
}

# A folder for temporary files: sockets in it (Corral's, a browser's) must have a short path, which a clone need not have.
short_folder() {
  local folder=$RUN/tmp
  if [ ${#folder} -gt 45 ]; then folder=$(mktemp -d /tmp/corral.XXXXXX) && ln -sfn "$folder" "$RUN/short"; fi
  mkdir -p "$folder" && echo "$folder"
}
# Options for every JVM: nothing of it in /tmp.
java_apart() { echo "-XX:-UsePerfData -Djava.io.tmpdir=\"$TMPDIR\""; }
remove_folders() {
  [ ! -L "$RUN/short" ] || rm -rf "$(readlink "$RUN/short")" "$RUN/short"
  rm -rf "$RUN/tmp" "$JOBS"
}
# What sudo made us write belongs to whose clone it is.
give_back() {
  [ "${SUDO_UID:-}" = "$(stat -c %u "$ROOT")" ] || return 0
  find "$ROOT" -xdev -user root -exec chown -h "$SUDO_UID:${SUDO_GID:-}" {} +
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n -- "$@"; fi; }
