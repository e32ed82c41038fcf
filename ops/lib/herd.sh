# shellcheck shell=bash disable=SC2015,SC2034  # "a && b || fail" is meant as it reads
# A Corral of one's own beside a lab of one's own: built, started, nodes taken in. Sourced by ../demo and ../bench/*; wants ROOT,
# RUN, URL, PORT and a function make_lab.
UNFINISHED=$ROOT/target/build-unfinished
TIMES=() STARTED=$SECONDS
CORRAL_OPTIONS=()                                      # more of them, for Corral

# timed LABEL FUNCTION : in this shell; whoever fails exits.
timed() {
  local begin took; begin=$(millis)
  "$2" || exit 1
  took=$(as_seconds $(($(millis) - begin)))
  TIMES+=("$took s  $1")
  printf '%7s s  %s\n' "$took" "$1"
}
fail_with_log() {                                      # fail_with_log NAME MESSAGE
  echo "$NAME: $2; from $RUN/$1.log:" >&2
  { [ "$1" != build ] || grep -m 12 ERROR "$RUN/$1.log"; } | sed 's/^/    /' >&2
  [ "$1" = build ] || tail -25 "$RUN/$1.log" | sed 's/^/    /' >&2
  exit 1
}

may_be_root() {
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
    fail "the lab needs root (namespaces, a bridge), and sudo asks for a password here or is not there: sudo $0"
}
port_is_free() {
  ! port_taken "$PORT" || fail "port $PORT is taken$(ss -Hltnp "sport = :$PORT" 2>/dev/null | sed -n 's/.*users:((\([^)]*\)).*/ by \1/p' | head -1); choose another one: $0 --port N"
}

packages() {
  launch packages "$RUN/packages.log" "$ROOT/ops/packages" build lab
  await packages || fail_with_log packages "packages are missing and could not be installed"
}

jar() { local j newest=''; for j in "$ROOT"/target/corral-*.jar; do [ ! -e "$j" ] || [ "$newest" -nt "$j" ] || newest=$j; done; echo "$newest"; }
jar_is_old() {
  local j; j=$(jar)
  [ -z "$j" ] || [ -e "$UNFINISHED" ] || [ -n "$(cd "$ROOT" && find pom.xml processes src/main ui/java ui/frontend/themes -newer "$j" -print -quit)" ]
}
build() {
  say "building the jar; the first time Maven fetches the libraries, which takes minutes (what it says: $RUN/build.log)"
  touch "$UNFINISHED"                                  # a build that was interrupted leaves a jar that does not run
  launch build "$RUN/build.log" env -C "$ROOT" JAVA_TOOL_OPTIONS="$(java_apart)" mvn -B -q -ntp -DskipTests package
  await build || fail_with_log build "the build failed"
  rm -f "$UNFINISHED"
}

corral_runs() { runs corral; }
start_both() {
  launch lab "$RUN/lab.log" make_lab
  mkdir -p "$RUN/data"
  launch corral "$RUN/corral.log" env -C "$RUN" java -Xmx512m -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData "-Djava.io.tmpdir=$TMPDIR" -jar "$(jar)" \
    "--server.port=$PORT" "--corral.data-dir=$RUN/data" --corral.domain-type=qemu "${CORRAL_OPTIONS[@]}"
  await lab || fail_with_log lab "the lab did not start"
  until curl -sf -o /dev/null --max-time 5 "$URL/actuator/health"; do
    corral_runs || fail_with_log corral "Corral did not start"
    [ "$SECONDS" -lt $((STARTED + 900)) ] || fail_with_log corral "Corral does not answer"
    sleep 0.2
  done
  (umask 077; printf 'user = "admin:%s"\n' "$(cat "$RUN/data/initial-admin-password")" > "$RUN/curl.conf")
}
# A host key is confirmed by comparing what Corral is shown with what the lab knows of its host.
onboard() {
  local line ip shown known
  line=$(lab known | grep -F "$(lab status | awk -v n="$1" '$1 == n { print $3 }') ")
  ip=${line%% *}
  known=$(ssh-keygen -lf - <<< "$line" | awk '{ print $2 }')
  shown=$(jq -n --arg name "$1" --arg ip "$ip" '{name: $name, address: $ip}' | send POST '/nodes?dryRun=true' | jq -r .details.hostKeyFingerprint)
  [ -n "$known" ] && [ "$shown" = "$known" ] || fail "$1 ($ip) shows the host key '$shown', but its own is '$known'"
  echo "           $1 $ip $shown, as the host itself has it"
  lab password | jq -Rc --arg name "$1" --arg ip "$ip" --arg key "$shown" --arg why "$NAME" \
    '{name: $name, address: $ip, hostKeyFingerprint: $key, password: ., main: ($name == "n1"), reason: $why}' | start_in POST /nodes
}
# `a | start` would set OP in a subshell.
start_in() { start "$@" && echo "$OP" > "$RUN/op"; }
