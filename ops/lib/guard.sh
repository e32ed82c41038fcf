# shellcheck shell=bash disable=SC2015  # "a && b || fail" is meant as it reads
# One demo at a time, nothing of ours over what is somebody else's, and nothing left behind. Sourced by ../demo, ../verify and ../bench/*.
#
# What a demo has made is known from $RUN (its programs in $RUN/jobs, its lab in $RUN/lab), also after a kill -9.

# The lock is held by this process alone (programs that it starts do not inherit it), so it ends with it.
only_one() {
  mkdir -p "$RUN" 2>/dev/null && exec 9>>"$ROOT/target/demo.lock" || fail "cannot write $ROOT/target as $(id -un)"
  flock -w 2 9 || fail "in this clone runs already: $(cat "$ROOT/target/demo.lock"). It goes on; this one ends"
  echo "$NAME, pid $$${URL:+, $URL}, started by $(id -un) at $(date +%H:%M:%S)" > "$ROOT/target/demo.lock"
}

lab() { as_root env LAB="$LAB" ${LAB_NET:+LAB_NET="$LAB_NET"} ${LAB_PREFIX:+LAB_PREFIX="$LAB_PREFIX"} ${LAB_BRIDGE:+LAB_BRIDGE="$LAB_BRIDGE"} "$ROOT/ops/lab/lab" "$@"; }

# The lab's folder becomes ours only if it is empty or not there: an existing lab is somebody's work. Whoever writes the
# note first has it.
claim_lab() {
  local bridge=${LAB_BRIDGE:-${LAB_PREFIX:-corral}br0} note
  note="the $NAME with pid $$ in $ROOT, $URL"
  [ ! -e "/sys/class/net/$bridge" ] || refuse_lab "$(sed 's/^corral-lab //' "/sys/class/net/$bridge/ifalias")" "the bridge $bridge is there already"
  printf '%s\n' "LAB=$LAB" "LAB_NET=${LAB_NET:-}" "LAB_PREFIX=${LAB_PREFIX:-}" "LAB_BRIDGE=${LAB_BRIDGE:-}" "NOTE=$note" > "$RUN/lab"
  # shellcheck disable=SC2016  # expands in the inner shell
  as_root bash -c 'mkdir -p "$1" && [ -z "$(ls -A "$1")" ] && set -C && echo "$2" > "$1/demo"' - "$LAB" "$note" 2>"$RUN/claim.log" || {
    rm -f "$RUN/lab"
    [ -e "$LAB" ] || fail "$(cat "$RUN/claim.log")"
    refuse_lab "$LAB" "there is a lab already"
  }
}
refuse_lab() {
  fail "$2, of $(as_root cat "$1/demo" 2>/dev/null || echo "the lab in ${1:-a folder that is not known}"); it stays as it is.
      Take another:     LAB=/run/lab-b LAB_PREFIX=b LAB_NET=10.79.0 $0
      or end that one:  LAB=$1 $ROOT/ops/lab/lab wipe"
}
wipe_lab() {
  local key value
  [ -e "$RUN/lab" ] || return 0
  while IFS='=' read -r key value; do local "$key=$value"; done < "$RUN/lab"
  if [ "$(as_root cat "$LAB/demo" 2>/dev/null)" = "${NOTE:-}" ]; then    # last to go: a wipe that was cut short is done again
    lab wipe >>"$RUN/lab.log" 2>&1 || { say "the lab in $LAB could not be wiped:"; tail -5 "$RUN/lab.log"; return 1; }
    as_root rm -f "$LAB/demo"
    as_root rmdir "$LAB" || return 1
  fi
  rm -f "$RUN/lab"
}

# In this order: nobody may work on what the next takes away.
end_all() {
  end_group packages INT 600                           # apt finishes the package it is at
  end_group build TERM 20
  gone lab 90 || end_group lab KILL 1                  # short work; wiping in the middle of it would be a race
  end corral TERM 60
  end_database
  wipe_lab
  rm -rf "$RUN"/{data,curl.conf,curl.err,claim.log,op} "$ROOT/target/demo.env"
  remove_folders
}
# Corral ends it, unless Corral was killed.
end_database() {
  local pid
  pid=$(head -1 "$RUN/data/postgresql/data/postmaster.pid" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 0
  [[ "$(tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline")" == *"$RUN/data/postgresql/"* ]] || return 0
  mkdir -p "$JOBS"; note database "$pid"
  end database INT 30                                  # INT: at once, but in order
}
after_a_killed_demo() {
  [ -e "$RUN/lab" ] || [ -n "$(ls -A "$JOBS" 2>/dev/null)" ] || return 0
  say "an earlier demo was killed here; cleaning up what it left"
  trap '' INT TERM HUP PIPE
  end_all
  on_signals_exit
}
clean_up() {
  local rc=$?
  trap '' INT TERM HUP PIPE
  trap - EXIT
  if [ -e "$RUN/lab" ] || [ -n "$(ls -A "$JOBS" 2>/dev/null)" ]; then say "ending Corral and the lab, and cleaning up"; fi
  end_all || rc=1
  [ -z "${DONE:-}" ] || [ $rc = 1 ] || rc=0            # the job was done: ending it is no failure
  : > "$ROOT/target/demo.lock"
  give_back
  exit $rc
}
