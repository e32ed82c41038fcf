package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** processes/start-clone.bpmn: a clone that is off runs again, on its home and nowhere else. */
@Configuration(proxyBeanMethods = false)
public class StartClone {
  static final String KIND = Kind.START_CLONE.key();
  private final Gate gate;
  private final Clones clones;
  private final Guests guests;
  private final Claims claims;
  private final Placing placing;
  private final Reach reach;
  private final Nodes nodes;
  private final Waking waking;
  private final Clock clock;

  StartClone(
      Gate gate,
      Clones clones,
      Guests guests,
      Claims claims,
      Placing placing,
      Reach reach,
      Nodes nodes,
      Waking waking,
      Clock clock) {
    this.nodes = nodes;
    this.waking = waking;
    this.gate = gate;
    this.clones = clones;
    this.guests = guests;
    this.claims = claims;
    this.placing = placing;
    this.reach = reach;
    this.clock = clock;
  }

  /** Starts it. */
  public Outcome start(Request request, CloneName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = withHome(clones.get(name));
          Node home = nodes.get(clone.home());
          Waking.mayBeWoken(home);
          reach.demand(clone);
          placing.claimMemory(clone);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("node", clone.home().value(), "wakesNode", Waking.sleeps(home)));
          return gate.start(request, KIND, name.value(), values(clone));
        });
  }

  /** Only a clone that has a home can be worked on. */
  static Clone withHome(Clone clone) {
    if (clone.home() != null) return clone;
    throw Refused.conflict(
            "CLONE_WITHOUT_HOME",
            clone.name() + " lives on no node: its provisioning failed",
            "remove it, and ask for a new one")
        .with("clone", clone.name());
  }

  static Map<String, Object> values(Clone clone) {
    return Map.of(
        "clone", clone.name().value(), "base", clone.base().value(), "node", clone.home().value());
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate claimMemory(Steps steps) {
    return steps.step(run -> placing.claimMemory(clones.get(clone(run))));
  }

  @Bean
  JavaDelegate wakeHome(Steps steps) {
    return steps.until(run -> waking.awake(run, clones.get(clone(run)).home()));
  }

  @Bean
  JavaDelegate runGuest(Steps steps) {
    return steps.step(
        run -> {
          guests.ensureRunning(clone(run));
          claims.used(clones.get(clone(run)).id(), clock.instant());
          run.say("libvirt says running");
        });
  }

  /** A clone that did not come to run takes no memory; if it runs, its node will say so. */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(KIND) || ended.state() != Operation.State.CANCELLED) return;
    claims.of(ended.text("clone")).ifPresent(claim -> claims.park(claim.guest()));
  }
}
