# Sends files on to another node, each from the first byte that it lacks, also while they are still growing here.
# $1: folder with key and known_hosts, $2: port, $3: user@address, $4: plain|zstd, $5: bytes per second, 0: no limit;
# then for each file its path, its path while it grows, and its size.
# shellcheck shell=sh
set -u
key=$1 port=$2 target=$3 way=$4 rate=$5
shift 5
read -r _ _ _ _ group _ </proc/$$/stat

# Which cipher costs least depends on the cores.
aes=aes128-gcm@openssh.com,aes256-gcm@openssh.com chacha=chacha20-poly1305@openssh.com
if grep -qw aes /proc/cpuinfo; then ciphers=$aes,$chacha; else ciphers=$chacha,$aes; fi
# A core packs some 3 Gbit/s: on a link that is faster than the cores, packing only holds up. A virtual card tells no speed.
if [ "$way" = zstd ]; then
  link=/sys/class/net/$(ip -o route get "${target#*@}" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
  if [ -e "$link/device" ] && [ "$(cat "$link/speed" 2>/dev/null || echo 0)" -gt $((3000 * ($(nproc) + 1) / 2)) ]; then way=plain; fi
fi

receiver() {
  exec ssh -F none -i "$key/key" -p "$port" -c "$ciphers,aes128-ctr" \
    -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile="$key/known_hosts" -o GlobalKnownHostsFile=none \
    -o StrictHostKeyChecking=yes -o ConnectTimeout=5 -o ServerAliveInterval=3 -o ServerAliveCountMax=3 -o IPQoS=throughput \
    "$target" "receive $1 $2 $way"
}
# A quarter second's bytes at a time.
slowly() {
  while :; do
    due=$(($(date +%s%N) / 1000000 + 250))
    dd bs=$((rate / 4)) count=1 iflag=fullblock 2>counted || return
    grep -q "^0+0 " counted && return
    left=$((due - $(date +%s%N) / 1000000))
    [ $left -le 0 ] || sleep "0.$(printf %03d $left)"
  done
}
# What does not grow any more is not waited for without an end.
patience() {
  trap 'kill $nap; exit' TERM                            # a sleep left behind would hold the work's lock
  while :; do
    sleep 10 & nap=$!
    wait $nap
    [ $(($(date +%s) - $(stat -c %Y "$1"))) -lt 120 ] || { echo "$1 has not grown for two minutes" >&2; kill -- "-$group"; }
  done
}
# It may not have begun to arrive here.
appears() {
  tries=150
  until [ -e "$1" ] || [ -e "$2" ]; do
    [ $((tries -= 1)) -gt 0 ] || { echo "neither $1 nor $2 has appeared within half a minute" >&2; return 1; }
    sleep 0.2
  done
}
while [ $# -gt 0 ]; do
  whole=$1 part=$2 size=$3
  shift 3
  appears "$whole" "$part" || exit
  rm -f to from
  mkfifo to from || exit 1
  receiver "${part##*/}" "$size" <to >from &
  ssh=$!
  exec 3>to 4<from
  if read -r there <&4 && [ "$there" -lt "$size" ]; then
    if [ -e "$whole" ]; then file=$whole watch=''; else file=$part; patience "$part" 3>&- 4<&- & watch=$!; fi
    rest() { follow "$file" "$there" "$size" "$ssh" 2; }
    case $way,$rate in
      plain,0) rest >&3 ;;
      zstd,0) rest | zstd -q -1 -T2 >&3 ;;
      plain,*) rest | slowly >&3 ;;
      zstd,*) rest | zstd -q -1 -T2 | slowly >&3 ;;
    esac
    [ -z "$watch" ] || { kill "$watch"; wait "$watch"; }
  fi
  exec 3>&- 4<&-
  wait $ssh || exit
done
