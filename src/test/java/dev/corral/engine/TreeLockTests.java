package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corral.CorralTest;
import dev.corral.engine.ScriptedSteps.Script;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Steps and commands that change their operation take turns: on the real engine and database. */
@CorralTest
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TreeLockTests {
  private static boolean deployed;
  @Autowired Processes processes;
  @Autowired Operations operations;
  @Autowired Script script;
  @Autowired JdbcClient sql;
  @Autowired ManagementService management;
  @Autowired RepositoryService repository;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicBoolean ran = new AtomicBoolean();

  @BeforeEach
  void model() {
    script.nothing();
    if (deployed) return;
    deployed = true;
    repository
        .createDeployment()
        .addModelInstance(
            "one-step.bpmn",
            Bpmn.createExecutableProcess("one-step")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("First")
                .name("Do it")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${firstStep}")
                .endEvent()
                .done())
        .deploy();
  }

  @AfterEach
  void ended() {
    go.countDown();
    for (Operation open :
        operations.list(
            new Operations.Filter("one-step", null, null, null, null, null, null), 0, 100)) {
      if (!operations.get(open.id()).state().ended()) processes.cancel(open.id(), "a test", null);
    }
  }

  private String start(String subject, String parent) {
    return processes
        .start(
            "one-step", subject, "eve", null, parent == null ? Map.of() : Map.of("parent", parent))
        .id();
  }

  private CompletableFuture<Void> step(String operation) {
    String job = job(operation).getId();
    return CompletableFuture.runAsync(() -> management.executeJob(job));
  }

  private CompletableFuture<Void> alone(String operation) {
    return CompletableFuture.runAsync(
        () ->
            processes.undisturbed(
                operation,
                () -> {
                  begun.countDown();
                  return held();
                }));
  }

  private boolean held() {
    try {
      go.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void someoneWaits() {
    await()
        .until(
            () ->
                sql.sql(
                            "select count(*) from pg_locks where locktype = 'advisory' and not"
                                + " granted")
                        .query(Integer.class)
                        .single()
                    > 0);
  }

  private Job job(String operation) {
    return management.createJobQuery().processInstanceId(operation).singleResult();
  }

  private void isPutOff(String operation) {
    int retries = job(operation).getRetries();
    assertThatThrownBy(step(operation)::join).hasRootCauseInstanceOf(NotYet.class);
    assertThat(ran).isFalse();
    assertThat(operations.get(operation).steps()).isEmpty();
    assertThat(job(operation).getRetries()).isEqualTo(retries);
    assertThat(job(operation).getDuedate()).isBefore(Date.from(Instant.now().plusSeconds(2)));
  }

  @Test
  void aStepBelowIsPutOffWhileACommandHasTheTreeAlone() throws Exception {
    String top = start("tree-1", null);
    String below = start("tree-1 below", top);
    script.says("First", run -> ran.set(true));
    CompletableFuture<Void> alone = alone(top);
    begun.await();
    isPutOff(below);
    go.countDown();
    alone.join();
    step(below).join();
    assertThat(ran).isTrue();
  }

  @Test
  void whoeverWantsTheTreeAloneWaitsForTheStepThatRunsThere() throws Exception {
    String top = start("tree-2", null);
    script.says(
        "First",
        run -> {
          begun.countDown();
          ran.set(held());
        });
    CompletableFuture<Void> step = step(top);
    begun.await();
    CompletableFuture<Boolean> seen =
        CompletableFuture.supplyAsync(() -> processes.undisturbed(top, ran::get));
    someoneWaits();
    assertThat(seen).isNotDone();
    isPutOff(start("tree-2 below", top));
    go.countDown();
    assertThat(seen.join()).isTrue();
    step.join();
  }

  @Test
  void anotherTreeIsNotKeptWaiting() throws Exception {
    String one = start("tree-3", null);
    String other = start("tree-4", null);
    script.says("First", run -> ran.set(true));
    CompletableFuture<Void> alone = alone(one);
    begun.await();
    step(other).join();
    assertThat(ran).isTrue();
    go.countDown();
    alone.join();
  }
}
