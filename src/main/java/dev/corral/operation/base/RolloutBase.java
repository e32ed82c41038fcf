package dev.corral.operation.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/rollout-base.bpmn: a generation gets to the nodes wave by wave; on each a clone of it
 * must come to run before the next wave begins, and new clones get it only when all waves are done.
 */
@Component
public class RolloutBase {
  static final String KIND = Kind.ROLLOUT_BASE.key();

  private final Gate gate;
  private final Bases bases;
  private final Generations generations;
  private final Waves waves;
  private final BaseUse use;

  RolloutBase(Gate gate, Bases bases, Generations generations, Waves waves, BaseUse use) {
    this.use = use;
    this.gate = gate;
    this.bases = bases;
    this.generations = generations;
    this.waves = waves;
  }

  /**
   * What is wanted.
   *
   * @param generation the newest that is ready if null
   * @param canary the nodes of the first wave; the main node alone if null or empty
   * @param waves in how many waves the other nodes that have the base follow; 1 if null
   */
  public record Wish(Integer generation, List<NodeName> canary, Integer waves) {}

  /** Starts it. A dry run answers the waves. */
  public Outcome start(Request request, BaseName name, Wish wish) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Generation generation = wanted(bases.get(name), wish.generation());
          use.refuseLeaving(name, generation.number());
          List<List<NodeName>> planned = waves.plan(name, wish.canary(), wish.waves());
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of(
                    "generation",
                    generation.number(),
                    "current",
                    bases.get(name).current(),
                    "waves",
                    planned.stream()
                        .map(wave -> wave.stream().map(NodeName::value).toList())
                        .toList(),
                    "bytesForEach",
                    generation.size()));
          return gate.start(
              request,
              KIND,
              name.value(),
              Map.of(
                  "base",
                  name.value(),
                  "generation",
                  generation.number(),
                  "waves",
                  Waves.written(planned),
                  "wave",
                  0));
        });
  }

  private Generation wanted(Base base, Integer number) {
    int wanted = number == null ? base.generation() : number;
    if (wanted == 0) generations.current(base.name()); // refused: there is none
    Generation generation = bases.generation(base.name(), wanted);
    if (generation.state() != Generation.State.READY)
      throw Refused.conflict(
          "GENERATION_NOT_READY",
          base.name() + " g" + wanted + " is not ready to be copied",
          "wait until its preparation has ended, or choose another one");
    if (wanted > base.current()) return generation;
    throw Refused.conflict(
        "GENERATION_NOT_NEWER",
        "new clones of " + base.name() + " get generation " + base.current() + " already",
        wanted == base.current()
            ? "make a new generation, held back (release: false), then roll it out"
            : "to go back to generation " + wanted + ", ask for a roll-back");
  }
}
