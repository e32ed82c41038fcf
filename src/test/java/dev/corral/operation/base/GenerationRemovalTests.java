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
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Rebases;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.clone.RebaseClone;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Request;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When one generation may go, and what may not happen meanwhile; no machine answers here. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GenerationRemovalTests {
  private static final Request EVE = Request.by(new Caller("eve", Role.ADMIN));
  private static final Request DRY = new Request(EVE.caller(), null, null, true);
  private static final BaseName DEBIAN = new BaseName("debian");
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");
  private static final int MOST_STEPS = 40;
  @Autowired PruneBase pruneBase;
  @Autowired DisableBase disableBase;
  @Autowired RemoveBase removeBase;
  @Autowired EnableBase enableBase;
  @Autowired VerifyBase verifyBase;
  @Autowired RolloutBase rolloutBase;
  @Autowired RollbackBase rollbackBase;
  @Autowired RebaseClone rebaseClone;
  @Autowired ProvisionClones provisionClones;
  @Autowired Interventions interventions;
  @Autowired BaseUse use;
  @Autowired Bases bases;
  @Autowired Copies copies;
  @Autowired BaseLeftovers leftovers;
  @Autowired Clones clones;
  @Autowired CloneStates states;
  @Autowired Rebases rebases;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired ManagementService management;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @LocalServerPort int port;

  /**
   * n1 to n3 have the first generation, n1 and n2 the second, which new clones get, n1 alone the
   * third, which is held back.
   */
  @BeforeEach
  void threeGenerations() {
    nothing();
    for (NodeName node : List.of(N1, N2, N3)) herd.node(node.value(), 64 * GIB, 0);
    herd.base("debian", GIB);
    herd.generation("debian", 2, true, "n1", "n2");
    herd.generation("debian", 3, false, "n1");
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
  private CloneName lives(String clone, String node, int generation) {
    UUID guest = UUID.randomUUID();
    sql.sql(
            "insert into corral.clone(name, base, generation, volatile, memory, start, state, home, id) values (?, 'debian', ?, false, 1, true, 'STOPPED', ?, ?)")
        .params(clone, generation, node, guest)
        .update();
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state) values (?, ?, ?, 1, 1, 'PARKED')")
        .params(guest, clone, node)
        .update();
    return new CloneName(clone);
  }

  private Operation prune(int generation) {
    return pruneBase.start(EVE, DEBIAN, generation).operation();
  }

  private Copy.State state(int generation, NodeName node) {
    return bases.copy(DEBIAN, generation, node).orElseThrow().state();
  }

  private static void refused(String code, ThrowingCallable c) {
    assertThatThrownBy(c).isInstanceOf(Refused.class).extracting("code").isEqualTo(code);
  }

  private Operation child(Operation parent, NodeName node) {
    return operations
        .list(new Operations.Filter(null, null, null, node.value(), null, null, parent.id()), 0, 10)
        .get(0);
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
  void aGenerationInUseIsRefusedWithTheNamesOfThoseWhoUseIt() {
    lives("a", "n2", 1);
    lives("b", "n1", 2);
    assertThatThrownBy(() -> prune(1))
        .hasMessage("debian g1 is needed by a")
        .extracting("code")
        .isEqualTo("BASE_IN_USE");
    rebases.begin(new CloneName("b"), 1);
    assertThatThrownBy(() -> prune(1)).hasMessage("debian g1 is needed by a, b");
    rebases.giveUp(new CloneName("b"));
    states.failed(new CloneName("a"), null);
    assertThatThrownBy(() -> prune(1)).hasMessage("debian g1 is needed by a");
    assertThat(use.unneeded(DEBIAN)).isEmpty();
    states.forget(new CloneName("a"));
    assertThat(use.unneeded(DEBIAN)).containsExactly(1);
    assertThat(prune(1).subject()).isEqualTo("debian g1");
  }

  @Test
  void aDiskThatIsKeptWhereItIsMayNeedIt() {
    lives("a", "n2", 2);
    sql.sql(
            "insert into corral.leftover(node, guest, clone, pool, files, why, since, kept) values ('n3', ?, 'a', 'default', '{a.vda.qcow2}', 'a test', now(), true)")
        .param(UUID.randomUUID())
        .update();
    assertThatThrownBy(() -> prune(1))
        .hasMessage("debian g1 is needed by the disk of a that is kept on n3");
    assertThat(prune(3)).isNotNull();
  }

  @Test
  void whatIsSetAsideNeedsWhatItIsAnOverlayOnUntilItIsGivenUp() {
    sql.sql("truncate corral.aside").update();
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, why, superseded, since, base, generation, memory)
            values ('a-1', 'n2', ?, 'a', 'default', '/images', '{a.vda.qcow2}', 1, 'it was removed', false, now(), 'debian', 1, 1),
              ('b-1', 'n2', ?, 'b', 'default', '/images', '{b.vda.qcow2}', 1, 'it moved', true, now(), 'debian', 3, 1)""")
        .params(UUID.randomUUID(), UUID.randomUUID())
        .update();
    assertThatThrownBy(() -> prune(1))
        .hasMessage("debian g1 is needed by what is set aside of a on n2 (a-1)")
        .extracting("fix")
        .asString()
        .contains("/aside/purge", "/aside/bring-back");
    refused("BASE_IN_USE", () -> disableBase.start(EVE, DEBIAN, N2));
    refused("BASE_IN_USE", () -> removeBase.start(EVE, DEBIAN));
    assertThat(use.unneeded(DEBIAN)).isEmpty();
    assertThat(prune(3)).isNotNull();
    sql.sql("update corral.aside set given_up = true").update();
    assertThat(use.unneeded(DEBIAN)).containsExactly(1);
    assertThat(prune(1)).isNotNull();
    sql.sql("truncate corral.aside").update();
  }

  @Test
  void whatNewClonesGetAndTheOnlyOneStay() {
    refused("GENERATION_CURRENT", () -> prune(2));
    refused("GENERATION_UNKNOWN", () -> prune(7));
    herd.base("solo", GIB);
    assertThatThrownBy(() -> pruneBase.start(EVE, new BaseName("solo"), 1))
        .extracting("code", "fix")
        .containsExactly(
            "GENERATION_LAST", "remove the whole base, or make a new generation of it first");
  }

  @Test
  void oneThatIsBeingPreparedStaysAndOneThatFailedMayGo() {
    int next = bases.addGeneration(DEBIAN);
    refused("GENERATION_PREPARING", () -> prune(next));
    bases.failed(DEBIAN, next);
    assertThat(pruneBase.start(DRY, DEBIAN, next).plan().details())
        .containsEntry("bytes", Map.of());
  }

  @Test
  void whileSomethingIsDoneWithItOrMadeOutOfItItStays() {
    herd.node("n4", 64 * GIB, 0);
    herd.node("n5", 64 * GIB, 0);
    busy(RolloutBase.KIND, "debian", Map.of("base", "debian", "generation", 3, "waves", "n1"));
    busy(RollbackBase.KIND, "debian", Map.of("base", "debian", "generation", 1));
    busy(DisableBase.KIND, "debian on n3", Map.of("base", "debian", "node", "n3"));
    busy(CopyBase.KIND, "debian g1 to n4", copying(1, "n4"));
    busy(CopyBase.KIND, "debian g2 to n3", copying(2, "n3"));
    busy(VerifyCopy.KIND, "debian g1 on n2", copying(1, "n2"));
    processes.start(CopyBase.KIND, "debian g2 to n5", "eve", null, copying(2, "n5"));
    processes.start(VerifyCopy.KIND, "debian g2 on n2", "eve", null, copying(2, "n2"));
    provisionClones.start(EVE, new NewClones("debian", 2, "a", null, null, null, null));
    assertThat(prune(3)).isNotNull();
    assertThat(prune(1)).isNotNull();
  }

  private static Map<String, Object> copying(int generation, String node) {
    return Map.of("base", "debian", "generation", generation, "node", node);
  }

  private void busy(String kind, String subject, Map<String, Object> values) {
    Operation other = processes.start(kind, subject, "eve", null, values);
    assertThatThrownBy(() -> prune(1))
        .hasMessage("not ended yet: " + kind + " " + subject)
        .extracting("code")
        .isEqualTo("OPERATION_RUNNING");
    processes.cancel(other.id(), "eve", null);
  }

  @Test
  void whatGoesIsNotPlacedGoneBackToRebasedOntoOrRolledOut() {
    CloneName here = lives("here", "n1", 2);
    prune(1);
    prune(3);
    assertThat(List.of(state(1, N1), state(1, N2), state(1, N3), state(3, N1)))
        .containsOnly(Copy.State.REMOVING);
    provisionClones.start(EVE, new NewClones("debian", 1, "a", null, null, null, null));
    assertThat(clones.get(new CloneName("a")).decision().verdicts())
        .filteredOn(v -> v.node().equals("n3"))
        .extracting(v -> v.objection())
        .containsExactly("the base's copy there is removing: it will be removed");
    refused("GENERATION_NOT_THERE", () -> rollbackBase.start(EVE, DEBIAN, 1));
    refused("GENERATION_NOT_THERE", () -> rebaseClone.start(EVE, here, 1, false));
    refused(
        "BASE_LEAVES",
        () -> rolloutBase.start(EVE, DEBIAN, new RolloutBase.Wish(3, List.of(), null)));
    refused("NO_COPY", () -> verifyBase.start(EVE, DEBIAN, List.of(N3), null));
    refused("BASE_LEAVES", () -> prune(1));
    refused("OPERATION_RUNNING", () -> disableBase.start(EVE, DEBIAN, N3));
    states.forget(here);
    states.forget(new CloneName("a"));
    refused("OPERATION_RUNNING", () -> removeBase.start(EVE, DEBIAN));
  }

  @Test
  void otherGenerationsGoOnMeanwhile() {
    prune(1);
    assertThat(enableBase.start(EVE, DEBIAN, List.of(N3)).operation()).isNotNull();
    assertThat(verifyBase.start(EVE, DEBIAN, List.of(N2), null).operation()).isNotNull();
    assertThat(rolloutBase.start(EVE, DEBIAN, new RolloutBase.Wish(3, List.of(), null)).operation())
        .isNotNull();
  }

  @Test
  void aBaseThatIsRemovedIsNotRolledOut() {
    removeBase.start(EVE, DEBIAN);
    refused(
        "BASE_LEAVES",
        () -> rolloutBase.start(EVE, DEBIAN, new RolloutBase.Wish(3, List.of(), null)));
    refused("BASE_LEAVES", () -> prune(1));
  }

  @Test
  void aDryRunTellsWhatBecomesFreeWhoIsWokenAndWhoHasNothingThenAndChangesNothing() {
    sql.sql("update corral.node set health = 'OFF' where name = 'n3'").update();
    assertThat(pruneBase.start(DRY, DEBIAN, 1).plan().details())
        .containsEntry("bytes", Map.of("n1", 1L, "n2", 1L, "n3", 1L))
        .containsEntry("wakes", List.of("n3"))
        .containsEntry("leftWithout", List.of("n3"))
        .containsEntry("last", "n1");
    assertThat(state(1, N2)).isEqualTo(Copy.State.READY);
    assertThat(operations.openForBase("debian", null)).isEmpty();
  }

  @Test
  void aRemovalThatIsCancelledLeavesReadyWhatItHasNotTouched() {
    Operation removal = prune(1);
    copies.going(DEBIAN, 1, N2);
    processes.cancel(removal.id(), "eve", null);
    assertThat(state(1, N1)).isEqualTo(Copy.State.READY);
    assertThat(state(1, N2)).isEqualTo(Copy.State.FAILED);
    assertThat(state(1, N3)).isEqualTo(Copy.State.READY);
    assertThat(state(2, N2)).isEqualTo(Copy.State.READY);
    assertThat(rollbackBase.start(EVE, DEBIAN, 1).operation()).isNotNull();
  }

  @Test
  void aCancelledRemovalOfOneGenerationLeavesThatOfAnotherAlone() {
    prune(3);
    processes.cancel(prune(1).id(), "eve", null);
    assertThat(state(3, N1)).isEqualTo(Copy.State.REMOVING);
  }

  @Test
  void aNodeThatIsGoneForGoodIsSkippedAndCleanedOfThatOneIfItEverAnswers() {
    Operation onN2 = child(prune(1), N2);
    assertThat(onN2.subject()).isEqualTo("debian g1 on n2");
    assertThat(advanced(onN2.id()).state()).isEqualTo(Operation.State.INCIDENT);
    interventions.skip(new Request(EVE.caller(), "burnt", null, false), onN2.id());
    assertThat(advanced(onN2.id()).state()).isEqualTo(Operation.State.DONE);
    assertThat(bases.copy(DEBIAN, 1, N2)).isEmpty();
    assertThat(state(2, N2)).isEqualTo(Copy.State.READY);
    assertThat(leftovers.on(N2))
        .extracting(BaseLeftover::generation, BaseLeftover::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "generation 1 of debian was removed"));
  }

  @Test
  void theMainNodeLosesItLastAndThenItIsForgottenAndItsNumberNotGivenAgain() {
    Operation removal = prune(3);
    assertThat(child(removal, N1).subject()).isEqualTo("debian g3 on n1");
    sql.sql("delete from corral.base_copy where generation = 3").update();
    processes.cancel(removal.id(), "eve", null);
    Operation onMain =
        processes.start(DisableBase.KIND, "debian g1 on n1", "eve", null, copying(1, "n1"));
    assertThat(advanced(onMain.id()).steps().get(1).error().detail())
        .isEqualTo("it goes from the main node last, and is still on n2, n3");
    bases.forget(DEBIAN, 3);
    bases.forget(DEBIAN, 3);
    assertThat(bases.generations(DEBIAN)).extracting(Generation::number).containsExactly(2, 1);
    assertThat(bases.addGeneration(DEBIAN)).isEqualTo(4);
    assertThat(operations.get(removal.id()).base()).isEqualTo("debian");
  }

  /** Either a clone was decided first, and is named, or the generation leaves first. */
  @Test
  void noCloneSlipsOntoItWhileItGoes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(7);
    try {
      for (int round = 0; round < 6; round++) {
        threeGenerations();
        int r = round;
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          int n = i;
          all.add(
              threads.submit(
                  () -> {
                    go.await();
                    return provisionClones.start(
                        EVE, new NewClones("debian", 1, "r" + r + "-" + n, null, null, null, null));
                  }));
        }
        Future<Boolean> gone =
            threads.submit(
                () -> {
                  go.await();
                  try {
                    prune(1);
                    return true;
                  } catch (Refused needed) {
                    return false;
                  }
                });
        go.countDown();
        for (Future<?> f : all) f.get();
        boolean used =
            clones.list(Clones.Filter.all(), 0, 100).stream()
                .map(Clone::generation)
                .anyMatch(g -> g == 1);
        assertThat(used).as("round " + r).isEqualTo(!gone.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void overRest() {
    lives("a", "n2", 1);
    Web web = new Web(port);
    String path = "/api/v1/bases/debian/generations/";
    Web.Answer inUse = web.send("boss:boss", "DELETE", path + 1, null, Map.of());
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.field("code")).isEqualTo("BASE_IN_USE");
    assertThat(inUse.field("detail")).endsWith("by a");
    assertThat(web.get("boss:boss", "/api/v1/bases/debian").field("generations/2/clones"))
        .isEqualTo("1");
    Web.Answer plan = web.send("boss:boss", "DELETE", path + "3?dryRun=true", null, Map.of());
    assertThat(plan.field("details/bytes/n1")).isEqualTo("1");
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Web.Answer begun = web.send("boss:boss", "DELETE", path + "3?reason=old", null, key);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.field("reason")).isEqualTo("old");
    assertThat(web.send("boss:boss", "DELETE", path + "3?reason=old", null, key).field("id"))
        .isEqualTo(begun.field("id"));
  }
}
