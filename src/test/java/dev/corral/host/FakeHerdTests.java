package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.fakes.FakeGuest;
import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeHypervisor;
import dev.corral.fakes.FakeLiveMigration;
import dev.corral.fakes.FakeNode;
import dev.corral.fakes.FakeShell;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.LiveMigration.State;
import dev.corral.host.LiveMigration.Way;
import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The room's own scripts on hosts in memory: what they say there is what they do on real ones. */
class FakeHerdTests {
  private static final String POOL = FakeNode.IMAGES;
  private static final String GOLD = POOL + "/gold.qcow2";
  private static final long MIB = 1L << 20;

  private final FakeHerd herd = FakeHerd.standingStill();
  private final FakeShell shell = new FakeShell(herd);
  private final FakeHypervisor hypervisor = new FakeHypervisor(herd);
  private final DetachedWork work = new DetachedWork(shell);
  private final ImageFiles files = new ImageFiles(shell, work);
  private final Transfers transfers = new Transfers(shell, files, work, new TransferKeys(shell));
  private final PoolFiles pool = new PoolFiles(shell);
  private Endpoint n1;
  private Endpoint n2;
  private FakeGuest gold;

  @BeforeEach
  void twoHosts() {
    n1 = host("n1");
    n2 = host("n2");
    gold = herd.golden("n1", "gold", 512 * MIB, 100 * MIB);
  }

  private Endpoint host(String name) {
    FakeNode node = herd.add(name);
    FakeShell.authorise(node);
    return new Endpoint(new NodeName(name), node.address(), 22, "root", node.hostKey());
  }

  private void until(java.util.function.BooleanSupplier done) {
    for (int i = 0; i < 600 && !done.getAsBoolean(); i++) herd.advance(Duration.ofSeconds(1));
    assertThat(done.getAsBoolean()).isTrue();
  }

  private ImageFiles.Job job(Endpoint node, String id) {
    return new ImageFiles.Job(node, id, "working", false);
  }

  @Test
  void aScriptWithEverythingThatOursUse() {
    Output said =
        shell.run(
            n1,
            Command.script(
                """
                set -u
                part() { echo "$1/.corral/$2.part"; }   # a comment
                for f; do case $f in *.qcow2) n=$(( ${n:-0} + 1 )) ;; a|b) echo "$f is short" ;; esac; done
                mkdir -p "$1" && cd "$1" || exit 1
                printf '%s  %s\\n' "${2%%.*}" "${2##*.}" >> list; printf '%s\\n' one two | while read -r a; do echo "<$a>"; done
                [ -s list ] && ! grep -q nothing list && cat list | cut -d' ' -f3
                i=0; while [ "$i" -lt 3 ]; do i=$((i + 1)); done; echo "$i ${n} $# $(part "$1" x)"; exit 4""",
                "/var/tmp x/y", "z.qcow2", "b"));
    assertThat(said.out())
        .isEqualTo("b is short\n<one>\n<two>\nqcow2\n3 1 3 /var/tmp x/y/.corral/x.part\n");
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isEqualTo(4);
  }

  @Test
  void aProgramThatIsMissingIsNotFound() {
    herd.node("n1").without("rsync");
    Output said = shell.run(n1, Command.script("rsync --version"));
    assertThat(said.exit()).isEqualTo(127);
    assertThat(new Survey(shell).look(n1, "rsync", "stat").missing()).containsExactly("rsync");
  }

  @Test
  void aNodeIsLookedOver() {
    Survey.Seen seen = new Survey(shell).look(n1);
    assertThat(seen.memory()).isEqualTo(64 * FakeHerd.GIB);
    assertThat(seen.nic()).isEqualTo("eno1");
    assertThat(seen.wake()).isEqualTo("g");
    assertThat(seen.mac()).isEqualTo("52:54:00:00:00:01");
    assertThat(seen.broadcast()).isEqualTo("10.20.255.255");
    assertThat(seen.links()).containsExactly("eno1", "virbr0");
  }

