package dev.corral.fakes;

import dev.corral.fakes.shell.Shell;
import dev.corral.fakes.shell.Stream;
import dev.corral.host.Command;
import dev.corral.host.Output;
import dev.corral.shared.MacAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A host in memory: power, disk, programs, processes, guests, and what can go wrong with them. */
public final class FakeNode {
  public static final String POOL = "default";
  public static final String IMAGES = "/var/lib/libvirt/images";
  private static final Duration BOOT = Duration.ofSeconds(20);

  /** How a node stands. */
  public enum Power {
    OFF,
    BOOTING,
    ON
  }

  private final FakeHerd herd;
  private final String name;
  private final String address;
  private final FakeFiles files;
  private final Jobs jobs = new Jobs(this);
  private final Locks locks = new Locks();
  private final NodeHost host;
  private final FakeLibvirt libvirt = new FakeLibvirt(this);
  private final Faults faults = new Faults();
  final Set<String> missing = new TreeSet<>();
  final Map<String, String> rules = new TreeMap<>();
  final MacAddress mac;
  final UUID hostId;
  final String hostKey;
  long memory;
  int cpus = 16;
  String password = "secret";
  Duration skew = Duration.ZERO;
  boolean wakes = true;
  private boolean obeysPowerOff = true;
  private Power power = Power.ON;
  private Instant bootedAt;

  FakeNode(FakeHerd herd, int number, String name, long memory, long disk) {
    this.herd = herd;
    this.name = name;
    this.address = "10.20." + number / 250 + "." + (number % 250 + 1);
    this.memory = memory;
    this.files = new FakeFiles(herd.clock(), disk);
    this.host = new NodeHost(this);
    this.mac = new MacAddress("52:54:00:00:%02x:%02x".formatted(number / 256, number % 256));
    this.hostId =
        UUID.nameUUIDFromBytes(("host " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    this.hostKey = HostKeys.of(name);
    this.bootedAt = herd.clock().instant();
    for (String folder :
        List.of(
            IMAGES,
            "/root/.ssh",
            "/var/lib/libvirt/qemu",
            "/etc/systemd/system",
            "/run/systemd/system",
            "/usr/bin")) files.makeFolder(folder);
  }

  public String name() {
    return name;
  }

  public String address() {
    return address;
  }

  public FakeFiles files() {
    return files;
  }

  public FakeLibvirt libvirt() {
    return libvirt;
  }

  /** What goes wrong there now. */
  public Faults faults() {
    return faults;
  }

  public Power power() {
    return power;
  }

  /** Its host key, as {@code ssh-ed25519 AAAA…}. */
  public String hostKey() {
    return hostKey;
  }

  /** Bytes. */
  public long memory() {
    return memory;
  }

  /** Bytes. */
  public FakeNode memory(long bytes) {
    memory = bytes;
    return this;
  }

  /** Who comes with this password may install a key. */
  public String password() {
    return password;
  }

  /** A program that is not installed there. */
  public FakeNode without(String program) {
    missing.add(program);
    return this;
  }

  /** Its clock is so far ahead. */
  public FakeNode ahead(Duration time) {
    skew = time;
    return this;
  }

  /** Whether it is woken by magic packets. */
  public FakeNode wakes(boolean does) {
    wakes = does;
    return this;
  }

  /** Whether it goes off when it is told to. */
  public FakeNode obeysPowerOff(boolean does) {
    obeysPowerOff = does;
    return this;
  }

  FakeHerd herd() {
    return herd;
  }

  Clock clock() {
    return herd.clock();
  }

  NodeHost host() {
    return host;
  }

  Jobs jobs() {
    return jobs;
  }

  Locks locks() {
    return locks;
  }

  Instant bootedAt() {
    return bootedAt;
  }

  /** Bytes that its running guests do not have. */
  long memoryAvailable() {
    long used = libvirt.all().stream().filter(FakeGuest::active).mapToLong(FakeGuest::memory).sum();
    return Math.max(0, memory - (1L << 30) - used);
  }

  /** The power button, and what is left of a magic packet that was for it. */
  public void switchOn() {
    if (power != Power.OFF) return;
    power = Power.BOOTING;
    bootedAt = clock().instant().plus(BOOT);
  }

  /** A power cut: at once, and whatever ran is gone. */
  public void cutPower() {
    herd.alone(
        () -> {
          powerOff();
          return null;
        });
  }

  /** As it is told to: nothing that runs is asked. */
  void powerDown() {
    if (!obeysPowerOff) return;
    libvirt.all().stream().filter(FakeGuest::active).forEach(g -> herd.ledger().poweredOff(g));
    powerOff();
  }

  void powerOff() {
    power = Power.OFF;
    jobs.powerLost();
    locks.powerLost();
    files.powerLost();
    libvirt.powerLost();
    rules.clear();
  }

  /** It is on, and well; nothing runs. */
  void reset() {
    powerOff();
    power = Power.ON;
    bootedAt = clock().instant();
    wakes = true;
    obeysPowerOff = true;
    skew = Duration.ZERO;
    missing.clear();
    faults.mend();
  }

  void packet(MacAddress to) {
    if (wakes && mac.equals(to)) switchOn();
  }

  /** What has come about by now. */
  void settle(Instant now) {
    if (power == Power.BOOTING && !bootedAt.isAfter(now)) {
      power = Power.ON;
      files.makeFolder("/run/systemd/system");
    }
    if (power == Power.ON) jobs.settle(now);
  }

  /** Runs a command, as somebody who is logged in as root. */
  public Output run(Command command) {
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    Map<String, String> environment =
        Map.of(
            "HOME",
            "/root",
            "LC_ALL",
            "C",
            "SSH_CONNECTION",
            "10.20.255.1 50000 " + address + " 22");
    Shell shell =
        new Shell(host, 999, environment, time -> {})
            .on(Stream.of(command.input()), Stream.to(out::append), Stream.to(err::append));
    int exit = shell.command(new ArrayList<>(command.words()));
    locks.leave(999);
    return new Output(exit, out.toString(), err.toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
