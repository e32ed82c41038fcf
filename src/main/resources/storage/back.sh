# A guest's files come back to their place in a pool from where they were set aside. Nothing is overwritten.
# $1: pool, $2: name of the folder aside, $3: guest, $4: node, $5: operation, then the files.
# Says for each: back BYTES FILE | there FILE | taken FILE | gone FILE
# shellcheck shell=sh
umask 077
cd -P "$1" || exit 1
aside=.corral/aside/$2 guest=$3 node=$4 operation=$5
shift 5
mkdir -p .corral/own && exec 9>.corral/own/.lock && flock 9 || exit 1
for file; do
  mark=.corral/own/$file from=$aside/$file owner=
  [ ! -s "$mark" ] || read -r owner where _ <"$mark"
  if [ -e "$file" ] || [ -L "$file" ]; then
    if [ -L "$file" ] || [ "$owner $where" != "$guest $node" ] || [ -e "$from" ]; then echo "taken $file"; else echo "there $file"; fi
    continue
  fi
  if [ -L "$from" ] || [ ! -f "$from" ]; then echo "gone $file"; continue; fi
  printf '%s %s %s\n' "$guest" "$node" "$operation" >"$mark.new" && sync "$mark.new" && mv -f "$mark.new" "$mark" && sync .corral/own || exit 1
  bytes=$(($(stat -c %b -- "$from") * 512))
  mv -n -- "$from" "$file" && [ ! -e "$from" ] || exit 1
  echo "back $bytes $file"
done
sync . && { [ ! -e "$aside" ] || sync "$aside"; }
