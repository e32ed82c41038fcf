# A guest's files leave their place in a pool: aside, with a manifest, or for good. What is not marked as the guest's stays.
# $1: pool, $2: aside|discard, $3: name of the folder aside, $4: guest, $5: node, $6: manifest, then the files.
# Says for each: moved BYTES FILE | foreign FILE | open FILE; in the end "empty" if nothing of it is aside.
# shellcheck shell=sh
umask 077
cd -P "$1" || exit 1
how=$2 aside=.corral/aside/$3 guest=$4 node=$5 manifest=$6
shift 6
mkdir -p .corral/own && exec 9>.corral/own/.lock && flock 9 || exit 1
opened() {
  find /proc/[0-9]*/fd -maxdepth 1 -type l -printf '%l\n' 2>/dev/null | grep -qxF -- "$1" || [ -n "$(losetup -j "$1" 2>/dev/null)" ]
}
for file; do
  owner=
  [ ! -s ".corral/own/$file" ] || read -r owner where _ <".corral/own/$file"
  if [ ! -e "$file" ] && [ ! -L "$file" ]; then
    [ "$owner $where" != "$guest $node" ] || rm -f -- ".corral/own/$file" || exit 1
    continue   # another's mark is of a file that is just being made
  fi
  if [ -L "$file" ] || [ ! -f "$file" ] || [ "$owner $where" != "$guest $node" ]; then echo "foreign $file"; continue; fi
  if opened "$PWD/$file"; then echo "open $file"; continue; fi
  bytes=$(($(stat -c %b -- "$file") * 512))
  if [ "$how" = discard ]; then
    rm -f -- "$file" || exit 1
  else
    [ -e "$aside/manifest.json" ] ||
      { mkdir -p "$aside" && printf '%s\n' "$manifest" >"$aside/new" && sync "$aside/new" && mv "$aside/new" "$aside/manifest.json"; } || exit 1
    to=$file again=1
    while [ -e "$aside/$to" ]; do again=$((again + 1)) to=$file.$again; done
    mv -n -- "$file" "$aside/$to" && [ ! -e "$file" ] && sync "$aside" || exit 1
  fi
  rm -f -- ".corral/own/$file" || exit 1
  echo "moved $bytes $file"
done
sync . && { [ -e "$aside/manifest.json" ] || echo empty; }