  @Test
  void workGoesOnByItselfAndEndsWhenItsTimeHasCome() {
    work.ensureStarted(n1, "w", "sleep 5; echo done $1; exit 3", "well");
    work.ensureStarted(n1, "w", "echo another");
    assertThat(work.look(n1, "w").state()).isEqualTo(DetachedWork.State.RUNNING);
    herd.advance(Duration.ofSeconds(6));
    DetachedWork.Look look = work.look(n1, "w");
    assertThat(look.state()).isEqualTo(DetachedWork.State.ENDED);
    assertThat(look.exit()).isEqualTo(3);
    assertThat(look.out()).isEqualTo("done well");
    work.forget(n1, "w");
    assertThat(work.look(n1, "w").state()).isEqualTo(DetachedWork.State.ABSENT);
  }

  @Test
  void workThatIsStoppedLeavesNothing() {
    work.ensureStarted(n1, "w", "sleep 5; echo done > /root/done");
    work.stop(n1, "w");
    assertThat(work.look(n1, "w").state()).isEqualTo(DetachedWork.State.ABSENT);
    herd.advance(Duration.ofSeconds(6));
    assertThat(herd.node("n1").files().find("/root/done")).isEmpty();
  }

  @Test
  void aPowerCutEndsWorkAndGuestsButNoFile() {
    FakeHerd.start(gold);
    work.ensureStarted(n1, "w", "sleep 5");
    herd.node("n1").cutPower();
    assertThatThrownBy(() -> hypervisor.guests(n1)).isInstanceOf(HostProblem.class);
    herd.packet(new dev.corral.shared.MacAddress("52:54:00:00:00:01"));
    herd.advance(Duration.ofSeconds(30));
    assertThat(work.look(n1, "w").state()).isEqualTo(DetachedWork.State.ABSENT);
    assertThat(gold.state()).isEqualTo(FakeGuest.State.OFF);
    assertThat(files.size(n1, GOLD)).isPresent();
    FakeHerd.start(gold);
    assertThat(herd.ledger().broken()).isEmpty();
  }

  @Test
  void anImageIsConvertedSummedSentAndPublished() {
    Image image = new Image(POOL, "base.g1.vda.qcow2");
    until(
        () ->
            files
                .convert(
                    job(n1, "convert"), Map.of(new ImageFiles.Source(GOLD, "qcow2"), image), false)
                .finished());
    until(() -> files.sum(job(n1, "sum"), List.of(image.part())).finished());
    String sum =
        ImageFiles.sums(files.sum(job(n1, "sum"), List.of(image.part())).out()).get(image.part());
    files.publish(n1, List.of(image));
    long size = files.size(n1, image.path()).orElseThrow().size();
    assertThat(size).isGreaterThan(100 * MIB);

    Transfers.Route route = new Transfers.Route("t1", n1, n2);
    herd.network().rate(40 * MIB);
    assertThat(transfers.pass(route, Map.of(image, size), new Transfers.Manner(false, 0)))
        .isFalse();
    ImageFiles.Job arriving = job(n2, "sum-arriving");
    files.sumArriving(arriving, Map.of(image.part(), size));
    herd.advance(Duration.ofSeconds(1));
    assertThat(files.size(n2, image.part()).orElseThrow().size()).isBetween(1L, size - 1);
    until(() -> transfers.pass(route, Map.of(image, size), new Transfers.Manner(false, 0)));
    until(() -> files.sumArriving(arriving, Map.of(image.part(), size)).finished());
    assertThat(files.sumArriving(arriving, Map.of(image.part(), size)).out()).contains(sum);
    files.publish(n2, List.of(image));
    transfers.withdraw(route, POOL);
    assertThat(herd.node("n2").files().find(image.path()).orElseThrow().sha256()).isEqualTo(sum);
    assertThat(shell.run(n2, Command.of("cat", "/root/.ssh/authorized_keys")).out())
        .doesNotContain("corral-transfer");
  }

