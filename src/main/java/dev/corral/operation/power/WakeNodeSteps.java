package dev.corral.operation.power;

import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.OperationStep;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.node.Health;
import dev.corral.node.Monitor;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.node.Power.Stage;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/wake-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class WakeNodeSteps {

  /** The step that waits, and what its looks note. */
  private static final String AWAIT = "AwaitNode";

  private static final String REACHED = "reached";
  private static final String STORY = "story";
  private static final String PACKETS = "packets";
  private static final String WAY = "way";

  /** A packet may be lost: another one is sent this soon, while nothing answers. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Nodes nodes;
  private final Power power;
  private final Monitor monitor;
  private final Operations operations;
  private final Clock clock;
  private final Duration patience;

  WakeNodeSteps(
      Nodes nodes,
      Power power,
      Monitor monitor,
      Operations operations,
      Clock clock,
      @Value("${corral.wake.deadline}") Duration patience) {
    this.nodes = nodes;
    this.power = power;
    this.monitor = monitor;
    this.operations = operations;
    this.clock = clock;
    this.patience = patience;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate awaitNode(Steps steps) {
    return steps.until(this::awake);
  }

  private boolean awake(Run run) {
    NodeName node = node(run);
    Stage stage = stage(node);
    note(run, stage, Duration.between(run.began(), clock.instant()));
    if (stage == Stage.UP) return true;
    power.waking(node, stage);
    if (stage == Stage.SILENT) sendPacket(run, node);
    run.awaits(Signal.node(node.value()));
    run.lookWithin(BETWEEN_LOOKS);
    return false;
  }

  /** What waiting does not mend ends the waking. */
  private Stage stage(NodeName node) {
    try {
      return power.stage(node);
    } catch (HostProblem other) {
      power.lost(node, Stage.ANSWERS);
      throw other;
    }
  }

  /** Each stage that was reached since the last look, with its time. */
  private static void note(Run run, Stage stage, Duration waited) {
    StringBuilder story = new StringBuilder(noted(run, STORY, ""));
    for (Stage s : Stage.values()) {
      if (s.compareTo(reached(run)) <= 0 || s.compareTo(stage) > 0) continue;
      if (!story.isEmpty()) story.append("; ");
      story.append(
          "%s after %d.%d s"
              .formatted(s.reached(), waited.toSeconds(), waited.toMillisPart() / 100));
      run.note(REACHED, s.name());
    }
    run.note(STORY, story.toString());
    run.say(packets(run) + story);
  }

  private static Stage reached(Run run) {
    return Stage.valueOf(noted(run, REACHED, Stage.SILENT.name()));
  }

  private static String noted(Run run, String name, String otherwise) {
    return Objects.requireNonNullElse(run.noted(name), otherwise);
  }

  private static int sent(Run run) {
    return Integer.parseInt(noted(run, PACKETS, "0"));
  }

  private static String packets(Run run) {
    int sent = sent(run);
    return sent == 0 ? "" : "packets sent %d times %s; ".formatted(sent, run.noted(WAY));
  }

  private void sendPacket(Run run, NodeName node) {
    try {
      run.note(WAY, power.sendPacket(node));
      run.note(PACKETS, Integer.toString(sent(run) + 1));
    } catch (HostProblem notSent) {
      run.note(WAY, "(the last time not: " + notSent.detail() + ")");
    }
  }

  /** The stage that it has not reached by the deadline; whoever retries wakes it again. */
  @Bean
  JavaDelegate reportAsleep(Steps steps) {
    return steps.askPerson(
        run -> {
          NodeName node = node(run);
          Stage stage = stage(node);
          if (stage == Stage.UP) return null;
          power.lost(node, stage);
          return failed(node, stage, story(run.operation()));
        });
  }

  /** What the step that woke it said last. */
  private String story(String operation) {
    return operations.get(operation).steps().stream()
        .filter(s -> s.id().equals(AWAIT))
        .map(OperationStep::detail)
        .findFirst()
        .orElse("");
  }

  private Refused failed(NodeName node, Stage stage, String story) {
    return Refused.conflict(
        "WAKE_FAILED",
        "%s %s, %d s after the first magic packet%s"
            .formatted(
                node,
                stage.words(),
                patience.toSeconds(),
                story.isEmpty() ? "" : " (" + story + ")"),
        stage == Stage.SILENT
            ? "see that it has power, and that Wake-on-LAN is on in its firmware and system (ethtool); then retry"
            : "look at its console; then retry");
  }

  @Bean
  JavaDelegate welcomeNode(Steps steps) {
    return steps.step(
        run -> {
          int guests = monitor.look(node(run)).running().size();
          run.say("libvirt answers; " + guests + " guests run");
        });
  }

  /** Whoever cancels it waits no longer; the node is not shown as waking for ever. */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(WakeNode.KIND) || ended.state() != Operation.State.CANCELLED) return;
    NodeName node = new NodeName(ended.text("node"));
    boolean waking = nodes.find(node).filter(n -> n.health() == Health.WAKING).isPresent();
    if (!waking) return;
    power.lost(
        node,
        operations.noted(ended.id(), AWAIT, REACHED).map(Stage::valueOf).orElse(Stage.SILENT));
  }
}
