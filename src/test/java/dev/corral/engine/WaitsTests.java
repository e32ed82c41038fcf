package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corral.CorralTest;
import dev.corral.engine.ScriptedSteps.Script;
import dev.corral.shared.Category;
import dev.corral.shared.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A step that puts its own job off and is woken: on the real engine and database. */
@CorralTest
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitsTests {
  private static final AtomicInteger SUBJECTS = new AtomicInteger();

  /** Nobody but the tests tells of it: of nodes, the rooms that watch them would. */
  private static final Signal CHANGE = Signal.operation("one");

  private static boolean deployed;

  @Autowired Processes processes;
  @Autowired Operations operations;
  @Autowired Waits waits;
  @Autowired Waker waker;
  @Autowired Script script;
  @Autowired JdbcClient sql;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired RepositoryService repository;
  @Autowired PlatformTransactionManager transactions;

  @BeforeEach
  void models() {
    script.nothing();
    if (deployed) return;
    deployed = true;
    deploy(
        Bpmn.createExecutableProcess("waiting")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .serviceTask("Looking")
            .name("Await the change")
            .camundaAsyncBefore()
            .camundaDelegateExpression("${lookingStep}")
            .endEvent()
            .done());
    deploy(
        Bpmn.createExecutableProcess("waiting-with-deadline")
            .camundaHistoryTimeToLive(1)
            .startEvent()
            .subProcess("Within")
            .embeddedSubProcess()
            .startEvent()
            .serviceTask("Looking")
            .name("Await the change")
            .camundaAsyncBefore()
            .camundaDelegateExpression("${lookingStep}")
            .endEvent()
            .subProcessDone()
            .endEvent("InTime")
            .moveToActivity("Within")
            .boundaryEvent("Deadline")
            .timerWithDuration("PT2H")
            .serviceTask("First")
            .name("Deal with it")
            .camundaAsyncBefore()
            .camundaDelegateExpression("${firstStep}")
            .endEvent("Late")
            .done());
  }

  private void deploy(BpmnModelInstance model) {
    String name =
        model
            .getModelElementsByType(org.camunda.bpm.model.bpmn.instance.Process.class)
            .iterator()
            .next()
            .getId();
    repository.createDeployment().addModelInstance(name + ".bpmn", model).deploy();
  }

  private String start(String kind) {
    return processes
        .start(kind, "waits-" + SUBJECTS.incrementAndGet(), "eve", null, Map.of("node", "n7"))
        .id();
  }

  private Job job(String id) {
    return management.createJobQuery().processInstanceId(id).activityId("Looking").list().stream()
        .findFirst()
        .orElse(null);
  }

  /** One run of the job, as the executor would; answers whether the step is finished. */
  private boolean run(Job job) {
    try {
      management.executeJob(job.getId());
      return true;
    } catch (RuntimeException putOff) {
      return false;
    }
  }

  private void waiting(String id) {
    script.looks(
        "Looking",
        run -> {
          run.awaits(CHANGE);
          run.say("waits for n7");
          return false;
        });
    assertThat(run(job(id))).isFalse();
  }

  private Duration untilDue(String id) {
    return Duration.between(Instant.now(), job(id).getDuedate().toInstant());
  }

  private boolean isDue(String id) {
    return untilDue(id).compareTo(Duration.ofSeconds(1)) < 0;
  }

  private OperationStep step(String id, String step) {
    return operations.get(id).steps().stream()
        .filter(s -> s.id().equals(step))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anUnfinishedStepIsPutOffAndSaysWhatItWaitsFor() {
    String id = start("waiting");
    waiting(id);
    assertThat(untilDue(id)).isBetween(Duration.ofSeconds(25), Steps.NET);
    assertThat(operations.get(id).state()).isEqualTo(Operation.State.WAITING);
    assertThat(operations.get(id).waitingFor()).isEqualTo("waits for n7");
    assertThat(operations.get(id).waitingUntil()).as("it has no deadline").isNull();
    assertThat(step(id, "Looking").state()).isEqualTo(OperationStep.State.WAITING);
    assertThat(step(id, "Looking").detail()).isEqualTo("waits for n7");
  }

  @Test
  void aStepThatSaysNothingWaitsForWhatItsNameSays() {
    String id = start("waiting");
    script.looks("Looking", run -> false);
    run(job(id));
    assertThat(operations.get(id).waitingFor()).isEqualTo("Await the change");
  }

  @Test
  void aStepMayAskForAnEarlierLook() {
    String id = start("waiting");
    script.looks(
        "Looking",
        run -> {
          run.lookWithin(Duration.ofSeconds(3));
          return false;
        });
    run(job(id));
    assertThat(untilDue(id)).isBetween(Duration.ZERO, Duration.ofSeconds(3));
  }

  @Test
  void lookingCostsNoRetryNoIncidentAndNoHistory() {
    String id = start("waiting");
    int retries = job(id).getRetries();
    waiting(id);
    long history = historyRows();
    for (int look = 0; look < 5; look++) run(job(id));
    assertThat(historyRows()).isEqualTo(history);
    assertThat(job(id).getRetries()).isEqualTo(retries);
    assertThat(job(id).getExceptionMessage()).isNull();
    assertThat(runtime.createIncidentQuery().processInstanceId(id).count()).isZero();
  }

  /** Rows in all history tables of the engine. */
  private long historyRows() {
    List<String> tables =
        sql.sql("select table_name from information_schema.tables where table_name like 'act_hi_%'")
            .query(String.class)
            .list();
    assertThat(tables).hasSizeGreaterThan(10);
    return tables.stream()
        .mapToLong(t -> sql.sql("select count(*) from " + t).query(Long.class).single())
        .sum();
  }

  @Test
  void aLookAtRestWritesNothingButItsJob() {
    String id = start("waiting");
    waiting(id);
    List<String> before = rowVersions(id);
    for (int look = 0; look < 3; look++) run(job(id));
    assertThat(rowVersions(id)).isEqualTo(before);
  }

  private List<String> rowVersions(String id) {
    return sql.sql(
            """
            select 'operation ' || xmin from corral.operation where id = :id
            union all select 'attempt ' || xmin from corral.step_attempt where operation = :id
            union all select 'wait ' || xmin from corral.wait where operation = :id
            union all select 'execution ' || xmin from act_ru_execution where proc_inst_id_ = :id""")
        .param("id", id)
        .query(String.class)
        .list();
  }

  @Test
  void whatALookDoesStaysAlthoughItIsNotFinishedAndItsAnswersDoNot() {
    String id = start("waiting");
    AtomicInteger looks = new AtomicInteger();
    script.looks(
        "Looking",
        run -> {
          if (looks.incrementAndGet() == 1)
            processes.start("waiting", "child of " + id, "eve", null, Map.of("parent", id));
          run.answer("seen", looks.get());
          return false;
        });
    run(job(id));
    assertThat(operations.children(id).open()).isEqualTo(1);
    assertThat(runtime.getVariables(id)).doesNotContainKey("seen");
    script.looks(
        "Looking",
        run -> {
          run.answer("seen", true);
          return false;
        });
    run(job(id));
    assertThat(runtime.getVariables(id)).doesNotContainKey("seen");
  }

  @Test
  void aSignalMakesTheJobDueAndTheStepFinishes() {
    String id = start("waiting");
    waiting(id);
    assertThat(isDue(id)).isFalse();
    waits.wake(List.of(Signal.operation("another")));
    assertThat(isDue(id)).as("that was another one").isFalse();
    assertThat(job(id).getPriority()).as("whoever has more to do goes first").isNegative();
    waits.wake(List.of(CHANGE));
    assertThat(isDue(id)).isTrue();
    assertThat(job(id).getPriority()).isZero();
    script.looks("Looking", run -> true);
    assertThat(run(job(id))).isTrue();
    assertThat(operations.get(id).state()).isEqualTo(Operation.State.DONE);
    assertThat(operations.get(id).waitingFor()).isNull();
    assertThat(step(id, "Looking").attempt()).as("one attempt over all looks").isEqualTo(1);
    assertThat(waits.awaited()).noneMatch(a -> a.signal().equals(Signal.operation(id)));
  }

  @Test
  void aSignalIsPassedOnAfterTheCommitOfWhatCausedIt() throws InterruptedException {
    String id = start("waiting");
    waiting(id);
    var transaction = new TransactionTemplate(transactions);
    transaction.executeWithoutResult(
        status -> {
          waker.send(CHANGE);
          status.setRollbackOnly();
        });
    String later = start("waiting");
    script.looks(
        "Looking",
        run -> {
          run.awaits(Signal.operation("another"));
          return false;
        });
    run(job(later));
    transaction.executeWithoutResult(
        status -> {
          waker.send(Signal.operation("another"));
          assertThat(isDue(later)).isFalse();
        });
    until(() -> isDue(later)); // they are passed on in order
    assertThat(isDue(id)).as("what was rolled back wakes nobody").isFalse();
    transaction.executeWithoutResult(status -> waker.send(CHANGE));
    until(() -> isDue(id));
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  @Test
  void aChangeThatComesWhileTheStepLooksIsNotOverlooked() {
    String id = start("waiting");
    waiting(id);
    script.looks(
        "Looking",
        run -> {
          run.awaits(CHANGE);
          java.util.concurrent.CompletableFuture.runAsync(() -> waits.wake(List.of(CHANGE))).join();
          return false; // it looked before the change
        });
    run(job(id));
    assertThat(isDue(id)).isTrue();
  }

  @Test
  void aChangeBetweenTheFirstLookAndTheRegistrationIsSeenByALookRightAfter() {
    String id = start("waiting");
    AtomicBoolean changed = new AtomicBoolean();
    List<Boolean> seen = new ArrayList<>();
    script.looks(
        "Looking",
        run -> {
          run.awaits(CHANGE);
          seen.add(changed.get());
          return changed.getAndSet(true);
        });
    assertThat(run(job(id))).isTrue();
    assertThat(seen).containsExactly(false, true);
  }

  @Test
  void aJobThatAnotherInstanceRunsIsLeftToIt() {
    String id = start("waiting");
    waiting(id);
    lock(id, "corral-of-another-host");
    waits.wake(List.of(CHANGE));
    assertThat(isDue(id)).as("who holds the lock decides").isFalse();
    assertThat(waits.registered(job(id).getId()).woken()).as("and sees this").isEqualTo(1);
  }

  private void lock(String id, String owner) {
    sql.sql(
            "update act_ru_job set lock_owner_ = ?, lock_exp_time_ = now() + interval '1 hour' where process_instance_id_ = ?")
        .params(java.util.Arrays.asList(owner, id))
        .update();
  }

  @Test
  void afterAStartEverybodyLooks() {
    String id = start("waiting");
    waiting(id);
    waits.wakeAll();
    assertThat(isDue(id)).isTrue();
  }

  @Test
  void theDeadlineAroundAStepEndsItAndIsShownUntilThen() {
    String id = start("waiting-with-deadline");
    waiting(id);
    assertThat(Duration.between(Instant.now(), operations.get(id).waitingUntil()))
        .isBetween(Duration.ofMinutes(119), Duration.ofMinutes(120));
    Job deadline = management.createJobQuery().processInstanceId(id).timers().singleResult();
    management.executeJob(deadline.getId());
    assertThat(job(id)).as("the put-off job is gone").isNull();
    Job late = management.createJobQuery().processInstanceId(id).singleResult();
    assertThat(run(late)).isTrue();
    assertThat(operations.get(id).state()).isEqualTo(Operation.State.DONE);
    assertThat(step(id, "Looking").state()).isEqualTo(OperationStep.State.TIMED_OUT);
    assertThat(step(id, "Looking").endedAt()).isNotNull();
    assertThat(step(id, "First").state()).isEqualTo(OperationStep.State.DONE);
  }

  @Test
  void aCancelledOperationLeavesNoStepWaiting() {
    String id = start("waiting");
    waiting(id);
    processes.cancel(id, "bob", null);
    assertThat(operations.get(id).state()).isEqualTo(Operation.State.CANCELLED);
    assertThat(operations.get(id).waitingFor()).isNull();
    assertThat(step(id, "Looking").state()).isEqualTo(OperationStep.State.CANCELLED);
  }

  @Test
  void failuresOfWeeksAgoDoNotCountAgainstAStepThatWaitsLong() {
    String id = start("waiting");
    for (int week = 0; week < 6; week++) {
      script.looks(
          "Looking",
          run -> {
            throw new Trouble();
          });
      run(job(id));
      assertThat(operations.get(id).waitingFor()).isNull();
      waiting(id);
    }
    assertThat(runtime.createIncidentQuery().processInstanceId(id).count()).isZero();
    assertThat(step(id, "Looking").attempt()).isEqualTo(7);
  }

  private static final class Trouble extends Problem {
    Trouble() {
      super(Category.NODE_FAILED, "TROUBLE", "n7: no answer", "wait", null);
    }
  }

  @Test
  void anOperationThatEndsWakesItsParentAndWhoeverWaitsForIt() throws InterruptedException {
    String parent = start("waiting");
    String other = start("waiting");
    String child =
        processes
            .start(
                "waiting",
                "waits-" + SUBJECTS.incrementAndGet(),
                "eve",
                null,
                Map.of("parent", parent))
            .id();
    for (String id : List.of(parent, other)) {
      script.looks(
          "Looking",
          run -> {
            run.awaits(id.equals(parent) ? Signal.childOf(parent) : Signal.operation(child));
            return false;
          });
      run(job(id));
      assertThat(isDue(id)).isFalse();
    }
    script.looks("Looking", run -> true);
    assertThat(run(job(child))).isTrue();
    until(() -> isDue(parent) && isDue(other));
  }

  @Test
  void aDatabaseThatBeganWithFullHistoryIsTakenOver() {
    sql.sql("update act_ge_property set value_ = '3' where name_ = 'historyLevel'").update();
    StoredHistoryLevel.adopt(sql);
    assertThat(
            sql.sql("select value_ from act_ge_property where name_ = 'historyLevel'")
                .query(String.class)
                .single())
        .isEqualTo("1");
  }
}
