package dev.corral.operation;

import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Availability;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/power-off-node.bpmn: an empty node is switched off. Guests that run there are never
 * switched off with it.
 */
@Configuration(proxyBeanMethods = false)
public class PowerOffNode {
  static final String KIND = "power-off-node";
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;
  private final Claims claims;

  PowerOffNode(Gate gate, Nodes nodes, Power power, Claims claims) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
    this.claims = claims;
  }

  /**
   * Switches it off. Refused (GUESTS_RUNNING) at once if guests were seen there; the step asks
   * libvirt again.
   */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        Role.ADMIN,
        KIND,
        () -> {
          Node node = nodes.get(name);
          if (!node.admitted())
            throw new Refused(
                "NODE_NOT_ADMITTED",
                "node '" + name + "' is not admitted yet",
                "wait until its onboarding has ended");
          power.ensureEmpty(name);
          if (request.dryRun()) return Outcome.planned(KIND, name.value(), Map.of("guests", 0));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /** So that nothing is placed there between the look and the end. */
  @Bean
  JavaDelegate cordonForPowerOff(Steps steps) {
    return steps.step(run -> nodes.want(node(run), Availability.CORDONED));
  }

  @Bean
  JavaDelegate switchOff(Steps steps) {
    return steps.step(
        run -> {
          long coming =
              claims.open().getOrDefault(run.text("node"), List.of()).stream()
                  .filter(c -> c.state() == Claims.State.HELD)
                  .count();
          if (coming > 0)
            throw new Refused(
                "CLONES_COMING",
                coming + " clones are just being placed on " + node(run),
                "wait until they are there, move them away, then retry");
          power.ensureSwitchingOff(node(run));
        });
  }

  @Bean
  JavaDelegate awaitSilence(Steps steps) {
    return steps.until(run -> power.silent(node(run)));
  }
}