  @Test
  void whoseKeyWasWithdrawnSendsNothing() {
    Transfers.Route route = new Transfers.Route("t1", n1, n2);
    Image image = new Image(POOL, "gold.qcow2");
    long size = files.size(n1, GOLD).orElseThrow().size();
    herd.network().rate(MIB);
    transfers.pass(route, Map.of(image, size), new Transfers.Manner(false, 0));
    new TransferKeys(shell).withdraw(n2, List.of("t1"), POOL + "/.corral/basis");
    herd.advance(Duration.ofSeconds(3));
    assertThatThrownBy(
            () -> transfers.pass(route, Map.of(image, size), new Transfers.Manner(false, 0)))
        .hasMessageContaining("Permission denied");
  }

  @Test
  void whatDiffersIsMended() {
    Image image = new Image(POOL, "gold.qcow2");
    Transfers.Route route = new Transfers.Route("t1", n1, n2);
    until(() -> transfers.mend(route, List.of(image), Transfers.Basis.PARTS, 0, false).finished());
    assertThat(herd.node("n2").files().find(image.part()).orElseThrow().sha256())
        .isEqualTo(herd.node("n1").files().find(GOLD).orElseThrow().sha256());
  }

  @Test
  void aFullDiskRefusesWhatIsWritten() {
    herd.node("n1").files().full(true);
    Output said = shell.run(n1, Command.script("echo x > /root/x && echo written"));
    assertThat(said.err()).contains("No space left on device");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void filesOfAPoolAreListedAndRemovedOnlyIfNobodyHasThemOpen() {
    String overlay = hypervisor.ensureOverlay(n1, "default", "c.vda.qcow2", GOLD, FakeHerd.GIB);
    hypervisor.ensureDefined(
        n1,
        new GuestXml(gold.xml())
            .cloned("c", java.util.UUID.randomUUID(), "qemu", 256 * MIB, Map.of("vda", overlay)));
    FakeGuest clone = herd.node("n1").libvirt().named("c").orElseThrow();
    hypervisor.ensureRunning(n1, clone.id());
    herd.advance(Duration.ofSeconds(5));
    assertThat(pool.backing(n1, List.of(overlay, GOLD))).isEqualTo(Map.of(overlay, GOLD));
    PoolFiles.Found found =
        pool.list(n1, POOL).stream()
            .filter(f -> f.path().equals(overlay))
            .findFirst()
            .orElseThrow();
    assertThat(pool.remove(n1, POOL, found.name(), found.size(), found.modified()))
        .isEqualTo(PoolFiles.Removal.OPEN);
    hypervisor.ensureOff(n1, clone.id());
    assertThat(pool.remove(n1, POOL, found.name(), found.size() - 1, found.modified()))
        .isEqualTo(PoolFiles.Removal.CHANGED);
    assertThat(pool.remove(n1, POOL, found.name(), found.size(), found.modified()))
        .isEqualTo(PoolFiles.Removal.GONE);
    assertThat(herd.ledger().newest(clone.id())).isEmpty();
  }

  @Test
  void aGuestMovesWhileItRunsAndLosesNothing() {
    FakeLiveMigration migration = new FakeLiveMigration(herd, hypervisor);
    herd.node("n2").files().put(GOLD, herd.node("n1").files().find(GOLD).orElseThrow().content());
    String overlay = hypervisor.ensureOverlay(n1, "default", "c.vda.qcow2", GOLD, FakeHerd.GIB);
    hypervisor.ensureDefined(
        n1,
        new GuestXml(gold.xml())
            .cloned("c", java.util.UUID.randomUUID(), "qemu", 256 * MIB, Map.of("vda", overlay)));
    FakeGuest clone = herd.node("n1").libvirt().named("c").orElseThrow();
    hypervisor.ensureRunning(n1, clone.id());
    hypervisor.ensureOverlay(n2, "default", "c.vda.qcow2", GOLD, FakeHerd.GIB);
    Way way = new Way(clone.id(), n1, n2);
    assertThat(migration.look(way).state()).isEqualTo(State.AT_SOURCE);
    migration.begin(way, Optional.empty());
    assertThat(migration.look(way).state()).isEqualTo(State.UNDER_WAY);
    assertThat(migration.leaving(n1)).isEqualTo(1);
    until(() -> migration.look(way).state() == State.ARRIVED);
    assertThat(hypervisor.guest(n1, clone.id())).isEmpty();
    herd.advance(Duration.ofSeconds(3));
    assertThat(herd.ledger().newest(clone.id())).containsExactly("n2:" + overlay);
    assertThat(herd.ledger().broken()).isEmpty();
  }

  @Test
  void anOldDiskAndASecondRunAreNoted() {
    FakeHerd.start(gold);
    var old = herd.node("n1").files().find(GOLD).orElseThrow().content();
    herd.advance(Duration.ofSeconds(3));
    herd.node("n2").files().put(GOLD, old);
    FakeGuest twin = herd.node("n2").libvirt().define(gold.xml());
    FakeHerd.start(twin);
    assertThat(herd.ledger().broken()).hasSize(2);
  }

  @Test
  void anAnswerThatGetsLostWasDone() {
    herd.node("n1").faults().loseAnswers(1);
    assertThatThrownBy(() -> shell.run(n1, Command.script("echo x > /root/x")))
        .isInstanceOf(HostProblem.class);
    assertThat(files.size(n1, "/root/x")).isPresent();
  }

  @Test
  void aCutLinkIsASilentNode() {
    herd.network().cut("n1", "corral");
    assertThatThrownBy(() -> hypervisor.guests(n1))
        .isInstanceOfSatisfying(HostProblem.class, p -> assertThat(p.unreachable()).isTrue());
    assertThat(new FakeSigns(shell, herd).from(n2, n1).answered()).isTrue();
    herd.network().cut("n2", "n1");
    assertThat(new FakeSigns(shell, herd).from(n2, n1).answered()).isFalse();
  }

  @Test
  void aNodeIsSwitchedOffByACommand() {
    shell.run(n1, Command.script("nohup sh -c 'sleep 1; systemctl poweroff' >/dev/null 2>&1 &"));
    assertThat(herd.node("n1").power()).isEqualTo(FakeNode.Power.ON);
    herd.advance(Duration.ofSeconds(2));
    herd.settle();
    assertThat(herd.node("n1").power()).isEqualTo(FakeNode.Power.OFF);
  }

  @Test
  void firewallRulesAreTakenBackUnlessConfirmed() {
    FirewallCommands firewall = new FirewallCommands(shell, work);
    FirewallCommands.Rules rules =
        new FirewallCommands.Rules("nftables", "table inet corral {}", "");
    firewall.ensureLoading(n1, "f1", rules, 10);
    assertThat(firewall.loaded(n1, "f1")).isTrue();
    until(() -> firewall.undone(n1, "f1"));
    firewall.ensureLoading(n1, "f2", rules, 10);
    assertThat(firewall.confirmed(n1, "f2")).isTrue();
    herd.advance(Duration.ofSeconds(20));
    assertThat(firewall.undone(n1, "f2")).isFalse();
    assertThat(firewall.ensureKept(n1, "f2", rules)).contains("corral-firewall.service");
    firewall.ensureNone(n1);
    assertThat(herd.node("n1").files().isFolder("/var/lib/corral/firewall")).isFalse();
  }

  @Test
  void overlaysArePutOnAnotherBase() {
    String overlay = hypervisor.ensureOverlay(n1, "default", "c.vda.qcow2", GOLD, FakeHerd.GIB);
    Image image = new Image(POOL, "c.vda.qcow2");
    Image next = new Image(POOL, "next.qcow2");
    until(
        () ->
            files
                .convert(
                    job(n1, "convert"), Map.of(new ImageFiles.Source(GOLD, "qcow2"), next), false)
                .finished());
    files.publish(n1, List.of(next));
    Overlays overlays = new Overlays(shell, files);
    List<Overlays.Change> changes = List.of(new Overlays.Change(image, next.path(), FakeHerd.GIB));
    overlays.ensureNothingBegun(n1, changes);
    until(() -> overlays.build(job(n1, "build"), changes, true).finished());
    until(() -> overlays.compare(job(n1, "compare"), changes).finished());
    assertThat(overlays.swap(n1, changes)).isTrue();
    assertThat(pool.backing(n1, List.of(overlay))).isEqualTo(Map.of(overlay, next.path()));
    assertThat(overlays.flattened(n1, overlay, "qcow2")).isGreaterThan(100 * MIB);
  }
}
