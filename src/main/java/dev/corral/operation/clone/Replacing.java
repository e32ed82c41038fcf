package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.FreeNames;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.operation.desk.Kind;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes clones anew whose node is gone: each decision, its claim and the operation that carries it
 * out are kept together, in the transaction of the step that asks for it.
 */
@Component
public class Replacing {
  private static final int LONGEST_PREFIX = 33;
  private final CloneStates states;
  private final FreeNames freeNames;
  private final Claims claims;
  private final Bases bases;
  private final Placing placing;
  private final Sweeping sweeping;
  private final Processes processes;

  Replacing(
      CloneStates states,
      FreeNames freeNames,
      Claims claims,
      Bases bases,
      Placing placing,
      Sweeping sweeping,
      Processes processes) {
    this.sweeping = sweeping;
    this.states = states;
    this.freeNames = freeNames;
    this.claims = claims;
    this.bases = bases;
    this.placing = placing;
    this.processes = processes;
  }

  /** Where it would go; without a node if nothing fits. Nobody else decides meanwhile. */
  public Decision decide(Clone clone) {
    Generation generation = bases.generation(clone.base(), clone.generation());
    String home = clone.home().value();
    return new Placement(
            placing.candidates(generation, Map.of()).stream()
                .filter(c -> !c.node().equals(home))
                .toList())
        .decide(demand(clone));
  }

  private Demand demand(Clone clone) {
    return Placing.demand(bases.generation(clone.base(), clone.generation()), clone.memory());
  }

  /**
   * A volatile clone is made under another name, to stand in for this one. Answers the new name;
   * none if there is no place.
   */
  public Optional<CloneName> standIn(Run run, Clone lost) {
    Decision decision = decide(lost);
    if (decision.node() == null) return Optional.empty();
    CloneName name = freeName(lost.name());
    states.add(
        new Clone(
            name,
            lost.base(),
            lost.generation(),
            lost.owner(),
            true,
            lost.memory(),
            true,
            Clone.State.PLACED,
            null,
            null,
            null,
            null));
    states.replaces(name, lost.id());
    provision(run, name, lost, decision);
    return Optional.of(name);
  }

  /**
   * The clone is made anew from its base, with a new disk, under its own name. Answers where; none
   * if there is no place.
   */
  public Optional<NodeName> anew(Run run, Clone clone) {
    Decision decision = decide(clone);
    if (decision.node() == null) return Optional.empty();
    sweeping.keep(
        clone,
        clone.home(),
        "it was recreated on " + decision.node() + " while " + clone.home() + " was off");
    claims.giveBack(clone.id(), clone.home() + " is off");
    states.recreate(clone.name());
    provision(run, clone.name(), clone, decision);
    return Optional.of(new NodeName(decision.node()));
  }

  private void provision(Run run, CloneName name, Clone like, Decision decision) {
    states.place(name, decision, claims.hold(name.value(), decision.node(), demand(like)));
    processes.start(
        Kind.PROVISION_CLONE.key(),
        name.value(),
        run.actor(),
        run.text("reason"),
        Map.of(
            "parent",
            run.operation(),
            "clone",
            name.value(),
            "base",
            like.base().value(),
            "node",
            decision.node()));
  }

  /** The next of its row: {@code class-7} may get {@code class-31}. */
  private CloneName freeName(CloneName like) {
    String row = like.value().replaceFirst("-\\d+$", "");
    if (row.length() > LONGEST_PREFIX) row = row.substring(0, LONGEST_PREFIX);
    return freeNames.first(row, 1).get(0);
  }

  /** Those that have no place, and why the first of them has none. */
  public String withoutPlace(List<Clone> left) {
    return "%d have no place: %s; %s"
        .formatted(
            left.size(),
            String.join(", ", left.stream().map(c -> c.name().value()).toList()),
            decide(left.get(0)).words());
  }
}
