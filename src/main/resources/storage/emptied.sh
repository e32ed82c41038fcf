# A folder whose files were brought back goes; one that has others left stays. $1: pool, $2: its folder's name.
# Says "left FILE" for each of those.
# shellcheck shell=sh
case $2 in '' | .* | *[!A-Za-z0-9._-]*) exit 1 ;; esac
cd -P "$1/.corral/aside" 2>/dev/null && [ -e "$2" ] || exit 0
left=$(find "$2" -mindepth 1 -maxdepth 1 ! -name manifest.json ! -name domain.xml ! -name nvram ! -name new -printf '%f\n')
[ -z "$left" ] || { echo "$left" | while read -r file; do echo "left $file"; done; exit 0; }
rm -f -- "$2/nvram" "$2/domain.xml" "$2/new" "$2/manifest.json" && rmdir "$2"
