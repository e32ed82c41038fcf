# What was set aside is deleted. $1: pool, $2: its folder's name.
# shellcheck shell=sh
case $2 in '' | .* | *[!A-Za-z0-9._-]*) exit 1 ;; esac
cd -P "$1/.corral/aside" 2>/dev/null || exit 0
rm -rf -- "$2"
