package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.corral.CorralTest;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.engine.Operation.State;
import dev.corral.engine.ScriptedSteps.Script;
import dev.corral.shared.Category;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.CallActivityBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A call made an audited step, and an instance an operation: on the real engine and database. */
@CorralTest
@Timeout(
    value = 60,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lock held against itself never ends
class StepsTests {
  /** A first try, and one more after each of the three intervals of corral.retry. */
  private static final int TRIES = 4;

  private static final AtomicInteger SUBJECTS = new AtomicInteger();
  private static boolean deployed;

  @Autowired Processes processes;
  @Autowired Operations operations;
  @Autowired AuditTrail audit;
  @Autowired Script script;
  @Autowired JdbcClient sql;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired RepositoryService repository;

  /** It did not work this time. */
  private static final class Trouble extends Problem {
    Trouble(boolean passing) {
      super(
          passing ? Category.NODE_FAILED : Category.CONFLICT,
          "TROUBLE",
          "n1: the disk is full",
          "make room",
          null);
    }
  }

  @BeforeEach
  void models() {
    script.nothing();
    if (deployed) return;
    deploy(task(task(model("two-steps"), "First", "first"), "Second", "second").endEvent().done());
    deploy(
        task(model("refusable"), "Refusable", "refusable")
            .endEvent("Done")
            .<ServiceTaskBuilder>moveToActivity("Refusable")
            .boundaryEvent("Caught")
            .errorEventDefinition()
            .error("NO_ROOM")
            .errorMessageVariable("failure")
            .errorEventDefinitionDone()
            .endEvent("RefusedNoRoom")
            .done());
    deploy(task(model("looking"), "Looking", "looking").endEvent().done());
    deploy(
        task(model("elsewhere"), "Elsewhere", "elsewhere")
            .endEvent("Done")
            .<ServiceTaskBuilder>moveToActivity("Elsewhere")
            .boundaryEvent("Failed")
            .error("NODE_FAILED")
            .endEvent("WentElsewhere")
            .done());
    deploy(
        task(
                model("family")
                    .callActivity("Children")
                    .calledElement("two-steps")
                    .camundaInBusinessKey("${child}")
                    .camundaIn("actor", "actor")
                    .camundaIn("child", "node")
                    .multiInstance()
                    .camundaCollection("${list.of(children)}")
                    .camundaElementVariable("child")
                    .camundaAsyncAfter()
                    .<CallActivityBuilder>multiInstanceDone(),
                "First",
                "first")
            .endEvent()
            .done());
    deployed = true;
  }

  private static AbstractFlowNodeBuilder<?, ?> model(String name) {
    return Bpmn.createExecutableProcess(name).camundaHistoryTimeToLive(1).startEvent();
  }

  private static AbstractFlowNodeBuilder<?, ?> task(
      AbstractFlowNodeBuilder<?, ?> before, String id, String step) {
    return before
        .serviceTask(id)
        .name(id + " step")
        .camundaAsyncBefore()
        .camundaDelegateExpression("${" + step + "Step}");
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

  private Operation start(String kind, Map<String, Object> variables) {
    return processes.start(kind, subject(), "eve", "the new term", variables);
  }

  private static String subject() {
    return "subject-" + SUBJECTS.incrementAndGet();
  }

  /** Runs the next job of an operation as the executor would; answers whether that went well. */
  private boolean next(String id) {
    Job job =
        management.createJobQuery().processInstanceId(id).withRetriesLeft().list().stream()
            .findFirst()
            .orElseThrow(() -> new AssertionError("no job is left of " + operations.get(id)));
    try {
      management.executeJob(job.getId());
      return true;
    } catch (RuntimeException failed) {
      return false;
    }
  }

  private void all(String id) {
    while (management.createJobQuery().processInstanceId(id).withRetriesLeft().count() > 0)
      next(id);
  }

  private List<AuditEntry> rows(String id) {
    List<AuditEntry> rows = new ArrayList<>();
    var filter = new AuditTrail.Filter(null, null, null, id, null, null, null, null);
    audit.find(filter, 0, 100).forEach(row -> rows.add(0, row.entry()));
    return rows;
  }

  private List<String> outcomes(String id) {
    return rows(id).stream().map(AuditEntry::outcome).toList();
  }

  private State state(String id) {
    return operations.get(id).state();
  }

  private OperationStep step(String id, String step) {
    return operations.get(id).steps().stream()
        .filter(s -> s.id().equals(step))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOperationFollowsItsInstanceFromBeginningToEnd() {
    Operation operation = start("two-steps", Map.of("node", "n1", "base", "debian"));
    String id = operation.id();
    assertThat(operation.kind()).isEqualTo("two-steps");
    assertThat(operation.state()).isEqualTo(State.RUNNING);
    assertThat(operation.percent()).isZero();
    assertThat(operation.steps()).isEmpty();
    assertThat(operation.startedBy()).isEqualTo("eve");
    assertThat(operation.endedAt()).isNull();

    script.says("First", run -> run.say("did the first"));
    assertThat(next(id)).isTrue();
    assertThat(operations.get(id).percent()).isEqualTo(50);
    assertThat(step(id, "First").state()).isEqualTo(OperationStep.State.DONE);
    assertThat(step(id, "First").name()).isEqualTo("First step");
    assertThat(step(id, "First").detail()).isEqualTo("did the first");
    assertThat(step(id, "First").node()).isEqualTo("n1");

    assertThat(next(id)).isTrue();
    assertThat(operations.get(id).percent()).isEqualTo(100);
    assertThat(state(id)).isEqualTo(State.DONE);
    assertThat(operations.get(id).endedAt()).isNotNull();
    assertThat(operations.get(id).steps())
        .extracting(OperationStep::id)
        .containsExactly("First", "Second");
  }

  @Test
  void eachStepLeavesItsRowWithWhoAndWhyAndWhere() {
    String id = start("two-steps", Map.of("node", "n1", "base", "debian", "clone", "web")).id();
    all(id);
    assertThat(outcomes(id)).containsExactly("STARTED", "DONE", "DONE", "ENDED");
    assertThat(rows(id))
        .allSatisfy(
            row -> {
              assertThat(row.actor()).isEqualTo("eve");
              assertThat(row.reason()).isEqualTo("the new term");
              assertThat(row.kind()).isEqualTo("two-steps");
              assertThat(row.node()).isEqualTo("n1");
              assertThat(row.base()).isEqualTo("debian");
              assertThat(row.cloneName()).isEqualTo("web");
            });
    AuditEntry first = rows(id).get(1);
    assertThat(first.step()).isEqualTo("First");
    assertThat(first.attempt()).isEqualTo(1);
    assertThat(first.startedAt()).isBeforeOrEqualTo(first.at());
  }

  @Test
  void aFailedStepChangesNothingButItsRowStays() {
    String id = start("two-steps", Map.of()).id();
    script.says(
        "First",
        run -> {
          sql.sql("insert into corral.base(name, domain, pool) values ('halfway', 'x', 'y')")
              .update();
          run.answer("halfway", true);
          throw new Trouble(true);
        });
    assertThat(next(id)).isFalse();
    assertThat(
            sql.sql("select count(*) from corral.base where name = 'halfway'")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(runtime.getVariables(id)).doesNotContainKey("halfway");
    assertThat(outcomes(id)).containsExactly("STARTED", "FAILED");
    assertThat(step(id, "First").state()).isEqualTo(OperationStep.State.FAILED);
    assertThat(step(id, "First").error())
        .isEqualTo(
            new OperationStep.Error("TROUBLE", "n1: the disk is full", "make room", Map.of()));
    assertThat(rows(id).get(1))
        .extracting(AuditEntry::code, AuditEntry::detail, AuditEntry::fix, AuditEntry::attempt)
        .containsExactly("TROUBLE", "n1: the disk is full", "make room", 1);
    assertThat(state(id)).isEqualTo(State.RUNNING);
  }

  @Test
  void attemptsCountUpUntilItIsAnIncidentAndARetryGoesOnFromThere() {
    String id = start("two-steps", Map.of()).id();
    AtomicInteger firsts = new AtomicInteger();
    script.says("First", run -> firsts.incrementAndGet());
    script.says(
        "Second",
        run -> {
          throw new Trouble(true);
        });
    all(id);
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(step(id, "Second").attempt()).isEqualTo(TRIES);
    assertThat(outcomes(id))
        .containsExactly("STARTED", "DONE", "FAILED", "FAILED", "FAILED", "FAILED");
    assertThat(rows(id).stream().filter(r -> "Second".equals(r.step())).map(AuditEntry::attempt))
        .containsExactly(1, 2, 3, 4);

    script.says("Second", run -> assertThat(run.attempt()).isEqualTo(TRIES + 1));
    assertThat(processes.retry(id, "bob", "made room").state()).isEqualTo(State.RUNNING);
    all(id);
    assertThat(state(id)).isEqualTo(State.DONE);
    assertThat(firsts).hasValue(1);
    assertThat(outcomes(id)).endsWith("FAILED", "RETRIED", "DONE", "ENDED");
    AuditEntry retried =
        rows(id).stream().filter(r -> r.outcome().equals("RETRIED")).findFirst().orElseThrow();
    assertThat(retried.actor()).isEqualTo("bob");
    assertThat(retried.reason()).isEqualTo("made room");
  }

  @Test
  void whatCannotPassByItselfIsAnIncidentAtOnce() {
    String id = start("two-steps", Map.of()).id();
    script.says(
        "First",
        run -> {
          throw new Trouble(false);
        });
    assertThat(next(id)).isFalse();
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(outcomes(id)).containsExactly("STARTED", "FAILED");
  }

  @Test
  void aRefusalThatTheModelDoesNotKnowIsAnIncidentAtOnceAndNoSilentEnd() {
    String id = start("two-steps", Map.of()).id();
    script.says(
        "First",
        run -> {
          throw Refused.conflict("NOT_SO", "not like this", "otherwise");
        });
    assertThat(next(id)).isFalse();
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(outcomes(id)).containsExactly("STARTED", "REFUSED");
    assertThat(step(id, "First").state()).isEqualTo(OperationStep.State.REFUSED);
    assertThat(processes.retry(id, "bob", null).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aRefusalThatTheModelKnowsEndsTheOperationAsRefused() {
    String id = start("refusable", Map.of()).id();
    script.says(
        "Refusable",
        run -> {
          throw Refused.conflict("NO_ROOM", "full", "make room");
        });
    assertThat(next(id)).isTrue();
    assertThat(state(id)).isEqualTo(State.REFUSED);
    assertThat(operations.get(id).percent()).isLessThan(100);
    assertThat(outcomes(id)).containsExactly("STARTED", "REFUSED", "REFUSED");
  }

  @Test
  void aRefusalOfManyWordsIsARefusalToo() {
    String id = start("refusable", Map.of()).id();
    String words = "no node fits: " + "n1: 300 MiB of memory short; ".repeat(1_000);
    script.says(
        "Refusable",
        run -> {
          throw Refused.conflict("NO_ROOM", words, "make room");
        });
    assertThat(next(id)).isTrue();
    assertThat(state(id)).isEqualTo(State.REFUSED);
    assertThat(step(id, "Refusable").error().detail()).isEqualTo(words);
  }

  @Test
  void aRefusalOfAnotherCodeDoesNotEndTheInstanceSilently() {
    String id = start("refusable", Map.of()).id();
    script.says(
        "Refusable",
        run -> {
          throw Refused.conflict("NOBODY_KNOWS", "who", "what");
        });
    all(id);
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(runtime.createProcessInstanceQuery().processInstanceId(id).count()).isEqualTo(1);
  }

  @Test
  void aDefectOfOurOwnIsNamedAsOne() {
    String id = start("two-steps", Map.of()).id();
    script.says(
        "First",
        run -> {
          throw new IllegalStateException("oops");
        });
    assertThat(next(id)).isFalse();
    assertThat(step(id, "First").error().code()).isEqualTo("UNFORESEEN");
    assertThat(step(id, "First").error().detail()).contains("oops");
    assertThat(step(id, "First").error().fix()).contains("report it");
  }

  @Test
  void wordsThatTheDatabaseCannotKeepDoNotHideAFailure() {
    String id = start("two-steps", Map.of()).id();
    script.says(
        "First",
        run -> {
          throw Refused.conflict(
              "BINARY", "it said \0\0 and then " + "x".repeat(20_000), "read it");
        });
    assertThat(next(id)).isFalse();
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(outcomes(id)).containsExactly("STARTED", "REFUSED");
    assertThat(step(id, "First").error().code()).isEqualTo("BINARY");
  }

  @Test
  void aStepFoundOpenWasInterruptedAndIsRunAgain() {
    String id = start("two-steps", Map.of()).id();
    sql.sql(
            "insert into corral.step_attempt(operation, step, attempt, name, state, node, started_at) values (?, 'First', 1, 'First step', 'RUNNING', 'n1', now())")
        .param(id)
        .update();
    assertThat(next(id)).isTrue();
    assertThat(outcomes(id)).containsExactly("STARTED", "INTERRUPTED", "DONE");
    assertThat(rows(id)).extracting(AuditEntry::attempt).containsExactly(null, 1, 2);
    assertThat(rows(id).get(1).node()).isEqualTo("n1");
    assertThat(step(id, "First").attempt()).isEqualTo(2);
  }

  @Test
  void aStepThatLooksAgainIsOneAttemptOverAllLooks() {
    String id = start("looking", Map.of()).id();
    AtomicInteger looks = new AtomicInteger();
    List<Boolean> fresh = new ArrayList<>();
    script.looks(
        "Looking",
        run -> {
          fresh.add(run.fresh());
          run.advance(10 * looks.get());
          return looks.incrementAndGet() > 7;
        });
    next(id);
    assertThat(fresh.get(0)).isTrue();
    assertThat(fresh.subList(1, fresh.size())).containsOnly(false);
    assertThat(step(id, "Looking").state()).isEqualTo(OperationStep.State.WAITING);
    all(id);
    assertThat(looks).hasValue(8);
    assertThat(step(id, "Looking").attempt()).isEqualTo(1);
    assertThat(outcomes(id)).containsExactly("STARTED", "DONE", "ENDED");
  }

  @Test
  void aFirstLookThatWasKilledIsFreshOnceMore() {
    String id = start("looking", Map.of()).id();
    sql.sql(
            "insert into corral.step_attempt(operation, step, attempt, name, state, node, started_at) values (?, 'Looking', 1, 'Looking', 'RUNNING', 'n1', now())")
        .param(id)
        .update(); // as a kill between its beginning and its end leaves it
    List<Boolean> fresh = new ArrayList<>();
    script.looks(
        "Looking",
        run -> {
          fresh.add(run.fresh());
          return fresh.size() > 4;
        });
    all(id);
    assertThat(fresh.get(0)).isTrue();
    assertThat(fresh.subList(1, fresh.size())).containsOnly(false);
    assertThat(step(id, "Looking").attempt()).isEqualTo(1);
  }

  @Test
  void percentGoesOnlyForwardAndIsSeenBeforeTheStepEnds() {
    String id = start("two-steps", Map.of()).id();
    List<Integer> seen = new ArrayList<>();
    script.says(
        "First",
        run -> {
          for (int percent : new int[] {30, 20, 40}) {
            run.advance(percent);
            seen.add(
                java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> operations.get(id).percent())
                    .join());
          }
          throw new Trouble(true);
        });
    next(id);
    assertThat(seen).containsExactly(30, 30, 40);
    assertThat(operations.get(id).percent()).isEqualTo(40);
  }

  @Test
  void aNodeIsTriedAsOftenAsSaidAndThenTheModelGoesElsewhere() {
    String id = start("elsewhere", Map.of("node", "n1")).id();
    script.says(
        "Elsewhere",
        run -> {
          throw new Trouble(true);
        });
    assertThat(next(id)).isFalse();
    assertThat(state(id)).isEqualTo(State.RUNNING);
    assertThat(next(id)).isTrue();
    assertThat(state(id)).isEqualTo(State.DONE);
    assertThat(outcomes(id)).containsExactly("STARTED", "FAILED", "FAILED", "ENDED");
  }

  @Test
  void aNodeThatCannotDoItIsNotTriedAgain() {
    String id = start("elsewhere", Map.of("node", "n1")).id();
    script.says(
        "Elsewhere",
        run -> {
          throw new Trouble(false);
        });
    assertThat(next(id)).isTrue();
    assertThat(outcomes(id)).containsExactly("STARTED", "FAILED", "ENDED");
  }

  private List<String> children(String parent) {
    var filter = new Operations.Filter(null, null, null, null, null, null, parent);
    return operations.list(filter, 0, 10).stream()
        .sorted(java.util.Comparator.comparing(Operation::subject))
        .map(Operation::id)
        .toList();
  }

  @Test
  void aParentStandsAtAnIncidentWhileAChildDoes() {
    String a = subject();
    String b = subject();
    String parent = start("family", Map.of("children", a + "," + b)).id();
    List<String> children = children(parent);
    assertThat(children).hasSize(2);
    script.says(
        "First",
        run -> {
          throw new Trouble(false);
        });
    children.forEach(this::next);
    assertThat(state(parent)).isEqualTo(State.INCIDENT);
    script.nothing();
    processes.retry(children.get(0), "bob", null);
    assertThat(state(children.get(0))).isEqualTo(State.RUNNING);
    assertThat(state(parent)).as("the other child still stands").isEqualTo(State.INCIDENT);
    assertThat(processes.retry(parent, "bob", null).state())
        .as("retried by its parent")
        .isEqualTo(State.RUNNING);
    assertThat(state(children.get(1))).isEqualTo(State.RUNNING);
    children.forEach(this::all);
    assertThat(children).allMatch(c -> state(c) == State.DONE);
    all(parent);
    assertThat(state(parent)).isEqualTo(State.DONE);
    assertThat(operations.get(parent).percent()).isEqualTo(100);
  }

  @Test
  void aParentGoesOnStandingAtAnIncidentWhenItsOtherChildrenEnd() {
    String parent = start("family", Map.of("children", subject() + "," + subject())).id();
    List<String> children = children(parent);
    script.says(
        "First",
        run -> {
          throw new Trouble(false);
        });
    next(children.get(0));
    script.nothing();
    all(children.get(1));
    all(parent); // the engine's own job after the child that has ended
    assertThat(state(children.get(1))).isEqualTo(State.DONE);
    assertThat(state(parent)).isEqualTo(State.INCIDENT);
  }

  @Test
  void aParentIsAsFarAsItsChildrenOnAverage() {
    String parent = start("family", Map.of("children", subject() + "," + subject())).id();
    all(children(parent).get(0));
    assertThat(operations.get(parent).percent()).isEqualTo(50);
    next(children(parent).get(1));
    assertThat(operations.get(parent).percent()).isEqualTo(75);
  }

  @Test
  void cancellingEndsAnOperationAndAllThatItStarted() {
    String parent = start("family", Map.of("children", subject() + "," + subject())).id();
    List<String> children = children(parent);
    script.says(
        "First",
        run -> {
          throw new Trouble(false);
        });
    next(children.get(0));
    assertThat(processes.cancel(parent, "bob", "not today").state()).isEqualTo(State.CANCELLED);
    assertThat(children).allMatch(c -> state(c) == State.CANCELLED);
    assertThat(operations.get(parent).endedAt()).isNotNull();
    assertThat(runtime.createProcessInstanceQuery().processInstanceId(parent).count()).isZero();
    assertThat(outcomes(parent)).containsExactly("STARTED", "CANCEL_REQUESTED", "CANCELLED");
    assertThat(rows(parent).get(1).actor()).isEqualTo("bob");
    assertThat(rows(parent).get(1).reason()).isEqualTo("not today");
    assertThatThrownBy(() -> processes.cancel(parent, "bob", null))
        .extracting("code")
        .isEqualTo("OPERATION_ENDED");
    assertThatThrownBy(() -> processes.retry(parent, "bob", null))
        .extracting("code")
        .isEqualTo("NOTHING_TO_RETRY");
  }

  @Test
  void cancellingAlsoEndsWhatAStepStarted() {
    String parent = start("two-steps", Map.of()).id();
    String child = subject();
    script.says(
        "First",
        run ->
            processes.start(
                "refusable", child, "eve", null, new HashMap<>(Map.of("parent", parent))));
    next(parent);
    String id = children(parent).get(0);
    processes.cancel(parent, "bob", null);
    assertThat(state(parent)).isEqualTo(State.CANCELLED);
    assertThat(state(id)).isEqualTo(State.CANCELLED);
    assertThat(runtime.createProcessInstanceQuery().processInstanceId(id).count()).isZero();
  }

  @Test
  void aCancelledChildLetsItsParentsIncidentGo() {
    String parent = start("family", Map.of("children", subject() + "," + subject())).id();
    script.says(
        "First",
        run -> {
          throw new Trouble(false);
        });
    next(children(parent).get(0));
    assertThat(state(parent)).isEqualTo(State.INCIDENT);
    runtime.deleteProcessInstance(children(parent).get(0), "by hand, in Cockpit");
    assertThat(state(children(parent).get(0))).isEqualTo(State.CANCELLED);
    assertThat(state(parent)).isEqualTo(State.RUNNING);
  }

  @Test
  void whatRunsWellCannotBeRetried() {
    String id = start("two-steps", Map.of()).id();
    assertThatThrownBy(() -> processes.retry(id, "bob", null))
        .extracting("code")
        .isEqualTo("NOTHING_TO_RETRY");
    assertThat(outcomes(id)).containsExactly("STARTED");
  }

  @Test
  void thereIsOneOfAKindForASubjectAtATime() {
    String subject = subject();
    Operation first = processes.start("two-steps", subject, "eve", null, Map.of());
    assertThatThrownBy(() -> processes.start("two-steps", subject, "eve", null, Map.of()))
        .extracting("code")
        .isEqualTo("OPERATION_RUNNING");
    all(first.id());
    assertThat(processes.start("two-steps", subject, "eve", null, Map.of()).state())
        .isEqualTo(State.RUNNING);
  }

  @Test
  void aStepThatStartedAnotherOperationAndThenFailsTakesItBack() {
    String id = start("two-steps", Map.of()).id();
    String other = subject();
    script.says(
        "First",
        run -> {
          processes.start("refusable", other, "eve", null, Map.of("parent", id));
          throw new Trouble(false);
        });
    assertThat(next(id)).isFalse();
    assertThat(state(id)).isEqualTo(State.INCIDENT);
    assertThat(outcomes(id)).containsExactly("STARTED", "FAILED");
    assertThat(operations.isOpen("refusable", other)).isFalse();
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  void aStepThatStartsAnOperationAndEndsWellKeepsIt() {
    String id = start("two-steps", Map.of()).id();
    String other = subject();
    script.says(
        "First",
        run ->
            processes.start("refusable", other, "eve", null, new HashMap<>(Map.of("parent", id))));
    assertThat(next(id)).isTrue();
    assertThat(operations.children(id))
        .extracting("all", "open", "done")
        .isEqualTo(tuple(1, 1, 0).toList());
    assertThat(audit.verify().broken()).isEmpty();
  }
}
