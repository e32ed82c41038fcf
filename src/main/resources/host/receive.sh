# All that a transfer's key may do on the node that it opens: bring files into one folder. The forced command of that key.
# $1: the folder, then the files' names. Two ways: rsync as a receiver into it, with the very options that mending has and no others
# (no links, devices, folders, deletions); or "receive FILE SIZE plain|zstd": says how many bytes are there, and appends what comes on
# standard input. Whoever comes last has the file: a sender that died may still hold it.
# shellcheck shell=sh disable=SC2086
set -uf
folder=$1
shift
names=" $* "
said=${SSH_ORIGINAL_COMMAND:-}
digits() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }
mends() {
  basis=
  for word in $1; do
    case $basis$word in
      1basis-*) case $word in *[!A-Za-z0-9._-]*) return 1 ;; esac; basis='' ;;
      1*) return 1 ;;
      --copy-dest) basis=1 ;;
      --inplace | --no-W | --compress-level=1 | --info=STATS2) ;;
      --timeout=* | --bwlimit=*) digits "${word#*=}" || return 1 ;;
      -B*) digits "${word#-B}" || return 1 ;;
      -*e.*) case ${word%%e.*} in *[!ILSz-]* | -*-*) return 1 ;; esac ;;
      *) return 1 ;;
    esac
  done
  [ -z "$basis" ]
}
case $said in
  "rsync --server "*" . $folder/")
    options=${said#rsync --server }
    mends "${options% . "$folder"/}" || exit 126
    exec $said ;;
  "receive "*) ;;
  *) exit 126 ;;
esac
set -- $said
[ $# = 4 ] || exit 126
case $names in *" $2 "*) ;; *) exit 126 ;; esac
case $2 in .*|*[!a-zA-Z0-9._-]*) exit 126 ;; esac
digits "$3" || exit 126
part=$folder/$2 size=$3 way=$4
[ ! -L "$part" ] || exit 126

exec 9>>"$0.lock"
flock -n 9 || { kill -- "-$(cat "$0.lock")"; flock -w 5 9; } || exit 75
read -r _ _ _ _ group _ </proc/$$/stat
echo "$group" >"$0.lock"

there=$(stat -c %s "$part" 2>/dev/null) || there=0
[ "$there" -le "$size" ] || { rm -f "$part"; there=0; }
# sshd is very slow with what piles up in it: so the pipe from it is made large (F_SETPIPE_SZ), if perl is there to do it, and who
# sends, who begins when told, is told only when there is somebody to read.
! command -v perl >/dev/null || perl -e 'fcntl STDIN, 1031, 1 << 20'
exec 3<&0
append() { exec dd of="$part" bs=256K iflag=fullblock oflag=seek_bytes,nofollow seek="$there" conv=notrunc,sparse status=none; }
case $way in
  plain) append <&3 & ;;
  zstd) zstd -dqc <&3 | append & ;;
  *) exit 126 ;;
esac
exec 3<&-
echo "$there"
wait $!
[ "$(stat -c %s "$part")" = "$size" ]
