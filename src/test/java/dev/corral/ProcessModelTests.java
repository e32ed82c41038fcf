package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.corral.operation.desk.Kind;
import java.io.File;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;

/** The house rules that every model keeps. */
class ProcessModelTests {
  private static final int MOST_ACTIVITIES = 12;

  private static final JavaClasses OPERATIONS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.corral.operation");

  /** A model with its file; read anew for each rule. */
  record Model(File file) {
    BpmnModelInstance read() {
      return Bpmn.readModelFromFile(file);
    }

    <T extends org.camunda.bpm.model.xml.instance.ModelElementInstance> Collection<T> all(
        Class<T> type) {
      return read().getModelElementsByType(type);
    }

    String name() {
      return file.getName().replace(".bpmn", "");
    }

    /** {@code move-clone}: the classes {@code MoveCloneSteps}, {@code MoveCloneLiveSteps}, ... */
    List<Class<?>> steps() {
      String type =
          Arrays.stream(name().split("-"))
              .map(
                  word ->
                      word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
              .collect(Collectors.joining());
      return OPERATIONS.stream()
          .filter(c -> c.getSimpleName().matches(type + "([A-Z][a-z]+)?Steps"))
          .<Class<?>>map(JavaClass::reflect)
          .toList();
    }

    /** The names of the beans that are steps. */
    List<String> beans() {
      return steps().stream()
          .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
          .filter(m -> m.isAnnotationPresent(Bean.class))
          .filter(m -> m.getReturnType() == JavaDelegate.class)
          .map(Method::getName)
          .toList();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Stream<Model> models() {
    File[] files = new File("processes").listFiles((folder, name) -> name.endsWith(".bpmn"));
    return Arrays.stream(files).sorted().map(Model::new);
  }

  @Test
  void everyModelIsAKindAndEveryKindHasItsModel() {
    assertThat(Arrays.stream(Kind.values()).map(Kind::key))
        .containsExactlyInAnyOrderElementsOf(models().map(Model::name).toList());
  }

  @ParameterizedTest
  @MethodSource("models")
  void theFileIsNamedLikeItsOneProcess(Model model) {
    assertThat(model.all(Process.class)).hasSize(1);
    Process process = model.all(Process.class).iterator().next();
    assertThat(process.getId()).isEqualTo(model.name());
    assertThat(process.getName()).isNotBlank();
    assertThat(process.isExecutable()).isTrue();
    assertThat(process.getCamundaHistoryTimeToLiveString()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyServiceTaskIsASavePointWithANameAndAStepOfItsName(Model model) {
    assertThat(model.all(ServiceTask.class))
        .allSatisfy(
            task -> {
              assertThat(task.getName()).as(task.getId()).isNotBlank();
              assertThat(task.isCamundaAsyncBefore()).as(task.getId() + " is async").isTrue();
              assertThat(task.getCamundaDelegateExpression())
                  .isEqualTo("${" + bean(task.getId()) + "}");
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void theStepsAreTheBeansOfTheClassOfThatName(Model model) {
    List<String> tasks = model.all(ServiceTask.class).stream().map(t -> bean(t.getId())).toList();
    assertThat(model.beans()).containsExactlyInAnyOrderElementsOf(tasks);
  }

  private static String bean(String task) {
    return task.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + task.substring(1);
  }

  @ParameterizedTest
  @MethodSource("models")
  void anEndThatMeansARefusalSaysSo(Model model) {
    for (EndEvent end : model.all(EndEvent.class)) {
      assertThat(end.getName()).as(end.getId()).isNotBlank();
      boolean refusal =
          end.getName().contains("refused")
              || end.getIncoming().stream().anyMatch(flow -> isError(flow.getSource()));
      assertThat(end.getId().startsWith("Refused"))
          .as("%s is a refusal: %s", end.getId(), refusal)
          .isEqualTo(refusal);
    }
  }

  private static boolean isError(FlowNode node) {
    return node instanceof BoundaryEvent event
        && event.getEventDefinitions().stream().anyMatch(d -> d instanceof ErrorEventDefinition);
  }

  @ParameterizedTest
  @MethodSource("models")
  void anErrorThatIsCaughtHasACode(Model model) {
    assertThat(model.all(ErrorEventDefinition.class))
        .allSatisfy(error -> assertThat(error.getError().getErrorCode()).matches("[A-Z_]+"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyGatewayAsksAndEveryWayOutOfItAnswers(Model model) {
    assertThat(model.all(Gateway.class))
        .allSatisfy(
            gateway -> {
              assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
              assertThat(gateway).isInstanceOf(ExclusiveGateway.class);
              assertThat(gateway.getOutgoing()).hasSizeGreaterThan(1);
              SequenceFlow otherwise = ((ExclusiveGateway) gateway).getDefault();
              assertThat(otherwise).as(gateway.getId() + " has a default").isNotNull();
              assertThat(gateway.getOutgoing())
                  .allSatisfy(
                      flow -> {
                        assertThat(flow.getName()).as(flow.getId()).isNotBlank();
                        assertThat(flow.getConditionExpression() == null)
                            .as(flow.getId() + " is the default or has a condition")
                            .isEqualTo(flow.getId().equals(otherwise.getId()));
                      });
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyElementHasItsPlaceInTheDiagram(Model model) {
    BpmnModelInstance read = model.read();
    List<String> drawn =
        read.getModelElementsByType(BpmnShape.class).stream()
            .map(s -> s.getBpmnElement().getId())
            .toList();
    List<String> nodes =
        read.getModelElementsByType(FlowNode.class).stream().map(FlowNode::getId).toList();
    assertThat(drawn).containsExactlyInAnyOrderElementsOf(nodes);
    Map<String, Integer> lines =
        read.getModelElementsByType(BpmnEdge.class).stream()
            .collect(
                Collectors.toMap(e -> e.getBpmnElement().getId(), e -> e.getWaypoints().size()));
    assertThat(lines.keySet())
        .containsExactlyInAnyOrderElementsOf(
            read.getModelElementsByType(SequenceFlow.class).stream()
                .map(SequenceFlow::getId)
                .toList());
    assertThat(lines.values()).allMatch(points -> points >= 2);
  }

  /** A rectangle of the diagram. */
  record Box(double x, double y, double width, double height) {
    Box(Bounds b) {
      this(b.getX(), b.getY(), b.getWidth(), b.getHeight());
    }

    boolean overlaps(Box o) {
      return x < o.x + o.width && o.x < x + width && y < o.y + o.height && o.y < y + height;
    }

    boolean holds(Box o) {
      return x < o.x && y < o.y && o.x + o.width < x + width && o.y + o.height < y + height;
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void nothingLiesOnTopOfSomethingElse(Model model) {
    BpmnModelInstance read = model.read();
    Map<String, Box> boxes = new TreeMap<>();
    for (BpmnShape shape : read.getModelElementsByType(BpmnShape.class))
      boxes.put(shape.getBpmnElement().getId(), new Box(shape.getBounds()));
    List<FlowNode> nodes = new ArrayList<>(read.getModelElementsByType(FlowNode.class));
    for (FlowNode a : nodes) {
      for (FlowNode b : nodes) {
        Box one = boxes.get(a.getId());
        Box other = boxes.get(b.getId());
        if (within(b, a))
          assertThat(one.holds(other)).as(a.getId() + " holds " + b.getId()).isTrue();
        else if (a.getId().compareTo(b.getId()) < 0 && !belong(a, b) && !belong(b, a))
          assertThat(one.overlaps(other)).as(a.getId() + " overlaps " + b.getId()).isFalse();
      }
    }
  }

  private static boolean belong(FlowNode one, FlowNode other) {
    return one instanceof BoundaryEvent event && event.getAttachedTo().equals(other)
        || within(one, other);
  }

  private static boolean within(FlowNode one, FlowNode scope) {
    for (var outer = one.getParentElement(); outer != null; outer = outer.getParentElement())
      if (outer.equals(scope)) return true;
    return false;
  }

  /** Steps are woken: a timer is a delay that is meant, or a deadline on the edge of a scope. */
  @ParameterizedTest
  @MethodSource("models")
  void noTimerMeansLookAgain(Model model) {
    assertThat(model.all(TimerEventDefinition.class))
        .allSatisfy(
            timer -> {
              Event event = (Event) timer.getParentElement();
              if (event instanceof BoundaryEvent deadline) {
                assertThat(deadline.getAttachedTo())
                    .as("before an asyncBefore job a deadline on the task itself does not run")
                    .isInstanceOf(SubProcess.class);
                assertThat(deadline.cancelActivity()).isTrue();
              } else {
                assertThat(ahead(event, new HashSet<>()))
                    .as(event.getId() + " leads back to what it comes from")
                    .doesNotContain(event.getId());
              }
            });
  }

  /** All that comes after an element, itself only if a way leads back to it. */
  private static Set<String> ahead(FlowNode node, Set<String> seen) {
    for (SequenceFlow flow : node.getOutgoing())
      if (seen.add(flow.getTarget().getId())) ahead(flow.getTarget(), seen);
    return seen;
  }

  @ParameterizedTest
  @MethodSource("models")
  void aTimersLabelSaysHowLongItTakes(Model model) {
    assertThat(model.all(TimerEventDefinition.class))
        .allSatisfy(
            timer -> {
              String duration = timer.getTimeDuration().getTextContent().strip();
              assertThat(((Event) timer.getParentElement()).getName())
                  .isEqualTo(label(duration) + " passed");
            });
  }

  private static String label(String duration) {
    return switch (duration) {
      case "${deadlines.wake()}" -> "corral.wake.deadline";
      case "${deadlines.powerOff()}" -> "corral.power-off.deadline";
      case "${deadlines.firewall()}" -> "corral.firewall.patience and 60 s";
      case "PT10S" -> "ten seconds";
      default -> {
        assertThat(duration).matches("PT\\$\\{[a-z]+}S");
        yield duration.replaceAll("PT\\$(.*)S", "$1 s");
      }
    };
  }

  /** The deadlines of the promises, where one can read them. */
  @Test
  void whatMayNotTakeForEverHasItsDeadlineInTheDrawing() {
    assertThat(
            models()
                .filter(
                    m ->
                        m.all(TimerEventDefinition.class).stream()
                            .anyMatch(t -> t.getParentElement() instanceof BoundaryEvent))
                .map(Model::name))
        .containsExactly(
            "drain-guest",
            "firewall-node",
            "move-clone",
            "power-off-node",
            "stop-clone",
            "wake-node");
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsCalledIsOfTheSameDeploymentAndHasASubject(Model model) {
    assertThat(model.all(CallActivity.class))
        .allSatisfy(
            call -> {
              assertThat(call.getName()).as(call.getId()).isNotBlank();
              assertThat(new File("processes", call.getCalledElement() + ".bpmn")).exists();
              assertThat(call.getCamundaCalledElementBinding()).isEqualTo("deployment");
              assertThat(
                      call.getExtensionElements()
                          .getElementsQuery()
                          .filterByType(CamundaIn.class)
                          .list())
                  .as(call.getId() + " gives a business key")
                  .anyMatch(in -> in.getCamundaBusinessKey() != null);
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void itFitsOnAPage(Model model) {
    assertThat(model.all(Activity.class).stream().filter(a -> !(a instanceof SubProcess)))
        .hasSizeBetween(1, MOST_ACTIVITIES);
  }
}
