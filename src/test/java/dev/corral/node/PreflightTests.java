package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.Survey;
import dev.corral.node.Finding.Severity;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each finding, and all of them at once. A host in these tests is good but for what is said. */
class PreflightTests {
  private static final long GIB = 1L << 30;
  private static final UUID HOST = UUID.fromString("11111111-2222-3333-4444-555555555555");
  private static final String IMAGES = "/var/lib/libvirt/images";

  /** A host that is being described. */
  private static final class Host {
    private Duration skew = Duration.ofMillis(300);
    private String mac = "52:54:00:77:00:0c";
    private String wake = "pumbg";
    private List<String> missing = List.of();
    private Problem silence;
    private List<String> domainTypes = List.of("qemu", "kvm");
    private List<String> machines = List.of("pc-q35-7.2", "q35");
    private List<Pool> pools = List.of(pool(IMAGES, true, 90 * GIB));
    private NodeFacts main = facts(List.of("pc-q35-7.2"), List.of(pool(IMAGES, true, GIB)));
    private Map<String, String> others = Map.of();
    private String domainType = "kvm";

    private static Pool pool(String path, boolean active, long available) {
      return new Pool("default", path, active, 100 * GIB, available);
    }

    private NodeFacts facts(List<String> machines, List<Pool> pools) {
      return new NodeFacts(
          new HypervisorFacts(
              HOST, "host", 8, "9.0.0", "/usr/bin/qemu-system-x86_64", domainTypes, machines),
          16 * GIB,
          pools,
          "eth0",
          wake,
          "10.0.0.255");
    }

    List<Finding> findings() {
      Survey.Seen survey =
          new Survey.Seen(
              skew,
              16 * GIB,
              12 * GIB,
              0.1,
              Duration.ofHours(1),
              "eth0",
              mac,
              wake,
              "10.0.0.255",
              List.of(),
              List.of(),
              missing);
      return Preflight.of(
          new Preflight.Seen(
              survey,
              silence == null ? facts(machines, pools) : null,
              silence,
              main,
              others,
              domainType,
              2 * GIB));
    }

    Finding finding(String id) {
      return findings().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
    }

    void finds(String id, Severity severity, String evidence, String fix) {
      Finding finding = finding(id);
      assertThat(finding.severity()).isEqualTo(severity);
      assertThat(finding.evidence()).contains(evidence);
      assertThat(finding.fix()).contains(fix);
      assertThat(findings().stream().filter(f -> f.severity() != Severity.OK))
          .containsExactly(finding);
    }
  }

  @Test
  void aGoodHostHasOnlyGoodFindings() {
    List<Finding> findings = new Host().findings();
    assertThat(findings)
        .extracting(Finding::id)
        .containsExactly(
            "programs", "clock", "wake", "libvirt", "host-id", "emulator", "pool-default");
    assertThat(findings)
        .allSatisfy(
            f -> {
              assertThat(f.severity()).isEqualTo(Severity.OK);
              assertThat(f.evidence()).isNotBlank();
              assertThat(f.fix()).isEmpty();
            });
  }

  @Test
  void programsThatAreMissingAreNamed() {
    Host host = new Host();
    host.missing = List.of("rsync", "flock");
    host.finds("programs", Severity.BLOCKER, "rsync, flock", "apt install");
  }

  @Test
  void aClockThatIsFarOffIsAWarning() {
    Host host = new Host();
    host.skew = Duration.ofMillis(-31_500);
    host.finds("clock", Severity.WARNING, "31.5 s behind", "systemd-timesyncd");
    host.skew = Duration.ofHours(2);
    host.finds("clock", Severity.WARNING, "7200.0 s ahead of", "systemd-timesyncd");
    host.skew = Duration.ofSeconds(-30);
    assertThat(host.finding("clock").severity()).isEqualTo(Severity.OK);
  }

