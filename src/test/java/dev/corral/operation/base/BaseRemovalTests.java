package dev.corral.operation.base;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import dev.corral.base.BaseLeftover;
import dev.corral.base.BaseLeftovers;
import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a base may go, and what may not happen meanwhile; no machine answers here. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BaseRemovalTests {
  private static final Caller EVE = new Caller("eve", Role.ADMIN);
  private static final BaseName DEBIAN = new BaseName("debian");
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final int MOST_STEPS = 40;
  @Autowired DisableBase disableBase;
  @Autowired RemoveBase removeBase;
  @Autowired EnableBase enableBase;
  @Autowired PrepareBase prepareBase;
  @Autowired VerifyBase verifyBase;
  @Autowired ProvisionClones provisionClones;
  @Autowired Interventions interventions;
  @Autowired Bases bases;
  @Autowired Copies copies;
  @Autowired BaseLeftovers leftovers;
  @Autowired Clones clones;
  @Autowired CloneStates states;
  @Autowired Claims claims;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired ManagementService management;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @LocalServerPort int port;

  @BeforeEach
  void threeNodes() {
    nothing();
    for (String node : List.of("n1", "n2", "n3")) herd.node(node, 64 * GIB, 0);
    herd.base("debian", GIB);
  }

  @AfterEach
  void nothing() {
    for (Operation open : operations.list(Operations.Filter.all(), 0, 1_000)) {
      if (!open.state().ended() && !operations.get(open.id()).state().ended())
        processes.cancel(open.id(), "a test", null);
    }
    herd.none();
  }

  /** It lives there, as far as Corral knows. */
  private void lives(String clone, String node) {
    UUID guest = UUID.randomUUID();
    sql.sql(
            "insert into corral.clone(name, base, generation, volatile, memory, start, state, home, id) values (?, 'debian', 1, false, 1, true, 'STOPPED', ?, ?)")
        .params(clone, node, guest)
        .update();
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state) values (?, ?, ?, 1, 1, 'PARKED')")
        .params(guest, clone, node)
        .update();
  }

  private Copy.State state(NodeName node) {
    return bases.copy(DEBIAN, 1, node).orElseThrow().state();
  }

  private Operation disable(NodeName node) {
    return disableBase.start(Request.by(EVE), DEBIAN, node).operation();
  }

  private Operation remove() {
    return removeBase.start(Request.by(EVE), DEBIAN).operation();
  }

  private Operation ask(String name) {
    return provisionClones
        .start(Request.by(EVE), new NewClones("debian", 1, name, null, null, null, null))
        .operation();
  }

  private static void refused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
    assertThatThrownBy(c).isInstanceOf(Refused.class).extracting("code").isEqualTo(code);
  }

  /** Runs the operation's own steps until it waits for a timer or a person, or has ended. */
  private Operation advanced(String id) {
    for (int i = 0; i < MOST_STEPS; i++) {
      List<Job> jobs =
          management.createJobQuery().processInstanceId(id).withRetriesLeft().messages().list();
      if (jobs.isEmpty()) return operations.get(id);
      try {
        management.executeJob(jobs.get(0).getId());
      } catch (RuntimeException failed) {
        assertThat(operations.get(id).steps()).isNotEmpty(); // kept as the step's error
      }
    }
    throw new AssertionError("it does not end: " + operations.get(id));
  }

  @Test
  void aBaseInUseIsRefusedWithTheNamesOfThoseWhoUseIt() {
    lives("a", "n2");
    lives("b", "n3");
    assertThatThrownBy(() -> disable(N2))
        .hasMessage("base 'debian' is needed on n2 by a")
        .extracting("code")
        .isEqualTo("BASE_IN_USE");
    assertThatThrownBy(this::remove).hasMessage("base 'debian' is needed by a, b");
    states.failed(new CloneName("a"), null);
    assertThatThrownBy(this::remove).hasMessageContaining("a, b");
    assertThat(state(N2)).isEqualTo(Copy.State.READY);
    states.forget(new CloneName("a"));
    assertThat(disable(N2).subject()).isEqualTo("debian on n2");
  }

  @Test
  void aCloneOnItsWayThereNeedsIt() {
    lives("a", "n3");
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state, arriving) select guest, clone, 'n2', 1, 1, 'HELD', true from corral.claim")
        .update();
    assertThatThrownBy(() -> disable(N2)).hasMessage("base 'debian' is needed on n2 by a");
  }

  @Test
  void aDiskThatIsKeptThereNeedsIt() {
    lives("a", "n3");
    sql.sql(
            "insert into corral.leftover(node, guest, clone, pool, files, why, since, kept) values ('n2', ?, 'a', 'default', '{a.vda.qcow2}', 'a test', now(), true)")
        .param(UUID.randomUUID())
        .update();
    assertThatThrownBy(() -> disable(N2))
        .hasMessage("base 'debian' is needed on n2 by the disk of a that is kept on n2");
  }

  @Test
  void theMainNodeKeepsWhatOthersHaveAndWhatIsNotThereCannotGo() {
    refused("MAIN_NODE", () -> disable(N1));
    sql.sql("delete from corral.base_copy where node = 'n2'").update();
    refused("COPY_UNKNOWN", () -> disable(N2));
    refused("NODE_UNKNOWN", () -> disable(new NodeName("n9")));
  }

  @Test
  void whileSomethingIsDoneWithItItStays() {
    processes.start(
        CopyBase.KIND,
        "debian g1 to n2",
        "eve",
        null,
        Map.of("base", "debian", "generation", 1, "node", "n2"));
    assertThatThrownBy(() -> disable(N2))
        .hasMessage("not ended yet: copy-base debian g1 to n2")
        .extracting("code")
        .isEqualTo("OPERATION_RUNNING");
    refused("OPERATION_RUNNING", this::remove);
  }

  @Test
  void whatGoesIsNotPlacedEnabledOrVerifiedMeanwhile() {
    disable(N2);
    assertThat(state(N2)).isEqualTo(Copy.State.REMOVING);
    refused("OPERATION_RUNNING", this::remove);
    ask("a");
    assertThat(clones.get(new CloneName("a")).decision().verdicts())
        .filteredOn(v -> v.node().equals("n2"))
        .extracting(v -> v.objection())
        .containsExactly("the base's copy there is removing: it will be removed");
    refused("BASE_LEAVES", () -> enableBase.start(Request.by(EVE), DEBIAN, List.of(N2)));
    refused("BASE_LEAVES", () -> verifyBase.start(Request.by(EVE), DEBIAN, List.of(N2), null));
  }

  @Test
  void aBaseThatIsRemovedTakesNoCloneAndNoGeneration() {
    remove();
    refused("NO_ROOM", () -> ask("a"));
    refused("BASE_LEAVES", () -> prepareBase.startNext(Request.by(EVE), DEBIAN, true));
    refused("BASE_LEAVES", () -> enableBase.start(Request.by(EVE), DEBIAN, List.of(N2)));
    refused("BASE_LEAVES", () -> disable(N2));
    refused("BASE_LEAVES", this::remove);
  }

  @Test
  void aDryRunTellsWhatBecomesFreeAndWhoIsWokenAndChangesNothing() {
    sql.sql("update corral.node set health = 'OFF' where name = 'n3'").update();
    Request dry = new Request(EVE, null, null, true);
    assertThat(removeBase.start(dry, DEBIAN).plan().details())
        .containsEntry("bytes", Map.of("n1", 1L, "n2", 1L, "n3", 1L))
        .containsEntry("wakes", List.of("n3"))
        .containsEntry("last", "n1");
    assertThat(disableBase.start(dry, DEBIAN, N2).plan().details())
        .containsEntry("bytes", 1L)
        .containsEntry("wakesNode", false);
    assertThat(state(N1)).isEqualTo(Copy.State.READY);
    assertThat(state(N2)).isEqualTo(Copy.State.READY);
    assertThat(operations.openForBase("debian", null)).isEmpty();
  }

  @Test
  void aRemovalThatIsCancelledLeavesReadyWhatItHasNotTouched() {
    Operation removal = remove();
    copies.going(DEBIAN, 1, N2);
    processes.cancel(removal.id(), "eve", null);
    assertThat(state(N1)).isEqualTo(Copy.State.READY);
    assertThat(state(N2)).isEqualTo(Copy.State.FAILED);
    assertThat(bases.copy(DEBIAN, 1, N2).orElseThrow().detail())
        .isEqualTo("its removal was cancelled");
    assertThat(state(new NodeName("n3"))).isEqualTo(Copy.State.READY);
    assertThat(verifyBase.start(Request.by(EVE), DEBIAN, List.of(N2), null).operation())
        .isNotNull();
  }

  @Test
  void aNodeThatIsGoneForGoodIsSkippedAndCleanedIfItEverAnswers() {
    Operation removal = disable(N2);
    Operation stuck = advanced(removal.id());
    assertThat(stuck.state()).isEqualTo(Operation.State.INCIDENT);
    assertThat(stuck.steps().get(1).error().detail()).contains("n2");
    interventions.skip(new Request(EVE, "burnt", null, false), removal.id());
    assertThat(advanced(removal.id()).state()).isEqualTo(Operation.State.DONE);
    assertThat(bases.copy(DEBIAN, 1, N2)).isEmpty();
    assertThat(leftovers.on(N2)).extracting(BaseLeftover::generation).containsExactly(1);
  }

  @Test
  void theMainNodeIsNotSkippedAndLosesItLast() {
    Operation onMain =
        processes.start(
            DisableBase.KIND, "debian on n1", "eve", null, Map.of("base", "debian", "node", "n1"));
    refused("NOT_SKIPPABLE", () -> interventions.skip(Request.by(EVE), onMain.id()));
    assertThat(advanced(onMain.id()).steps().get(1).error())
        .returns("COPIES_LEFT", e -> e.code())
        .returns("it goes from the main node last, and is still on n2, n3", e -> e.detail());
  }

  @Test
  void aBaseThatIsForgottenLeavesItsNameAndItsStory() {
    Operation removal = remove();
    processes.cancel(removal.id(), "eve", null);
    bases.forget(DEBIAN);
    assertThat(bases.find(DEBIAN)).isEmpty();
    assertThat(operations.get(removal.id()).base()).isEqualTo("debian");
    herd.base("debian", GIB);
    assertThat(state(N2)).isEqualTo(Copy.State.READY);
  }

  /** Either the clone was decided first, and is named, or the base leaves first. */
  @Test
  void noCloneSlipsOntoANodeWhileItsCopyGoes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      for (int round = 0; round < 8; round++) {
        threeNodes();
        int r = round;
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Operation>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          int n = i;
          all.add(
              threads.submit(
                  () -> {
                    go.await();
                    return ask("r" + r + "-" + n);
                  }));
        }
        Future<Boolean> gone =
            threads.submit(
                () -> {
                  go.await();
                  try {
                    disable(N2);
                    return true;
                  } catch (Refused needed) {
                    return false;
                  }
                });
        go.countDown();
        for (Future<Operation> f : all) f.get();
        assertThat(claims.open().containsKey("n2")).as("round " + r).isEqualTo(!gone.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void overRest() {
    lives("a", "n2");
    Web web = new Web(port);
    Web.Answer inUse = web.send("boss:boss", "DELETE", "/api/v1/bases/debian", null, Map.of());
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.field("code")).isEqualTo("BASE_IN_USE");
    assertThat(inUse.field("detail")).contains("by a");
    Web.Answer plan =
        web.send(
            "boss:boss", "DELETE", "/api/v1/bases/debian/copies/n3?dryRun=true", null, Map.of());
    assertThat(plan.field("details/node")).isEqualTo("n3");
    Web.Answer verified =
        web.send(
            "boss:boss",
            "POST",
            "/api/v1/bases/debian/verify?dryRun=true",
            Map.of("nodes", List.of("n3")),
            Map.of());
    assertThat(verified.field("details/copies/0/node")).isEqualTo("n3");
  }
}
