# Looks a node over; says what it sees as lines name=value. Asked every few seconds: what the shell can do itself starts no program.
# $1, $2, ...: programs of which is asked whether they are there.
# shellcheck shell=sh
echo "clock=$(date +%s.%N)"
while read -r key value _; do
  case $key in MemTotal:) echo "memory=$value" ;; MemAvailable:) echo "available=$value" ;; esac
done </proc/meminfo
read -r load _ </proc/loadavg && echo "load=$load"
read -r up _ </proc/uptime && echo "uptime=${up%.*}"
route=$(ip -o route get "${SSH_CONNECTION%% *}" 2>/dev/null)
case $route in *' dev '*) nic=${route#*' dev '}; nic=${nic%% *} ;; *) nic='' ;; esac
echo "nic=$nic"
[ ! -r "/sys/class/net/$nic/address" ] || { read -r mac <"/sys/class/net/$nic/address" && echo "mac=$mac"; }
address=$(ip -o -4 addr show dev "$nic" 2>/dev/null)
case $address in *' brd '*) address=${address#*' brd '}; echo "broadcast=${address%% *}" ;; esac
! command -v ethtool >/dev/null || echo "wake=$(ethtool "$nic" 2>/dev/null | sed -n 's/^[[:space:]]*Wake-on: *//p')"
for l in /sys/class/net/*; do case $l in */vnet*|*/lo|*/\*) ;; *) echo "link=${l##*/}" ;; esac; done
for d in /sys/bus/pci/devices/*; do [ ! -e "$d" ] || echo "device=pci ${d##*/}"; done
for d in /sys/bus/usb/devices/*/idVendor; do
  [ -r "$d" ] && read -r v <"$d" && read -r p <"${d%Vendor}Product" && echo "device=usb $v:$p"
done
for c; do command -v "$c" >/dev/null || echo "missing=$c"; done
