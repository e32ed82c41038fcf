package dev.corral.operation;

import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Monitor;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.node.Power.Stage;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/wake-node.bpmn: magic packets until libvirt answers, or until the deadline, which names
 * the stage that was not reached.
 */
@Configuration(proxyBeanMethods = false)
public class WakeNode {
  static final String KIND = "wake-node";
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;
  private final Monitor monitor;
  private final Clock clock;
  private final Duration patience;

  WakeNode(
      Gate gate,
      Nodes nodes,
      Power power,
      Monitor monitor,
      Clock clock,
      @Value("${corral.wake.deadline}") Duration patience) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
    this.monitor = monitor;
    this.clock = clock;
    this.patience = patience;
  }

  /** Wakes it. */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        Role.OPERATOR,
        KIND,
        () -> {
          Node node = nodes.get(name);
          if (!node.admitted())
            throw new Refused(
                "NODE_NOT_ADMITTED",
                "node '" + name + "' is not admitted yet",
                "wait until its onboarding has ended");
          if (node.mac() == null)
            throw new Refused(
                "MAC_UNKNOWN",
                "the hardware address of " + name + " is not known",
                "switch it on once by hand; Corral reads the address from it");
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
    }
    Duration waited = Duration.between(Instant.parse(run.text("began")), clock.instant());
    Stage stage = power.stage(node);
    if (stage.compareTo(Stage.valueOf(run.text("reached"))) > 0) {
      run.answer("reached", stage.name());
      run.answer(
          "story",
          run.text("story") + "%s after %.1f s; ".formatted(stage, waited.toMillis() / 1000.0));
    }
    run.say(run.text("story"));
    if (stage == Stage.UP) return true;
    if (waited.compareTo(patience) > 0) {
      power.lost(node, stage);
      throw new Refused(
          "WAKE_FAILED",
          node
              + " "
              + stage.words()
              + ", "
              + patience.toSeconds()
              + " s after the first magic packet",
          stage == Stage.SILENT
              ? "see that it has power, and that Wake-on-LAN is on in its firmware and system (ethtool); then retry"
              : "look at its console; then retry");
    }
    power.waking(node, stage);
    if (stage == Stage.SILENT) run.say("packet sent " + power.sendPacket(node));
    return false;
  }

  @Bean
  JavaDelegate welcomeNode(Steps steps) {
    return steps.step(
        run -> {
          int guests = monitor.look(node(run)).running().size();
          run.say("libvirt answers; " + guests + " guests run");
        });
  }
}
