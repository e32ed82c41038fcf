package dev.corral.operation.node;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneSightings;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.node.Health;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.node.Silences;
import dev.corral.node.Vitals;
import dev.corral.operation.clone.RemoveClone;
import dev.corral.operation.clone.StartClone;
import dev.corral.operation.desk.Request;
import dev.corral.operation.herd.Alert;
import dev.corral.operation.herd.Cluster;
import dev.corral.placement.Claims;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is done for nodes that are lost, and what is not; no machine answers here. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostNodesTests {
  private static final Caller BOSS = new Caller("boss", Role.ADMIN);
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");
  private static final String SEEN = "unplugged, seen at the rack";
  private static final int MOST_STEPS = 60;
  @Autowired Recoveries recoveries;
  @Autowired ConfirmOff confirmOff;
  @Autowired StartClone startClone;
  @Autowired RemoveClone removeClone;
  @Autowired Cluster cluster;
  @Autowired Nodes nodes;
  @Autowired Silences silences;
  @Autowired Clones clones;
  @Autowired CloneSightings sightings;
  @Autowired Leftovers leftovers;
  @Autowired Claims claims;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired ManagementService management;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @LocalServerPort int port;

  private long before;

  /** How many recoveries this test has seen begin. */
  private long begun() {
    return operations.count(
            new Operations.Filter(RecoverNode.KIND, null, null, null, null, null, null))
        - before;
  }

  @BeforeEach
  void threeNodes() {
    before = 0;
    before = begun();
    nothing();
    for (String node : List.of("n1", "n2", "n3")) herd.node(node, 64 * GIB, 0);
    herd.base("debian", GIB);
  }

  @AfterEach
  void nothing() {
    for (Operation open : operations.list(Operations.Filter.all(), 0, 1_000)) {
      if (!open.state().ended()) cancel(open.id());
    }
    herd.none();
  }

  private void cancel(String id) {
    if (!operations.get(id).state().ended()) processes.cancel(id, "a test", null);
  }

  /** It runs there, as far as Corral knows. */
  private void runs(String clone, String node, boolean isVolatile) {
    UUID guest = UUID.randomUUID();
    sql.sql(
            "insert into corral.clone(name, base, generation, owner, volatile, memory, start, state, home, id) values (?, 'debian', 1, 'eve', ?, ?, true, 'RUNNING', ?, ?)")
        .params(clone, isVolatile, GIB, node, guest)
        .update();
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state, used_at) values (?, ?, ?, ?, 1, 'USED', now())")
        .params(guest, clone, node, GIB)
        .update();
  }

  /** Its last answer was so long ago, and Corral has noticed. */
  private void lost(String node, int secondsAgo) {
    sql.sql("update corral.node set health = 'LOST', evidence = 'no answer' where name = ?")
        .param(node)
        .update();
    sql.sql("insert into corral.silence(node, since) values (?, ?)")
        .params(node, Timestamp.from(Instant.now().minusSeconds(secondsAgo)))
        .update();
    sightings.unreachable(new NodeName(node));
  }

  private void answers(NodeName node) {
    sql.sql("update corral.node set health = 'UP' where name = ?").param(node.value()).update();
    sql.sql("delete from corral.silence where node = ? and confirmed_off_at is null")
        .param(node.value())
        .update();
  }

  private List<Operation> recoveriesOf(NodeName node) {
    return operations.list(
        new Operations.Filter(RecoverNode.KIND, null, node.value(), null, null, null, null),
        0,
        100);
  }

  /** Runs the operation's own steps until it waits for a change or a person, or has ended. */
  private Operation advanced(String id) {
    for (int i = 0; i < MOST_STEPS; i++) {
      List<Job> jobs =
          management.createJobQuery().processInstanceId(id).withRetriesLeft().messages().list();
      if (jobs.isEmpty()) return operations.get(id);
      try {
        management.executeJob(jobs.get(0).getId());
      } catch (RuntimeException incidentOrPutOff) {
        Operation operation = operations.get(id);
        if (operation.state() == Operation.State.WAITING && !isDue(jobs.get(0))) return operation;
        assertThat(operation.state()).isIn(Operation.State.INCIDENT, Operation.State.WAITING);
      }
    }
    throw new AssertionError("it does not end: " + operations.get(id));
  }

  private boolean isDue(Job job) {
    return management.createJobQuery().jobId(job.getId()).executable().count() > 0;
  }

  private String recovered(NodeName node) {
    recoveries.recoverTheLost();
    String id = recoveriesOf(node).get(0).id();
    advanced(id);
    return id;
  }

  private static Request asked(String reason, boolean dryRun) {
    return new Request(BOSS, reason, null, dryRun);
  }

  private Clone clone(String name) {
    return clones.get(new CloneName(name));
  }

  @Test
  void aNodeLostAloneIsRecoveredOnceAndNotBeforeOthersCouldHaveVanishedWithIt() {
    lost("n2", 60);
    recoveries.recoverTheLost();
    assertThat(begun()).isZero();
    sql.sql("update corral.silence set since = since - interval '1 minute'").update();
    recoveries.recoverTheLost();
    recoveries.recoverTheLost();
    assertThat(begun()).isEqualTo(1);
    assertThat(recoveriesOf(N2).get(0).startedBy()).isEqualTo("corral");
    cancel(recoveriesOf(N2).get(0).id());
    recoveries.recoverTheLost();
    assertThat(begun()).as("cancelled for good, for this silence").isEqualTo(1);
  }

  @Test
  void volatileClonesGetOneStandInEachAndPersistentOnesNone() {
    runs("class-1", "n2", true);
    runs("class-2", "n2", true);
    runs("kept", "n2", false);
    lost("n2", 600);
    UUID former = clone("class-1").id();
    String id = recovered(N2);
    assertThat(operations.children(id).all()).isEqualTo(2);
    assertThat(clones.list(Clones.Filter.all(), 0, 100))
        .extracting(c -> c.name().value())
        .containsExactly("class-1", "class-2", "class-3", "class-4", "kept");
    Clone standIn = clone("class-3");
    assertThat(standIn.isVolatile()).isTrue();
    assertThat(standIn.owner()).isEqualTo("eve");
    assertThat(standIn.memory()).isEqualTo(GIB);
    assertThat(standIn.home()).isNotEqualTo(N2);
    assertThat(standIn.id()).isNotEqualTo(former);
    assertThat(clone("kept").state()).isEqualTo(Clone.State.UNREACHABLE);
    assertThat(clone("kept").home()).isEqualTo(N2);
    cancel(id);
    sql.sql("update corral.silence set recovery = null").update();
    recovered(N2);
    assertThat(clones.count(Clones.Filter.all())).as("replaced once, whoever asks").isEqualTo(5);
  }

  @Test
  void noStandInIsMadeIfThePolicySaysSo() {
    runs("class-1", "n2", true);
    lost("n2", 600);
    sql.sql("update corral.policy set recreate_volatile = false").update();
    try {
      recovered(N2);
      assertThat(clones.count(Clones.Filter.all())).isEqualTo(1);
    } finally {
      sql.sql("update corral.policy set recreate_volatile = true").update();
    }
  }

  @Test
  void forNodesThatVanishTogetherNothingIsDoneButSaidOnceAndItResumesByItself() {
    runs("class-1", "n2", true);
    lost("n2", 600);
    lost("n3", 570);
    recoveries.recoverTheLost();
    assertThat(begun()).isZero();
    assertThat(clones.count(Clones.Filter.all())).isEqualTo(1);
    assertThat(cluster.alerts())
        .extracting(Alert::code)
        .contains(Alert.Code.NODES_VANISHED)
        .doesNotContain(Alert.Code.NODE_LOST, Alert.Code.NODE_DEGRADED);
    answers(N3);
    recoveries.recoverTheLost();
    assertThat(begun()).as("the other may be about to come back, too").isZero();
    sql.sql("update corral.silence set among_many_at = now() - interval '10 minutes'").update();
    recoveries.recoverTheLost();
    assertThat(recoveriesOf(N2)).anyMatch(o -> !o.state().ended());
    assertThat(recoveriesOf(N3)).noneMatch(o -> !o.state().ended());
  }

  @Test
  void whatLivesOnALostNodeIsNeitherStartedNorRemoved() {
    runs("kept", "n2", false);
    lost("n2", 20);
    assertThatThrownBy(() -> startClone.start(Request.by(BOSS), new CloneName("kept")))
        .hasMessageContaining("kept lives on n2, which is lost")
        .extracting("code")
        .isEqualTo("NODE_LOST");
    assertThatThrownBy(() -> removeClone.start(Request.by(BOSS), new CloneName("kept"), true))
        .extracting("code")
        .isEqualTo("NODE_LOST");
    assertThat(clone("kept").state()).isEqualTo(Clone.State.UNREACHABLE);
  }

  @Test
  void aPersonsWordNeedsAReason() {
    lost("n2", 20);
    for (String none : new String[] {null, " "})
      assertThatThrownBy(() -> confirmOff.start(asked(none, false), N2, true))
          .extracting("code")
          .isEqualTo("REASON_NEEDED");
    assertThatThrownBy(
            () ->
                confirmOff.start(
                    new Request(new Caller("eve", Role.OPERATOR), SEEN, null, false), N2, true))
        .extracting("code")
        .isEqualTo("FORBIDDEN");
    assertThat(nodes.get(N2).health()).isEqualTo(Health.LOST);
  }

  @Test
  void thePlanSaysWhatBecomesOfEachCloneAndChangesNothing() {
    runs("kept", "n2", false);
    runs("class-1", "n2", true);
    lost("n2", 20);
    Map<String, Object> plan = confirmOff.start(asked(null, true), N2, true).plan().details();
    assertThat(plan.get("persistent")).isEqualTo(List.of("kept"));
    assertThat(plan.get("volatile")).isEqualTo(List.of("class-1"));
    assertThat(plan.get("warning").toString()).contains("NEW disk", "stays there untouched");
    assertThat(plan.get("placements").toString()).contains("kept").containsAnyOf("n1", "n3");
    assertThat(clone("kept").home()).isEqualTo(N2);
    assertThat(leftovers.kept()).isEmpty();
  }

  @Test
  void confirmedOffWithoutMoreItsClonesAreStoppedAndWait() {
    runs("kept", "n2", false);
    lost("n2", 20);
    String id = confirmOff.start(asked(SEEN, false), N2, false).operation().id();
    assertThat(advanced(id).state()).isEqualTo(Operation.State.DONE);
    assertThat(nodes.get(N2).health()).isEqualTo(Health.OFF);
    assertThat(nodes.get(N2).evidence()).isEqualTo("confirmed off by boss: " + SEEN);
    assertThat(clone("kept").state()).isEqualTo(Clone.State.STOPPED);
    assertThat(clone("kept").home()).isEqualTo(N2);
    assertThat(claims.of("kept").orElseThrow().state()).isEqualTo(Claims.State.PARKED);
    assertThat(cluster.alerts()).extracting(Alert::code).doesNotContain(Alert.Code.NODE_LOST);
  }

  @Test
  void startedElsewhereACloneHasANewGuestAndItsFormerDiskIsKept() {
    runs("kept", "n2", false);
    lost("n2", 20);
    UUID former = clone("kept").id();
    String id = confirmOff.start(asked(SEEN, false), N2, true).operation().id();
    advanced(id);
    Clone anew = clone("kept");
    assertThat(anew.home()).isNotEqualTo(N2);
    assertThat(anew.id()).isNotEqualTo(former);
    assertThat(operations.children(id).open()).isEqualTo(1);
    assertThat(leftovers.kept())
        .singleElement()
        .satisfies(
            l -> {
              assertThat(l.node()).isEqualTo(N2);
              assertThat(l.guest()).isEqualTo(former);
              assertThat(l.files()).containsExactly("kept.vda.qcow2");
            });
    assertThat(leftovers.on(N2)).as("not swept by itself").isEmpty();
    assertThat(claims.of("kept").orElseThrow().node()).isEqualTo(anew.home().value());
    assertThat(cluster.alerts())
        .filteredOn(a -> a.code() == Alert.Code.DISK_KEPT)
        .singleElement()
        .satisfies(a -> assertThat(a.text()).contains("n2", "kept"));
  }

  @Test
  void whatHasNoPlaceElsewhereWaitsAsAnIncidentAndTheOthersGoOn() {
    herd.none();
    herd.node("n1", 4 * GIB, 0);
    herd.node("n2", 64 * GIB, 0);
    herd.base("debian", GIB);
    for (int i = 1; i <= 5; i++) runs("kept-" + i, "n2", false);
    lost("n2", 20);
    String id = confirmOff.start(asked(SEEN, false), N2, true).operation().id();
    advanced(id);
    assertThat(operations.children(id).all()).isEqualTo(3);
    sql.sql("update corral.operation set state = 'DONE', ended_at = now() where parent = ?")
        .param(id)
        .update();
    Operation stuck = advanced(id);
    assertThat(stuck.state()).isEqualTo(Operation.State.INCIDENT);
    assertThat(stuck.steps())
        .filteredOn(s -> s.error() != null)
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.error().code()).isEqualTo("NO_ROOM");
              assertThat(s.error().detail())
                  .startsWith("2 have no place: kept-4, kept-5; no node fits: n1");
            });
    assertThat(clone("kept-4").home()).isEqualTo(N2);
    assertThat(clone("kept-4").state()).isEqualTo(Clone.State.STOPPED);
  }

  @Test
  void aNodeThatWasConfirmedOffIsReconciledWhenItIsBack() {
    lost("n2", 20);
    String id = confirmOff.start(asked(SEEN, false), N2, false).operation().id();
    advanced(id);
    String done = recovered(N2);
    assertThat(operations.get(done).state()).isEqualTo(Operation.State.DONE);
    answers(N2);
    recoveries.observed(
        new NodeObserved(N2, new Vitals(Instant.now(), GIB, GIB, 0, 1, List.of(), List.of())));
    assertThat(recoveriesOf(N2)).anyMatch(o -> !o.state().ended());
  }

  @Test
  void theHerdAsAWholeIsReadByAllAndItsPolicyChangedByAdministrators() {
    runs("kept", "n2", false);
    lost("n2", 20);
    Web web = new Web(port);
    Web.Answer seen = web.get("viewer:viewer", "/api/v1/cluster");
    assertThat(seen.field("totals/nodes/UP")).isEqualTo("2");
    assertThat(seen.field("totals/clones/UNREACHABLE")).isEqualTo("1");
    assertThat(seen.field("alerts/0/code")).isEqualTo("NODE_LOST");
    assertThat(seen.field("alerts/0/link")).isEqualTo("/api/v1/nodes/n2");
    assertThat(seen.field("policy/poolHighWater")).isEqualTo("85");
    Map<String, Object> change = Map.of("poolHighWater", 20, "reason", "small disks");
    assertThat(web.send("operator:operator", "PATCH", "/api/v1/cluster", change, Map.of()).status())
        .isEqualTo(403);
    assertThat(
            web.send("boss:boss", "PATCH", "/api/v1/cluster", Map.of("poolHighWater", 0), Map.of())
                .field("code"))
        .isEqualTo("BAD_PERCENT");
    Web.Answer changed = web.send("boss:boss", "PATCH", "/api/v1/cluster", change, Map.of());
    assertThat(changed.status()).isEqualTo(202);
    try {
      advanced(changed.field("id"));
      Web.Answer now = web.get("viewer:viewer", "/api/v1/cluster");
      assertThat(now.field("policy/poolHighWater")).isEqualTo("20");
      assertThat(now.field("policy/recreateVolatile")).isEqualTo("true");
      assertThat(now.text()).contains("pool default on n1 is 25 % full");
    } finally {
      sql.sql("update corral.policy set pool_high_water = 85").update();
    }
  }

  @Test
  void whoConfirmsOverRestGetsThePlanOrTheOperation() {
    lost("n2", 20);
    Web web = new Web(port);
    Web.Answer plan =
        web.post(
            "boss:boss",
            "/api/v1/nodes/n2/confirm-off?dryRun=true",
            Map.of("startElsewhere", true));
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.field("details/warning")).contains("NEW disk");
    assertThat(web.post("boss:boss", "/api/v1/nodes/n2/confirm-off", Map.of()).field("code"))
        .isEqualTo("REASON_NEEDED");
    Web.Answer begun =
        web.post("boss:boss", "/api/v1/nodes/n2/confirm-off", Map.of("reason", SEEN));
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.field("kind")).isEqualTo("confirm-off");
  }
}
