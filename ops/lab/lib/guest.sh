# shellcheck shell=bash
# The tiny guest: 512 bytes that boot, count on their disk, and go off on the power button. Sourced by ../lab.

tiny() {
  local bin=$LAB/cache/tiny.bin
  if [ ! "$bin" -nt "$HERE/guest/tiny.S" ]; then
    mkdir -p "$LAB/cache"
    as --32 "$HERE/guest/tiny.S" -o "$bin.$$.o" && ld -m elf_i386 -Ttext 0x7c00 --oformat binary "$bin.$$.o" -o "$bin.$$" &&
      mv "$bin.$$" "$bin" || fail "cannot build guest/tiny.S (binutils there?)"
    rm -f "$bin.$$.o"
  fi
  cat "$bin"
}
byte() { local hex; printf -v hex %02x "$1"; printf '%b' "\\x$hex"; }

# Sector 1 of the disk is the guest's configuration, see guest/tiny.S; random data starts behind the first MiB.
guest() {
  local out=$1 label=$2 delay=${3:-0} heartbeat=${4:-0} size=${5:-16M} random=${RANDOM_MB:-0} raw
  [ ${#label} -le 31 ] || fail "a label has at most 31 characters: $label"
  [[ $delay =~ ^[0-9]+$ && $heartbeat =~ ^[0-9]+$ && $random =~ ^[0-9]+$ && $delay -le 255 && $heartbeat -le 255 ]] || usage
  raw=$(mktemp -p "$(dirname "$(realpath -m "$out")")" .guest.XXXXXX) || fail "cannot write beside $out"
  tiny > "$raw" && {
    truncate -s 512 "$raw"
    printf '%s' "$label" >> "$raw"; truncate -s 544 "$raw"
    byte "$delay" >> "$raw"; byte "$heartbeat" >> "$raw"
    truncate -s "$size" "$raw"; truncate -s ">$((1 + random))M" "$raw"
    dd if=/dev/urandom of="$raw" bs=1M seek=1 count="$random" conv=notrunc status=none
    qemu-img convert -f raw -O qcow2 "$raw" "$out"
  }
  local rc=$?
  rm -f "$raw"
  return $rc
}

domain() {
  cat <<X
<domain type='qemu'>
  <name>$1</name>
  <memory unit='KiB'>${3:-4096}</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='$2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <controller type='usb' model='none'/>
    <serial type='pty'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='0.0.0.0'/>
    <video><model type='vga' vram='1024'/></video>
    <memballoon model='none'/>
  </devices>
</domain>
X
}

# The golden machine: what an admin has on the main node before Corral makes a base of it.
seed() {
  local n=$1 name=$2 disk=/var/lib/libvirt/images/$2.qcow2 file
  [[ $name =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] || fail "not a name for a domain: $name"
  alive "$n" || fail "$n is off"
  (inside "$n" virsh -q dominfo "$name") >/dev/null 2>&1 && fail "$n has a domain $name already"
  mkdir -p "$LAB/cache"
  file=$LAB/cache/seed-$n-$name.qcow2
  guest "$file" "${3:-$name}" "${@:4}" || fail "cannot make the disk"
  # through the node, for only the node sees its images when they have a disk of their own
  if (inside "$n" sh -c "cat > '$disk'") < "$file" &&
     domain "$name" "$disk" | (inside "$n" virsh -q define /dev/stdin) >/dev/null && (inside "$n" virsh -q pool-refresh default) >/dev/null
  then rm -f "$file"; echo "$n has $name, shut off, on $disk"
  else rm -f "$file"; (inside "$n" rm -f "$disk"); fail "cannot put $name on $n"
  fi
}

# Read from the disk, so it is proof of data, not of a running process.
# shellcheck disable=SC2016
beats() {
  local out
  out=$(inside "$1" sh -c 'f=/run/beats.$$; trap "rm -f $f" EXIT
    qemu-img dd -U -f qcow2 -O raw bs=512 count=3 if=/var/lib/libvirt/images/$0.qcow2 of=$f >/dev/null && od -An -tu2 -j1024 -N4 $f' "$2") || return 1
  echo "$out" | awk '{print $1, $2}'
}
