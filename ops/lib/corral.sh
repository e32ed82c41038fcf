# shellcheck shell=bash disable=SC2015,SC2034
# Corral over REST, by curl and jq. Passwords go through files of mode 0600 and standard input, never over a command line.
# Sourced by ../demo and ../bench/*; wants RUN, URL.
OP=''                                                  # the operation that was started last

# api METHOD PATH [curl's options] : the answer's body; fails if it is no 2xx.
api() {
  local method=$1 path=$2; shift 2
  curl -sS --fail-with-body --max-time 60 -K "$RUN/curl.conf" -X "$method" -H 'Content-Type: application/json' "$@" "$URL/api/v1$path" 2>"$RUN/curl.err"
}
# The same for a request that has a body, which comes on standard input; fails with what is to be told.
send() {
  local answer
  if answer=$(api "$1" "$2" -d @-); then echo "$answer"; return; fi
  {
    echo "$1 $2 was not accepted:"
    jq -r '"  \(.code // .status): \(.detail)\n  what to do: \(.fix)"' <<< "$answer" 2>/dev/null || echo "  $answer $(cat "$RUN/curl.err")"
  } >&2
  return 1
}
start() { local answer; answer=$(send "$1" "$2") && OP=$(jq -er .id <<< "$answer"); }

# Waits until all of these are done; says why not.
await_operations() {
  local id answer end=$((SECONDS + 300))
  for id; do
    while :; do
      corral_runs || fail_with_log corral "Corral has ended by itself"
      answer=$(api GET "/operations/$id") || fail "Corral does not tell how operation $id stands: $answer $(cat "$RUN/curl.err")"
      case $(jq -r .state <<< "$answer") in
        DONE) break ;;
        INCIDENT|REFUSED|CANCELLED) explain "$id"; exit 1 ;;
      esac
      [ $SECONDS -lt $end ] || { explain "$id"; fail "not done after 5 minutes"; }
      sleep "${LOOK_EVERY:-0.2}"
    done
  done
}
# The steps that failed, with what to do about it; of what the operation started, too.
explain() {
  local child
  api GET "/operations/$1" | jq -r '"\n\(.kind) \(.subject): \(.state)",
    (.steps[] | "  \(.state)  \(.name)\(if .node then " (\(.node))" else "" end), attempt \(.attempt): \(.detail // "")",
      (.error // empty | "      \(.code): \(.detail)\n      what to do: \(.fix)"))' >&2
  for child in $(api GET "/operations?parent=$1&size=100" | jq -r '.items[] | select(.state != "DONE") | .id'); do explain "$child"; done
}
