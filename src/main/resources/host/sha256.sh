# The sha256 of what comes on standard input, first on the line. openssl is several times as fast on cores that have an instruction for it.
# shellcheck shell=sh
sha256() { if command -v openssl >/dev/null; then openssl dgst -sha256 -r; else sha256sum; fi; }
