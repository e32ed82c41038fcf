package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.CloneSightings;
import dev.corral.clone.Clones;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Health;
import dev.corral.node.NodeSightings;
import dev.corral.node.Silences;
import dev.corral.operation.clone.Replacing;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/confirm-off.bpmn. */
@Configuration(proxyBeanMethods = false)
class ConfirmOffSteps {

  /** Made anew in one step, so that a step stays short. */
  private static final int AT_ONCE = 20;

  private final ConfirmOff confirmOff;
  private final NodeSightings nodeSightings;
  private final Silences silences;
  private final Clones clones;
  private final CloneSightings sightings;
  private final Claims claims;
  private final Replacing replacing;
  private final Operations operations;
  private final Clock clock;

  ConfirmOffSteps(
      ConfirmOff confirmOff,
      NodeSightings nodeSightings,
      Silences silences,
      Clones clones,
      CloneSightings sightings,
      Claims claims,
      Replacing replacing,
      Operations operations,
      Clock clock) {
    this.confirmOff = confirmOff;
    this.nodeSightings = nodeSightings;
    this.silences = silences;
    this.clones = clones;
    this.sightings = sightings;
    this.claims = claims;
    this.replacing = replacing;
    this.operations = operations;
    this.clock = clock;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate verifyOff(Steps steps) {
    return steps.refusable(run -> run.say(confirmOff.silent(node(run)).words()));
  }

  @Bean
  JavaDelegate recordOff(Steps steps) {
    return steps.step(
        run -> {
          nodeSightings.silent(
              node(run),
              Health.OFF,
              "confirmed off by %s: %s".formatted(run.actor(), run.text("reason")));
          silences.confirmOff(node(run), clock.instant());
          List<UUID> stopped = sightings.powerCut(node(run));
          stopped.forEach(claims::park);
          run.say(stopped.size() + " clones that ran there are stopped");
        });
  }

  /**
   * What has no place is refused only once all others are there: a refusal takes back what the same
   * look has begun.
   */
  @Bean
  JavaDelegate startElsewhere(Steps steps) {
    return steps.until(
        run -> {
          if (!run.is("elsewhere")) {
            run.say("its clones wait for it");
            return true;
          }
          Set<String> busy = clones.busy(node(run));
          List<Clone> left = new ArrayList<>();
          int begun = 0;
          for (Clone clone : clones.interrupted(node(run))) {
            boolean tried = begun < AT_ONCE && !busy.contains(clone.name().value());
            if (tried && replacing.anew(run, clone).isPresent()) begun++;
            else left.add(clone);
          }
          Operations.Children children = operations.children(run.operation());
          run.say("%d of %d are ready".formatted(children.done(), children.all() + left.size()));
          run.awaits(Signal.childOf(run.operation()));
          if (begun == AT_ONCE) run.lookWithin(Duration.ZERO);
          if (children.open() > 0) return false;
          if (!left.isEmpty()) throw stuck(left, busy);
          return true;
        });
  }

  private Refused stuck(List<Clone> left, Set<String> busy) {
    List<Clone> free = left.stream().filter(c -> !busy.contains(c.name().value())).toList();
    if (free.isEmpty())
      return Refused.conflict(
          "CLONES_BUSY",
          "an operation that has not ended works on "
              + String.join(", ", left.stream().map(c -> c.name().value()).toList()),
          "cancel it, then retry");
    return Refused.conflict(
        "NO_ROOM",
        replacing.withoutPlace(free),
        "make room, or enable the base on more nodes, then retry; or cancel: then they wait for their node");
  }
}
