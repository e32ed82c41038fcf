# What a file has from byte $2 on, to standard output, also while it grows, until it has $3 bytes; as long as process $4 lives.
# Looks for more every $5 tenths of a second; more and more often when the end is near, since many wait for it, one behind the other.
# Much cheaper than `tail -f | head -c`, which pass on 8 KiB at a time.
# shellcheck shell=sh
follow() {
  nap=$5 last=$2
  exec 5<"$1" || return
  dd iflag=skip_bytes skip="$2" count=0 status=none <&5 || return
  while cat <&5 && read -r _ at </proc/self/fdinfo/5 && [ "$at" -lt "$3" ] && kill -0 "$4"; do
    [ $(($3 - at)) -gt $((2 * (at - last))) ] || nap=$(((nap + 1) / 2))
    last=$at
    sleep "$((nap / 10)).$((nap % 10))"
  done
}
