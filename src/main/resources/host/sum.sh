# Sums files as sha256sum does, while they are still arriving: for each its path and its size. Brings them to the disk meanwhile.
# shellcheck shell=sh
set -u
renice -n 5 -p $$ >/dev/null                             # the bytes go on first
read -r _ _ _ _ group _ </proc/$$/stat
watch() {
  trap 'kill $nap; exit' TERM                            # a sleep left behind would hold the work's lock
  while :; do
    sleep 5 & nap=$!
    wait $nap
    sync -d "$1" || exit
    [ "$(stat -c %s "$1")" -ge "$2" ] || [ $(($(date +%s) - $(stat -c %Y "$1"))) -lt 120 ] || { echo "$1 has not grown for two minutes" >&2; kill -- "-$group"; }
  done
}
while [ $# -gt 0 ]; do
  file=$1 size=$2
  shift 2
  : >>"$file" || exit 1
  watch "$file" "$size" & watch=$!
  sum=$(follow "$file" 0 "$size" "$watch" 20 | sha256) || exit
  kill $watch
  wait $watch
  printf '%s  %s\n' "${sum%% *}" "$file"
done
