package dev.corral.node;

import static dev.corral.node.Finding.Severity.BLOCKER;
import static dev.corral.node.Finding.Severity.WARNING;

import dev.corral.host.Survey;
import dev.corral.shared.Bytes;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import dev.corral.shared.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rules that a host must keep to become a node. Pure: all findings come at once, from what was
 * seen.
 */
final class Preflight {
  /** What copies, sums and starts need. */
  static final String[] PROGRAMS = {
    "rsync", "ssh", "ssh-keygen", "qemu-img", "sha256sum", "flock", "setsid", "awk", "stat"
  };

  /**
   * Beyond this, logs of several nodes cannot be compared; nothing that Corral decides depends on
   * it.
   */
  private static final Duration TOLERATED_SKEW = Duration.ofSeconds(30);

  /**
   * What was seen of the host, and what it is held against.
   *
   * @param facts null if libvirt did not answer
   * @param silence why libvirt did not answer, or null
   * @param mainFacts of the main node; null for the main node itself
   * @param others the host ids of the other nodes, by id
   * @param reserve the free space that a pool must have, in bytes
   */
  record Seen(
      Survey.Seen survey,
      NodeFacts facts,
      Problem silence,
      NodeFacts mainFacts,
      Map<String, String> others,
      String domainType,
      long reserve) {}

  private final Seen seen;
  private final List<Finding> findings = new ArrayList<>();

  private Preflight(Seen seen) {
    this.seen = seen;
  }

  static List<Finding> of(Seen seen) {
    Preflight preflight = new Preflight(seen);
    preflight.programs();
    preflight.clock();
    preflight.wake();
    preflight.libvirt();
    return preflight.findings;
  }

  private void programs() {
    List<String> missing = seen.survey().missing();
    if (missing.isEmpty()) {
      findings.add(Finding.ok("programs", "rsync, qemu-img, ssh and the usual tools are there"));
    } else {
      findings.add(
          new Finding(
              "programs",
              BLOCKER,
              "not installed: " + String.join(", ", missing),
              "apt install rsync openssh-client qemu-utils coreutils util-linux gawk (or the like) on the node"));
    }
  }

  private void clock() {
    Duration skew = seen.survey().skew();
    String evidence =
        String.format(
            Locale.ROOT,
            "the clock is %.1f s %s Corral's",
            Math.abs(skew.toMillis()) / 1000.0,
            skew.isNegative() ? "behind" : "ahead of");
    if (skew.abs().compareTo(TOLERATED_SKEW) <= 0) findings.add(Finding.ok("clock", evidence));
    else
      findings.add(
          new Finding(
              "clock",
              WARNING,
              evidence,
              "set up time synchronisation (apt install systemd-timesyncd); copies and clones do not depend on it"));
  }

  private void wake() {
    Survey.Seen survey = seen.survey();
    if (survey.mac().isEmpty()) {
      findings.add(
          new Finding(
              "wake",
              WARNING,
              "the network card's address was not found",
              "give the MAC address if Corral should wake the node"));
    } else if (survey.wake().isEmpty()) {
      findings.add(
          new Finding(
              "wake",
              WARNING,
              survey.nic() + " has " + survey.mac() + "; its Wake-on-LAN flag is not known",
              "install ethtool on the node, and look at: ethtool " + survey.nic()));
    } else if (!survey.wake().contains("g")) {
      findings.add(
          new Finding(
              "wake",
              WARNING,
              survey.nic()
                  + " ("
                  + survey.mac()
                  + ") does not wake by magic packet: "
                  + survey.wake(),
              "ethtool -s " + survey.nic() + " wol g, and the same in the firmware"));
    } else {
      findings.add(
          Finding.ok("wake", survey.nic() + " (" + survey.mac() + ") wakes by magic packet"));
    }
  }

  private void libvirt() {
    if (seen.facts() == null) {
      findings.add(new Finding("libvirt", BLOCKER, seen.silence().detail(), seen.silence().fix()));
      return;
    }
    HypervisorFacts facts = seen.facts().hypervisor();
    findings.add(Finding.ok("libvirt", "libvirt " + facts.libvirt() + " answers"));
    identity(facts);
    emulator(facts);
    pools();
  }

