package dev.corral.operation.clone;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.WakeNode;
import dev.corral.placement.Capacity;
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
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is off is woken when it is needed, and not otherwise; jobs are run by hand. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SleepingNodesTests {
  private static final Caller EVE = new Caller("eve", Role.ADMIN);
  @Autowired ProvisionClones provisionClones;
  @Autowired StartClone startClone;
  @Autowired WakeNode wakeNode;
  @Autowired FreeRoom room;
  @Autowired Clones clones;
  @Autowired Claims claims;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired ManagementService management;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  private final List<String> open = new ArrayList<>();

  /** Each takes so many clones of 1 GiB beside the reserve of 1 GB. */
  @BeforeEach
  void threeNodes() {
    herd.none();
    herd.node("n1", 3 * GIB, 0);
    herd.node("n2", 3 * GIB, 0);
    herd.node("n3", 5 * GIB, 0);
    herd.base("debian", GIB);
    sql.sql("update corral.node set mac = '52:54:00:00:00:01'").update();
  }

  @AfterEach
  void nothing() {
    for (String kind : List.of("provision-clone", "wake-node", "power-off-node", "start-clone"))
      for (Operation o : operations.open(kind)) processes.cancel(o.id(), "test", null);
    herd.none();
  }

  private void off(String... nodes) {
    for (String node : nodes)
      sql.sql("update corral.node set health = 'OFF', evidence = 'switched off' where name = ?")
          .param(node)
          .update();
  }

  private void up(String node) {
    sql.sql("update corral.node set health = 'UP' where name = ?").param(node).update();
  }

  private Operation ask(String name) {
    return provisionClones
        .start(Request.by(EVE), new NewClones("debian", 1, name, null, null, null, null))
        .operation();
  }

  private Clone clone(String name) {
    return clones.get(new CloneName(name));
  }

  private String home(String name) {
    return clone(name).home().value();
  }

  private String objection(String name, String node) {
    return clone(name).decision().verdicts().stream()
        .filter(v -> v.node().equals(node))
        .findFirst()
        .orElseThrow()
        .objection();
  }

  /** Runs the one job that this operation waits for. */
  private void step(Operation operation) {
    Job job = management.createJobQuery().processInstanceId(operation.id()).singleResult();
    try {
      management.executeJob(job.getId());
    } catch (RuntimeException failed) {
      // kept as the step's error
    }
  }

  private Operation wakeUp(String node) {
    return operations.open("wake-node", node).orElseThrow();
  }

  @Test
  void whatIsAwakeIsTakenFirstAndThenWhatSleeps() {
    off("n3");
    for (int i = 1; i <= 4; i++) ask("c" + i);
    assertThat(List.of(home("c1"), home("c2"), home("c3"), home("c4")))
        .containsExactlyInAnyOrder("n1", "n1", "n2", "n2");
    Outcome plan =
        provisionClones.start(
            new Request(EVE, null, null, true),
            new NewClones("debian", 1, "c5", null, null, null, null));
    assertThat(plan.plan().details().get("placements").toString())
        .contains("n3 is off and will be woken");
    ask("c5");
    assertThat(home("c5")).isEqualTo("n3");
  }

  @Test
  void whatIsNotWantedOrCannotBeWokenIsLeftAsleep() {
    off("n1", "n2", "n3");
    sql.sql("update corral.node set availability = 'CORDONED' where name = 'n1'").update();
    sql.sql("update corral.node set mac = null where name = 'n2'").update();
    ask("c1");
    assertThat(home("c1")).isEqualTo("n3");
    assertThat(objection("c1", "n1")).isEqualTo("it is cordoned");
    assertThat(objection("c1", "n2")).contains("does not know its hardware address");
  }

  @Test
  void manyClonesWakeANodeOnceAndGoOnWhenItIsUp() {
    off("n1", "n2", "n3");
    List<Operation> asked = List.of(ask("c1"), ask("c2"), ask("c3"));
    assertThat(asked).allSatisfy(o -> assertThat(home(o.subject())).isEqualTo("n3"));
    for (Operation o : asked) step(o); // ClaimPlace
    for (Operation o : asked) step(o); // WakePlace
    assertThat(operations.open("wake-node")).extracting(Operation::subject).containsExactly("n3");
    assertThat(wakeUp("n3").reason()).isEqualTo("it is needed for c1");
    up("n3");
    sql.sql("update corral.operation set state = 'DONE', ended_at = now() where id = ?")
        .param(wakeUp("n3").id())
        .update();
    step(asked.get(0)); // the timer
    step(asked.get(0)); // WakePlace again
    assertThat(operations.get(asked.get(0).id()).steps())
        .filteredOn(s -> s.id().equals("WakePlace"))
        .extracting(s -> s.state().name())
        .containsExactly("DONE");
  }

  @Test
  void aNodeThatDoesNotWakeGivesTheCloneBackAndTheNextBestIsTried() {
    off("n1", "n2", "n3");
    Operation asked = ask("c1");
    step(asked);
    step(asked);
    processes.cancel(wakeUp("n3").id(), "eve", null);
    step(asked); // the timer
    step(asked); // WakePlace sees it
    step(asked); // GiveBackClaim
    step(asked); // ClaimPlace
    assertThat(home("c1")).isEqualTo("n1");
    assertThat(objection("c1", "n3")).contains("it failed there before: n3 could not be woken");
    assertThat(claims.open().keySet()).containsExactly("n1");
  }

  @Test
  void aNodeWhoseWakeUpWaitsForAPersonIsNotAskedAgain() {
    off("n1", "n2", "n3");
    Operation asked = ask("c1");
    step(asked);
    step(asked);
    sql.sql("update corral.operation set state = 'INCIDENT' where id = ?")
        .param(wakeUp("n3").id())
        .update();
    ask("c2");
    assertThat(home("c2")).isEqualTo("n1");
    assertThat(objection("c2", "n3")).isEqualTo("it could not be woken: switched off");
  }

  @Test
  void nothingComesToANodeThatIsBeingSwitchedOff() {
    processes.start("power-off-node", "n3", "eve", null, Map.of("node", "n3"));
    for (int i = 1; i <= 4; i++) ask("c" + i);
    assertThat(claims.open().keySet()).containsExactlyInAnyOrder("n1", "n2");
    assertThat(objection("c4", "n3")).isEqualTo("it is being switched off");
    assertThatThrownBy(() -> ask("c5")).hasMessageContaining("n3: it is being switched off");
    assertThatThrownBy(() -> wakeNode.start(Request.by(EVE), new NodeName("n3")))
        .extracting("code")
        .isEqualTo("NODE_SWITCHING_OFF");
  }

  /** The decision of a moment before has left its claim, or the one after sees the operation. */
  @Test
  void noDecisionSlipsThroughTheMomentOfSwitchingOff() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(17);
    try {
      for (int round = 0; round < 12; round++) {
        threeNodes();
        int r = round;
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          int n = i;
          all.add(
              threads.submit(
                  () -> {
                    go.await();
                    try {
                      ask("r" + r + "-" + n);
                    } catch (Refused noRoom) {
                      return null;
                    }
                    return null;
                  }));
        }
        Future<Operation> off =
            threads.submit(
                () -> {
                  go.await();
                  Thread.yield();
                  Operation o =
                      processes.start("power-off-node", "n3", "eve", null, Map.of("node", "n3"));
                  step(o);
                  return o;
                });
        go.countDown();
        for (Future<?> f : all) f.get();
        Operation switchingOff = operations.get(off.get().id());
        boolean kept =
            switchingOff.steps().get(0).state() == dev.corral.engine.OperationStep.State.DONE;
        assertThat(claims.open().containsKey("n3")).as("round " + round).isEqualTo(!kept);
        nothing();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aCloneIsStartedOnAHomeThatIsOffOnlyIfTheNodeMayBeWoken() {
    ask("c1");
    String home = home("c1");
    operations.open("provision-clone").forEach(o -> processes.cancel(o.id(), "test", null));
    sql.sql("update corral.clone set state = 'STOPPED'").update();
    sql.sql("update corral.claim set state = 'PARKED'").update();
    off(home);
    Outcome plan = startClone.start(new Request(EVE, null, null, true), new CloneName("c1"));
    assertThat(plan.plan().details()).containsEntry("wakesNode", true);
    sql.sql("update corral.node set availability = 'DRAINED' where name = ?").param(home).update();
    assertThatThrownBy(() -> startClone.start(Request.by(EVE), new CloneName("c1")))
        .extracting("code")
        .isEqualTo("NODE_ASLEEP");
    sql.sql("update corral.node set availability = 'ACTIVE' where name = ?").param(home).update();
    Operation started = startClone.start(Request.by(EVE), new CloneName("c1")).operation();
    step(started); // ClaimMemory
    step(started); // WakeHome
    assertThat(operations.open("wake-node")).extracting(Operation::subject).containsExactly(home);
    processes.cancel(started.id(), "eve", null);
    assertThat(claims.of("c1").orElseThrow().state()).isEqualTo(Claims.State.PARKED);
  }

  @Test
  void capacityTellsWhatWakingWouldBring() {
    off("n3");
    Capacity capacity = room.of(new BaseName("debian"));
    assertThat(capacity.now()).isEqualTo(4);
    assertThat(capacity.everyNodeAwake()).isEqualTo(8);
    assertThat(capacity.afterLosingOne()).isEqualTo(4);
    ask("c1");
    assertThat(room.of(new BaseName("debian")).now()).isEqualTo(3);
  }
}