  @Test
  void numbersAreWrittenTheSameWayEverywhere() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Host().finding("clock").evidence())
          .isEqualTo("the clock is 0.3 s ahead of Corral's");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aCardWithoutAnAddressIsAWarning() {
    Host host = new Host();
    host.mac = "";
    host.finds("wake", Severity.WARNING, "was not found", "give the MAC address");
  }

  @Test
  void aCardOfWhichNobodyKnowsWhetherItWakesIsAWarning() {
    Host host = new Host();
    host.wake = "";
    host.finds("wake", Severity.WARNING, "eth0 has 52:54:00:77:00:0c", "ethtool eth0");
  }

  @Test
  void aCardThatDoesNotWakeIsAWarning() {
    Host host = new Host();
    host.wake = "d";
    host.finds(
        "wake", Severity.WARNING, "does not wake by magic packet: d", "ethtool -s eth0 wol g");
  }

  @Test
  void aSilentLibvirtIsABlockerInItsOwnWordsAndHidesNoOtherFinding() {
    Host host = new Host();
    host.silence =
        Refused.conflict("X", "n1 (10.0.0.1): libvirt is not installed", "apt install libvirt");
    host.finds("libvirt", Severity.BLOCKER, "libvirt is not installed", "apt install libvirt");
    assertThat(host.findings()).extracting(Finding::id).contains("programs", "clock", "wake");
  }

  @Test
  void aHostIdThatAnotherNodeHasIsABlocker() {
    Host host = new Host();
    host.others = Map.of(HOST.toString(), "n7", UUID.randomUUID().toString(), "n8");
    host.finds("host-id", Severity.BLOCKER, "is also that of n7", "host_uuid");
  }

  @Test
  void aHostWithoutTheWantedVirtualisationIsBlocked() {
    Host host = new Host();
    host.domainTypes = List.of("qemu");
    host.finds("emulator", Severity.BLOCKER, "no 'kvm' for x86_64, only [qemu]", "/dev/kvm");
    host.domainType = "qemu";
    assertThat(host.finding("emulator").severity()).isEqualTo(Severity.OK);
    host.domainTypes = List.of();
    host.finds("emulator", Severity.BLOCKER, "no 'qemu'", "apt install qemu-system-x86");
  }

  @Test
  void machineTypesThatOnlyTheMainNodeHasAreAWarning() {
    Host host = new Host();
    host.machines = List.of("pc-q35-7.2");
    host.main = host.facts(List.of("pc-q35-9.0", "pc-q35-7.2", "pc-q35-8.2"), host.pools);
    host.finds("emulator", Severity.WARNING, "pc-q35-8.2, pc-q35-9.0", "same QEMU version");
  }

  @Test
  void aPoolThatOnlyTheMainNodeHasIsABlocker() {
    Host host = new Host();
    host.pools = List.of();
    host.finds(
        "pool-default",
        Severity.BLOCKER,
        "there is no pool 'default'; the main node has it at " + IMAGES,
        "virsh pool-define-as default dir --target " + IMAGES);
  }

  @Test
  void aPoolAtAnotherPathIsABlocker() {
    Host host = new Host();
    host.pools = List.of(Host.pool("/srv/images", true, 90 * GIB));
    host.finds(
        "pool-default",
        Severity.BLOCKER,
        "is at /srv/images, on the main node at " + IMAGES,
        "virsh pool-undefine default");
  }

  @Test
  void aPoolWhosePathMakesTroubleInCommandsIsABlocker() {
    Host host = new Host();
    host.main = null;
    host.pools = List.of(Host.pool("/srv/my images", true, 90 * GIB));
    host.finds("pool-default", Severity.BLOCKER, "/srv/my images", "letters, digits");
  }

  @Test
  void aPoolThatIsOffIsABlocker() {
    Host host = new Host();
    host.pools = List.of(Host.pool(IMAGES, false, 90 * GIB));
    host.finds("pool-default", Severity.BLOCKER, "is not active", "virsh pool-start default");
  }

  @Test
  void aPoolThatIsNearlyFullIsAWarning() {
    Host host = new Host();
    host.pools = List.of(Host.pool(IMAGES, true, GIB));
    host.finds("pool-default", Severity.WARNING, "only 1.0 GiB free", "less than 2.0 GiB");
  }

  @Test
  void theMainNodeNeedsAPoolButComparesWithNobody() {
    Host host = new Host();
    host.main = null;
    host.machines = List.of("anything");
    assertThat(host.findings()).allMatch(f -> f.severity() == Severity.OK);
    host.pools = List.of();
    host.finds("pools", Severity.BLOCKER, "no storage pool", "virsh pool-define-as default");
  }

  @Test
  void allFindingsComeAtOnce() {
    Host host = new Host();
    host.missing = List.of("rsync");
    host.skew = Duration.ofMinutes(5);
    host.wake = "d";
    host.others = Map.of(HOST.toString(), "n7");
    host.domainTypes = List.of("qemu");
    host.pools = List.of(Host.pool("/srv", false, 0));
    Map<Severity, List<String>> found =
        host.findings().stream()
            .collect(
                Collectors.groupingBy(
                    Finding::severity, Collectors.mapping(Finding::id, Collectors.toList())));
    assertThat(found.get(Severity.BLOCKER))
        .containsExactly("programs", "host-id", "emulator", "pool-default");
    assertThat(found.get(Severity.WARNING)).containsExactly("clock", "wake");
    assertThat(found.get(Severity.OK)).containsExactly("libvirt");
  }
}
