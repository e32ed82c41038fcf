package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.engine.Course.State;
import dev.corral.engine.ScriptedSteps.Script;
import dev.corral.shared.Category;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An operation's way through its model, as the real engine tells it. */
@CorralTest
class CoursesTests {
  private static final AtomicInteger SUBJECTS = new AtomicInteger();
  private static boolean deployed;
  @Autowired Processes processes;
  @Autowired Operations operations;
  @Autowired Drawings drawings;
  @Autowired Courses courses;
  @Autowired Script script;
  @Autowired ManagementService management;
  @Autowired RepositoryService repository;

  /** It cannot pass by itself. */
  private static final class Trouble extends Problem {
    Trouble() {
      super(Category.CONFLICT, "TROUBLE", "n1: the disk is full", "make room", null);
    }
  }

  @BeforeEach
  void models() {
    script.nothing();
    if (deployed) return;
    deployed = true;
    deploy(
        "course",
        task(task(model("course"), "Looking", "looking"), "Refusable", "refusable")
            .endEvent("Done")
            .<ServiceTaskBuilder>moveToActivity("Refusable")
            .boundaryEvent("Caught")
            .error("NO_ROOM")
            .endEvent("RefusedNoRoom")
            .done());
    deploy(
        "course-parent",
        model("course-parent")
            .callActivity("Child")
            .calledElement("course")
            .camundaInBusinessKey("${child}")
            .camundaIn("actor", "actor")
            .endEvent()
            .done());
  }

  private static AbstractFlowNodeBuilder<?, ?> model(String key) {
    return Bpmn.createExecutableProcess(key)
        .name(key)
        .camundaHistoryTimeToLiveString("P1D")
        .startEvent("Begin");
  }

  private static AbstractFlowNodeBuilder<?, ?> task(
      AbstractFlowNodeBuilder<?, ?> from, String id, String bean) {
    return from.serviceTask(id)
        .name(id + " step")
        .camundaAsyncBefore()
        .camundaDelegateExpression("${" + bean + "Step}");
  }

  private void deploy(String key, BpmnModelInstance model) {
    repository.createDeployment().addModelInstance(key + ".bpmn", model).deploy();
  }

  private String start(String model, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("finished", true);
    return processes.start(model, "course-" + SUBJECTS.incrementAndGet(), "eve", null, values).id();
  }

  private void next(String id) {
    Job job = management.createJobQuery().processInstanceId(id).singleResult();
    try {
      management.executeJob(job.getId());
    } catch (RuntimeException failed) {
      // as it was told
    }
  }

  private Course course(String id) {
    return courses.of(operations.get(id), drawings.of(id).orElseThrow());
  }

  private State state(String id, String shape) {
    return course(id).marks().get(shape).state();
  }

  @Test
  void itIsSeenWhereItIsAndWhereItHasBeen() {
    String id = start("course", Map.of());
    assertThat(course(id).marks()).containsOnlyKeys("Begin", "Looking");
    assertThat(state(id, "Looking")).isEqualTo(State.HERE);
    assertThat(course(id).taken()).hasSize(1);

    next(id);
    assertThat(state(id, "Looking")).isEqualTo(State.DONE);
    assertThat(state(id, "Refusable")).isEqualTo(State.HERE);
    next(id);
    assertThat(course(id).marks()).containsOnlyKeys("Begin", "Looking", "Refusable", "Done");
    assertThat(course(id).marks().values()).extracting(Course.Mark::state).containsOnly(State.DONE);
    assertThat(course(id).taken()).hasSize(3);
  }

  @Test
  void anIncidentIsMarkedWhereItIsWithItsWordsAndAttempts() {
    String id = start("course", Map.of());
    script.says(
        "Looking",
        run -> {
          throw new Trouble();
        });
    next(id);
    processes.retry(id, "bob", null);
    next(id);
    assertThat(course(id).marks().get("Looking"))
        .isEqualTo(new Course.Mark(State.INCIDENT, 2, "n1: the disk is full", List.of()));
    processes.cancel(id, "bob", null);
    assertThat(state(id, "Looking")).isEqualTo(State.LEFT);
  }

  @Test
  void aStepThatWasRefusedIsLeftByTheOtherWay() {
    String id = start("course", Map.of());
    script.says(
        "Refusable",
        run -> {
          throw Refused.conflict("NO_ROOM", "no room", "make room");
        });
    next(id);
    next(id);
    assertThat(state(id, "Refusable")).isEqualTo(State.LEFT);
    assertThat(state(id, "Caught")).isEqualTo(State.DONE);
    assertThat(course(id).marks()).doesNotContainKey("Done").containsKey("RefusedNoRoom");
  }

  @Test
  void whatItStartedIsNamedAndItsIncidentSeenFromAbove() {
    String parent = start("course-parent", Map.of("child", "below-" + SUBJECTS.get()));
    String child = course(parent).marks().get("Child").started().get(0);
    assertThat(operations.get(child).parent()).isEqualTo(parent);
    assertThat(state(parent, "Child")).isEqualTo(State.HERE);
    script.says(
        "Looking",
        run -> {
          throw new Trouble();
        });
    next(child);
    assertThat(state(parent, "Child")).isEqualTo(State.INCIDENT);
  }

  @Test
  void whatTheEngineHasForgottenHasNoDrawing() {
    assertThat(drawings.of("no-such-operation")).isEmpty();
  }
}
