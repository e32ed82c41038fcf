package dev.corral.operation.power;

import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Health;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/power-off-node.bpmn: an empty node is switched off. Guests that run there are never
 * switched off with it. What the administrator wants of the node stays as it is: one that is active
 * may be woken when it is needed.
 */
@Configuration(proxyBeanMethods = false)
public class PowerOffNode {
  public static final String KIND = Kind.POWER_OFF_NODE.key();
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;
  private final Claims claims;
  private final Clock clock;
  private final Duration patience;

  PowerOffNode(
      Gate gate,
      Nodes nodes,
      Power power,
      Claims claims,
      Clock clock,
      @Value("${corral.power-off.deadline}") Duration patience) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
    this.claims = claims;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Switches it off. Refused (GUESTS_RUNNING) at once if guests were seen there; the step asks
   * libvirt again.
   */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        Kind.of(KIND).role(),
        KIND,
        name,
        () -> {
          refuseOff(name);
          power.ensureEmpty(name);
          return true;
        },
        empty -> {
          refuseOff(name);
          if (request.dryRun()) return Outcome.planned(KIND, name.value(), Map.of("guests", 0));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  private void refuseOff(NodeName name) {
    if (nodes.admitted(name).health() == Health.OFF)
      throw new Refused("NODE_OFF", name + " is off already", "there is nothing to do");
  }

  /**
   * While this operation is open, whoever decides about places leaves the node out; a decision made
   * before it began has left its claim.
   */
  @Bean
  JavaDelegate keepClonesAway(Steps steps) {
    return steps.step(
        run -> {
          claims.decideAlone();
          ensureNoneComes(node(run));
        });
  }

  private void ensureNoneComes(NodeName node) {
    List<String> coming =
        claims.open().getOrDefault(node.value(), List.of()).stream()
            .filter(c -> c.state() == Claims.State.HELD || c.arriving())
            .map(Claims.Claim::cloneName)
            .sorted()
            .toList();
    if (coming.isEmpty()) return;
    throw new Refused(
        "CLONES_COMING",
        coming.size() + " clones are just coming to " + node + ": " + String.join(", ", coming),
        "wait until they are there, move them away, then retry");
  }

  @Bean
  JavaDelegate switchOff(Steps steps) {
    return steps.step(
        run -> {
          ensureNoneComes(node(run));
          power.ensureSwitchingOff(node(run));
        });
  }

  @Bean
  JavaDelegate awaitSilence(Steps steps) {
    return steps.until(this::silent);
  }

  /** Silent twice: one packet that was lost proves nothing. */
  private boolean silent(Run run) {
    if (run.fresh()) run.answer("began", clock.instant().toString());
    boolean silent = power.silent(node(run));
    boolean twice = silent && run.is("silent");
    run.answer("silent", silent);
    Duration waited = Duration.between(Instant.parse(run.text("began")), clock.instant());
    if (!silent && waited.compareTo(patience) > 0) {
      throw new Refused(
          "STILL_ON",
          node(run)
              + " still answers, "
              + waited.toSeconds()
              + " s after it was told to switch off",
          "look at its console; switch it off there, then retry");
    }
    return twice;
  }
}
