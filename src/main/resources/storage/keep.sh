# What libvirt would delete together with a definition is kept aside: the definition, its NVRAM, its saved memory.
# $1: pool, $2: name of the folder aside, $3: manifest, $4: NVRAM or nothing, $5: saved memory or nothing; the definition on standard input.
# shellcheck shell=sh
umask 077
cd -P "$1" && aside=.corral/aside/$2 && mkdir -p "$aside" || exit 1
[ -e "$aside/manifest.json" ] || { printf '%s\n' "$3" >"$aside/new" && sync "$aside/new" && mv "$aside/new" "$aside/manifest.json"; } || exit 1
cat >"$aside/new" && sync "$aside/new" && mv "$aside/new" "$aside/domain.xml" || exit 1
[ -z "$4" ] || [ ! -f "$4" ] || { cp -p -- "$4" "$aside/new" && sync "$aside/new" && mv "$aside/new" "$aside/nvram"; } || exit 1
if [ -n "$5" ] && [ -f "$5" ]; then
  to=memory again=1
  while [ -e "$aside/$to" ]; do again=$((again + 1)) to=memory.$again; done
  if [ "$(stat -c %d -- "$5")" = "$(stat -c %d -- "$aside")" ]; then
    mv -n -- "$5" "$aside/$to" && [ ! -e "$5" ] || exit 1
  else   # a move would be a copy, and one that breaks off half a file
    cp -p -- "$5" "$aside/new" && sync "$aside/new" && mv "$aside/new" "$aside/$to" && sync "$aside" && rm -f -- "$5" || exit 1
  fi
fi
sync "$aside"
