# Rewrites authorized_keys in one rename, or leaves it as it is: a full disk or a power cut never costs a key.
# $1: how lines match, -x (whole, as they are) or -e (a pattern); $2: what goes, a line each; $3: what comes, or nothing.
# shellcheck shell=sh
rewrite_keys() (
  umask 077
  mkdir -p ~/.ssh && cd ~/.ssh && exec 9<. && flock 9 || exit 1
  keys=$(readlink -f authorized_keys) && new=$keys.corral || exit 1
  [ -e "$keys" ] || : >>"$keys" || exit 1
  left() { if [ "$1" = -x ]; then grep -vxF -e "$2" "$keys"; else grep -v -e "$2" "$keys"; fi || [ $? = 1 ]; }
  trap 'rm -f "$new"' EXIT
  left "$1" "$2" >"$new" || exit 1
  [ -z "$3" ] || printf '%s\n' "$3" >>"$new" || exit 1
  chmod --reference="$keys" "$new" && chown --reference="$keys" "$new" && sync "$new" || exit 1
  { left "$1" "$2" && { [ -z "$3" ] || printf '%s\n' "$3"; }; } | cmp -s - "$new" || { echo "$new is not what was written to it" >&2; exit 1; }
  mv -f "$new" "$keys" && sync .
)
