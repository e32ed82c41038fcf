# Succeeds if $1 is worth packing on its way to another node: a sample of 32 places gets smaller by a tenth at least.
# shellcheck shell=sh disable=SC2017
command -v zstd >/dev/null || exit 1
size=$(stat -c %s "$1") || exit 1
sample() {
  for place in $(seq 0 31); do dd if="$1" bs=4K skip=$((size / 4096 * place / 32)) count=32 status=none; done
}
raw=$(sample "$1" | wc -c)
packed=$(sample "$1" | zstd -q -1 | wc -c)
[ $((packed * 10)) -le $((raw * 9)) ]
