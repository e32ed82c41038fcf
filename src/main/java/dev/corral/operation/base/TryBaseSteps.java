package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.FreeNames;
import dev.corral.clone.Guests;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.operation.clone.Placing;
import dev.corral.operation.clone.RemoveClone;
import dev.corral.placement.Candidate;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/try-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class TryBaseSteps {

  /** So that a number still fits into the name of the clone. */
  private static final int LONGEST_PREFIX = 28;

  private final Bases bases;
  private final Clones clones;
  private final CloneStates states;
  private final FreeNames freeNames;
  private final Guests guests;
  private final Claims claims;
  private final Placing placing;
  private final Operations operations;
  private final Processes processes;

  TryBaseSteps(
      Bases bases,
      Clones clones,
      CloneStates states,
      FreeNames freeNames,
      Guests guests,
      Claims claims,
      Placing placing,
      Operations operations,
      Processes processes) {
    this.bases = bases;
    this.clones = clones;
    this.states = states;
    this.freeNames = freeNames;
    this.guests = guests;
    this.claims = claims;
    this.placing = placing;
    this.operations = operations;
    this.processes = processes;
  }

  private static CloneName trial(Run run) {
    return new CloneName(run.text("trial"));
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate placeTrial(Steps steps) {
    return steps.refusable(
        run -> {
          run.answer("passed", false);
          Generation generation =
              bases.generation(new BaseName(run.text("base")), run.number("generation"));
          List<Candidate> there =
              placing.candidates(generation, Map.of()).stream()
                  .filter(c -> c.node().equals(run.text("node")))
                  .toList();
          Demand demand = Placing.demand(generation, generation.memory());
          Decision decision = new Placement(there).decide(demand);
          if (decision.node() == null)
            throw Refused.conflict(
                "NO_ROOM", decision.words(), "see to the node, then roll the base out again");
          CloneName name = freeName(generation.base());
          states.add(trial(name, generation, demand));
          states.place(name, decision, claims.hold(name.value(), decision.node(), demand));
          states.provisionedBy(run.operation(), List.of(name));
          run.answer("trial", name.value());
          run.say(name.toString());
        });
  }

  private CloneName freeName(BaseName base) {
    String row = base.value();
    if (row.length() > LONGEST_PREFIX) row = row.substring(0, LONGEST_PREFIX);
    return freeNames.first("trial-" + row, 1).get(0);
  }

  private static Clone trial(CloneName name, Generation generation, Demand demand) {
    return new Clone(
        name,
        generation.base(),
        generation.number(),
        null,
        true,
        demand.memory(),
        true,
        Clone.State.PLACED,
        null,
        null,
        null,
        null);
  }

  /** A node that does not answer proves nothing: then this is no verdict, but a failure. */
  @Bean
  JavaDelegate confirmTrial(Steps steps) {
    return steps.refusable(
        run -> {
          Optional<Clone> clone = clones.find(trial(run));
          String wrong = wrong(clone, node(run));
          if (wrong != null)
            throw Refused.conflict(
                "TRIAL_FAILED",
                wrong,
                "look at /var/log/libvirt/qemu/" + trial(run) + ".log on " + node(run));
          run.answer("passed", true);
          run.say("libvirt says that " + trial(run) + " still runs");
        });
  }

  private String wrong(Optional<Clone> clone, NodeName node) {
    guests.ensureAnswers(node);
    if (clone.isEmpty()) return "it stopped soon after its start";
    if (clone.get().home() == null) return clone.get().decision().words();
    return guests.isOff(clone.get().name()) ? "it stopped soon after its start" : null;
  }

  @Bean
  JavaDelegate removeTrial(Steps steps) {
    return steps.until(
        run -> {
          Optional<Clone> left = clones.find(trial(run));
          if (left.isEmpty()) return true;
          run.awaits(Signal.childOf(run.operation()), Signal.clone(left.get().name().value()));
          if (operations.openFor(left.get().name().value()).isPresent()) return false;
          Map<String, Object> values = RemoveClone.values(left.get());
          values.put("parent", run.operation());
          String name = left.get().name().value();
          processes.start(RemoveClone.KIND, name, run.actor(), "it was a trial", values);
          return false;
        });
  }
}
