package dev.corral.operation.power;

import dev.corral.engine.Run;
import dev.corral.engine.Signal;
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
import java.time.Duration;
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
  private static final String SILENT = "silent";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;
  private final Claims claims;
  private final Duration patience;

  PowerOffNode(
      Gate gate,
      Nodes nodes,
      Power power,
      Claims claims,
      @Value("${corral.power-off.deadline}") Duration patience) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
    this.claims = claims;
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
      throw Refused.conflict("NODE_OFF", name + " is off already", "there is nothing to do")
          .with("node", name);
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
    throw Refused.conflict(
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

  /** Silent twice, a second apart: one packet that was lost proves nothing. */
  private boolean silent(Run run) {
    boolean silent = power.silent(node(run));
    boolean before = run.noted(SILENT) != null;
    run.note(SILENT, silent ? "true" : null);
    run.say(silent ? "asks once more" : "waits until nothing there answers");
    run.lookWithin(BETWEEN_LOOKS);
    run.awaits(Signal.node(run.text("node")));
    if (silent && before && run.resumed()) {
      run.say("nothing there answers");
      return true;
    }
    return false;
  }

  /** It did not go off by the deadline; whoever retries switches it off again. */
  @Bean
  JavaDelegate reportStillOn(Steps steps) {
    return steps.askPerson(
        run ->
            power.silent(node(run))
                ? null
                : Refused.conflict(
                    "STILL_ON",
                    node(run)
                        + " still answers, "
                        + patience.toSeconds()
                        + " s after it was told to switch off",
                    "look at its console; switch it off there, then retry"));
  }
}