  private void identity(HypervisorFacts facts) {
    String twin = seen.others().get(facts.hostId().toString());
    if (twin == null)
      findings.add(Finding.ok("host-id", "the host id " + facts.hostId() + " is its own"));
    else {
      findings.add(
          new Finding(
              "host-id",
              BLOCKER,
              "the host id " + facts.hostId() + " is also that of " + twin,
              "set host_uuid in /etc/libvirt/libvirtd.conf to a new one (uuidgen) and restart libvirtd; or this is "
                  + twin
                  + " under another address"));
    }
  }

  private void emulator(HypervisorFacts facts) {
    if (!facts.domainTypes().contains(seen.domainType())) {
      findings.add(
          new Finding(
              "emulator",
              BLOCKER,
              "libvirt offers no '"
                  + seen.domainType()
                  + "' for x86_64, only "
                  + facts.domainTypes(),
              seen.domainType().equals("kvm")
                  ? "switch on virtualisation in the firmware, and see that /dev/kvm is there"
                  : "apt install qemu-system-x86 on the node"));
      return;
    }
    TreeSet<String> lacking = new TreeSet<>();
    if (seen.mainFacts() != null) {
      lacking.addAll(seen.mainFacts().hypervisor().machines());
      lacking.removeAll(facts.machines());
    }
    if (lacking.isEmpty())
      findings.add(Finding.ok("emulator", facts.emulator() + " with all machine types needed"));
    else {
      findings.add(
          new Finding(
              "emulator",
              WARNING,
              "machine types of the main node are not offered: " + String.join(", ", lacking),
              "install the same QEMU version as on the main node, or make bases with a type that both have"));
    }
  }

  private void pools() {
    List<Pool> wanted = seen.mainFacts() == null ? seen.facts().pools() : seen.mainFacts().pools();
    if (wanted.isEmpty()) {
      findings.add(
          new Finding(
              "pools",
              BLOCKER,
              "there is no storage pool that is a folder",
              "virsh pool-define-as default dir --target /var/lib/libvirt/images; virsh pool-autostart default; virsh pool-start default"));
    }
    for (Pool pool : wanted) pool(pool);
  }

  private void pool(Pool wanted) {
    String id = "pool-" + wanted.name();
    Pool there = seen.facts().pool(wanted.name()).orElse(null);
    String make =
        "virsh pool-define-as %s dir --target %s; virsh pool-build %1$s; virsh pool-autostart %1$s; virsh pool-start %1$s"
            .formatted(wanted.name(), wanted.path());
    if (there == null) {
      findings.add(
          new Finding(
              id,
              BLOCKER,
              "there is no pool '" + wanted.name() + "'; the main node has it at " + wanted.path(),
              make));
    } else if (!there.path().equals(wanted.path())) {
      findings.add(
          new Finding(
              id,
              BLOCKER,
              "pool '%s' is at %s, on the main node at %s"
                  .formatted(wanted.name(), there.path(), wanted.path()),
              "virsh pool-destroy %1$s; virsh pool-undefine %1$s; ".formatted(wanted.name())
                  + make));
    } else if (!there.path().matches("/[A-Za-z0-9._/-]+")) {
      findings.add(
          new Finding(
              id,
              BLOCKER,
              "the path " + there.path() + " has signs that make trouble in commands",
              "use a path of letters, digits, dots, dashes and slashes"));
    } else if (!there.active()) {
      findings.add(
          new Finding(
              id,
              BLOCKER,
              "pool '" + there.name() + "' is not active",
              "virsh pool-start " + there.name() + "; virsh pool-autostart " + there.name()));
    } else if (there.available() < seen.reserve()) {
      findings.add(
          new Finding(
              id,
              WARNING,
              "pool '%s' has only %s free".formatted(there.name(), new Bytes(there.available())),
              "make room: nothing is placed where less than "
                  + new Bytes(seen.reserve())
                  + " is free"));
    } else {
      findings.add(
          Finding.ok(
              id,
              "pool '%s' at %s has %s free"
                  .formatted(there.name(), there.path(), new Bytes(there.available()))));
    }
  }
}
