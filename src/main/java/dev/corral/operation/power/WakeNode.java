package dev.corral.operation.power;

import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.node.Health;
import dev.corral.node.Monitor;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.node.Power.Stage;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * processes/wake-node.bpmn: magic packets until libvirt answers, or until the deadline, which names
 * the stage that was not reached.
 */
@Configuration(proxyBeanMethods = false)
public class WakeNode {
  public static final String KIND = Kind.WAKE_NODE.key();
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;
  private final Monitor monitor;
  private final Operations operations;
  private final Clock clock;
  private final Duration patience;

  WakeNode(
      Gate gate,
      Nodes nodes,
      Power power,
      Monitor monitor,
      Operations operations,
      Clock clock,
      @Value("${corral.wake.deadline}") Duration patience) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
    this.monitor = monitor;
    this.operations = operations;
    this.clock = clock;
    this.patience = patience;
  }

  /** Wakes it. */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = nodes.admitted(name);
          if (node.mac() == null)
            throw new Refused(
                "MAC_UNKNOWN",
                "the hardware address of " + name + " is not known",
                "switch it on once by hand; Corral reads the address from it");
          if (operations.isOpen(PowerOffNode.KIND, name.value()))
            throw new Refused(
                "NODE_SWITCHING_OFF",
                name + " is just being switched off",
                "wait until it is off, or cancel that operation; then wake it");
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("macAddress", node.mac(), "deadlineSeconds", patience.toSeconds()));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
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
    if (run.fresh()) {
      run.answer("began", clock.instant().toString());
      run.answer("reached", Stage.SILENT.name());
      run.answer("story", "");
      run.answer("packets", 0);
    }
    Duration waited = Duration.between(Instant.parse(run.text("began")), clock.instant());
    Stage stage = stage(run, node);
    note(run, stage, waited);
    if (stage == Stage.UP) return true;
    if (waited.compareTo(patience) > 0) {
      power.lost(node, stage);
      throw failed(node, stage, packets(run) + run.text("story"));
    }
    power.waking(node, stage);
    if (stage == Stage.SILENT) sendPacket(run, node);
    return false;
  }

  /** What waiting does not mend ends the waking. */
  private Stage stage(Run run, NodeName node) {
    try {
      return power.stage(node);
    } catch (HostProblem other) {
      power.lost(node, Stage.ANSWERS);
      throw other;
    }
  }

  /** Each stage that was reached since the last look, with its time. */
  private static void note(Run run, Stage stage, Duration waited) {
    StringBuilder story = new StringBuilder(run.text("story"));
    for (Stage s : Stage.values()) {
      if (s.compareTo(Stage.valueOf(run.text("reached"))) <= 0 || s.compareTo(stage) > 0) continue;
      if (!story.isEmpty()) story.append("; ");
      story.append(
          "%s after %d.%d s"
              .formatted(s.reached(), waited.toSeconds(), waited.toMillisPart() / 100));
      run.answer("reached", s.name());
    }
    run.answer("story", story.toString());
    run.say(packets(run) + story);
  }

  private static String packets(Run run) {
    int sent = run.number("packets");
    return sent == 0 ? "" : "packets sent %d times %s; ".formatted(sent, run.text("way"));
  }

  private void sendPacket(Run run, NodeName node) {
    try {
      run.answer("way", power.sendPacket(node));
      run.answer("packets", run.number("packets") + 1);
    } catch (HostProblem notSent) {
      run.answer("way", "(the last time not: " + notSent.detail() + ")");
    }
  }

  private Refused failed(NodeName node, Stage stage, String story) {
    return new Refused(
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
    if (!ended.kind().equals(KIND) || ended.state() != Operation.State.CANCELLED) return;
    NodeName node = new NodeName(ended.text("node"));
    boolean waking = nodes.find(node).filter(n -> n.health() == Health.WAKING).isPresent();
    if (!waking) return;
    Object reached = ended.values().get("reached");
    power.lost(node, reached == null ? Stage.SILENT : Stage.valueOf(reached.toString()));
  }
}
