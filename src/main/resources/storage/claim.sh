# A name in a pool becomes a guest's, or is found to be: written down beside the files before there is one.
# $1: pool, $2: file, $3: guest, $4: node, $5: operation, $6: "known" if the guest's own definition there names the file.
# Says: ours | foreign GUEST | shared NODE | unmarked
# shellcheck shell=sh
umask 077
cd -P "$1" && mkdir -p .corral/own && exec 9>.corral/own/.lock && flock 9 || exit 1
mark=.corral/own/$2
if [ -e "$2" ] || [ -L "$2" ]; then
  if [ -s "$mark" ]; then
    read -r guest node _ <"$mark"
    if [ "$guest" != "$3" ]; then echo "foreign $guest"; elif [ "$node" != "$4" ]; then echo "shared $node"; else echo ours; fi
    exit
  fi
  [ "$6" = known ] || { echo unmarked; exit; }
fi
printf '%s %s %s\n' "$3" "$4" "$5" >"$mark.new" && sync "$mark.new" && mv -f "$mark.new" "$mark" && sync .corral/own && echo ours
