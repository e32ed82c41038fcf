# What libvirt kept of a guest comes back from where it was set aside: its NVRAM, its saved memory. Nothing is overwritten.
# $1: pool, $2: name of the folder aside, $3: place of the NVRAM or nothing, $4: place of the saved memory.
# Says "taken PLACE" where another file is in its place.
# shellcheck shell=sh
umask 077
cd -P "$1/.corral/aside/$2" || exit 1
if [ -n "$3" ] && [ -f nvram ]; then
  if [ -e "$3" ] || [ -L "$3" ]; then
    [ "$(sha256sum <nvram)" = "$(sha256sum <"$3")" ] || echo "taken $3"
  else
    mkdir -p "${3%/*}" && cp -p -- nvram "$3.corral" && sync "$3.corral" && mv -n -- "$3.corral" "$3" && [ ! -e "$3.corral" ] || exit 1
  fi
fi
[ -f memory ] || exit 0
if [ -e "$4" ] || [ -L "$4" ]; then echo "taken $4"; exit 0; fi
mkdir -p "${4%/*}" || exit 1
if [ "$(stat -c %d -- memory)" = "$(stat -c %d -- "${4%/*}")" ]; then
  mv -n -- memory "$4" && [ ! -e memory ] && sync "${4%/*}"
else   # a move would be a copy, and one that breaks off half a file
  cp -p -- memory "$4.corral" && sync "$4.corral" && mv -n -- "$4.corral" "$4" && [ ! -e "$4.corral" ] && sync "${4%/*}" && rm -f -- memory
fi
