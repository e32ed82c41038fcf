# shellcheck shell=bash
# What a manager of the nodes needs: password, keys, URIs. Sourced by ../lab.

# Nodes know only this password at first; Corral brings its own key with it.
prepare_secrets() {
  mkdir -p "$MGR" "$NODES" && chmod 700 "$MGR" || fail "cannot write $LAB"
  save_settings
  [ -s "$LAB/password" ] || locked "$LAB" make_secrets
}
make_secrets() {
  [ ! -s "$LAB/password" ] || return 0
  umask 077
  [ -f "$MGR/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C corral-lab -f "$MGR/id_ed25519"
  install -m 755 "$HERE/ssh-strict" "$MGR/ssh-strict"
  touch "$MGR/known_hosts"
  (umask 022; write_hosts > "$LAB/hosts")
  openssl rand -hex 12 > "$LAB/password.new"
  openssl passwd -6 -stdin < "$LAB/password.new" > "$LAB/password.hash"
  mv "$LAB/password.new" "$LAB/password"             # last: says that all of this is there
}
write_hosts() {
  local i
  echo "127.0.0.1 localhost"
  for ((i = 1; i <= MAX_NODES; i++)); do echo "$LAB_NET.$((10 + i)) n$i"; done
}
prepare() { bridge_free; prepare_secrets; locked "$LAB" bridge_up || exit 1; }

known() { ! made "$1" || echo "$(ip_of "$1") $(cut -d' ' -f1,2 "$(dir_of "$1")/etc-ssh/ssh_host_ed25519_key.pub")"; }
trust() {
  local n keys
  for n in $(all); do
    made "$n" || continue
    known "$n"
    keys=$(dir_of "$n")/root/.ssh/authorized_keys
    mkdir -p "${keys%/*}"
    grep -qxF -f "$MGR/id_ed25519.pub" "$keys" 2>/dev/null || (umask 077; cat "$MGR/id_ed25519.pub" >> "$keys")
  done > "$MGR/known_hosts.new"
  mv "$MGR/known_hosts.new" "$MGR/known_hosts"
}
uri() {
  local key; key="root@$(ip_of "$1")/system?keyfile=$MGR/id_ed25519"
  case ${2:-ssh} in
    ssh) echo "qemu+ssh://$key&command=$MGR/ssh-strict" ;;
    libssh|libssh2) echo "qemu+$2://$key&sshauth=privkey&known_hosts=$MGR/known_hosts" ;;
    *) usage ;;
  esac
}
answers() {
  alive "$1" && timeout 2 bash -c "exec 3<>/dev/tcp/$(ip_of "$1")/22 && read -r -n4 x <&3 && [ \"\$x\" = SSH- ]" 2>/dev/null || return 1
  [ -e "$(dir_of "$1")/bare" ] || [ -e "$(dir_of "$1")/no-libvirt" ] ||
    (inside "$1" timeout 5 virsh -c qemu:///system list) >/dev/null 2>&1
}
wait_for() {
  local end=$((SECONDS + ${2:-20}))
  until answers "$1"; do
    [ $SECONDS -lt $end ] || fail "$1 does not answer after ${2:-20} s"
    sleep 0.1
  done
}
