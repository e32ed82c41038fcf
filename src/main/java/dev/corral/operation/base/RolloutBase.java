package dev.corral.operation.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/rollout-base.bpmn: a generation gets to the nodes wave by wave; on each a clone of it
 * must come to run before the next wave begins, and new clones get it only when all waves are done.
 */
@Configuration(proxyBeanMethods = false)
public class RolloutBase {
  static final String KIND = Kind.ROLLOUT_BASE.key();

  private final Gate gate;
  private final Bases bases;
  private final Generations generations;
  private final Nodes nodes;
  private final Waves waves;
  private final BaseUse use;

  RolloutBase(
      Gate gate, Bases bases, Generations generations, Nodes nodes, Waves waves, BaseUse use) {
    this.use = use;
    this.gate = gate;
    this.bases = bases;
    this.generations = generations;
    this.nodes = nodes;
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

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  @Bean
  JavaDelegate beginWave(Steps steps) {
    return steps.step(
        run -> {
          List<List<NodeName>> all = Waves.read(run.text("waves"));
          int wave = run.number("wave");
          run.answer("more", wave < all.size());
          if (wave == all.size()) return;
          run.answer("wave", wave + 1);
          run.answer("enabling", waves.enable(run, all.get(wave)));
          run.say("wave %d of %d: %s".formatted(wave + 1, all.size(), Waves.words(all.get(wave))));
        });
  }

  private static List<NodeName> wave(Run run) {
    return Waves.read(run.text("waves")).get(run.number("wave") - 1);
  }

  @Bean
  JavaDelegate awaitCopies(Steps steps) {
    return steps.until(
        run -> {
          List<NodeName> awaited = wave(run).stream().filter(n -> !waves.settled(run, n)).toList();
          waves.awaitCopies(run, awaited);
          run.say(awaited.isEmpty() ? "all is there that comes" : "awaits " + Waves.words(awaited));
          return awaited.isEmpty();
        });
  }

  @Bean
  JavaDelegate beginTrials(Steps steps) {
    return steps.step(run -> run.say(waves.beginTrials(run, wave(run))));
  }

  @Bean
  JavaDelegate awaitTrials(Steps steps) {
    return steps.until(
        run -> {
          run.awaits(Signal.childOf(run.operation()));
          wave(run).forEach(n -> run.awaits(Signal.node(n.value())));
          return waves.trials(run, wave(run)).stream()
              .noneMatch(t -> t.verdict() == Trial.Verdict.OPEN);
        });
  }

  /** Nobody else gets it if it fails anywhere, or if the first wave proves nothing. */
  @Bean
  JavaDelegate judgeWave(Steps steps) {
    return steps.refusable(
        run -> {
          List<Trial> trials = waves.trials(run, wave(run));
          List<Trial> failed =
              trials.stream().filter(t -> t.verdict() == Trial.Verdict.FAILED).toList();
          boolean proven = trials.stream().anyMatch(t -> t.verdict() == Trial.Verdict.PASSED);
          int number = run.number("generation");
          String fix =
              "new clones still get generation %d; mend the base's domain, make a new generation of it, and roll that out. Generation %d can be removed"
                  .formatted(bases.get(base(run)).current(), number);
          if (!failed.isEmpty())
            throw Refused.conflict(
                "TRIAL_FAILED",
                "a clone of %s g%d does not run on %s"
                    .formatted(base(run), number, Trial.words(failed)),
                fix);
          if (!proven && run.number("wave") == 1)
            throw Refused.conflict(
                "TRIAL_FAILED",
                "no node of the first wave could try it: " + Trial.words(trials),
                "see to these nodes, or name others as canary; then roll it out again");
          run.say(Trial.words(trials));
        });
  }

  @Bean
  JavaDelegate releaseGeneration(Steps steps) {
    return steps.step(
        run -> {
          int number = run.number("generation");
          generations.release(base(run), number);
          List<NodeName> without =
              Waves.read(run.text("waves")).stream()
                  .flatMap(List::stream)
                  .filter(n -> !ready(base(run), number, n))
                  .toList();
          run.say(
              "new clones get generation "
                  + number
                  + (without.isEmpty() ? "" : ", but not yet on " + Waves.words(without))
                  + offer(use.unneeded(base(run))));
        });
  }

  private static String offer(List<Integer> unneeded) {
    String which = unneeded.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return which.isEmpty() ? "" : "; needed by no clone, and can be removed: generation " + which;
  }

  private boolean ready(BaseName base, int generation, NodeName node) {
    return nodes.find(node).isPresent()
        && bases
            .copy(base, generation, node)
            .filter(c -> c.state() == Copy.State.READY)
            .isPresent();
  }
}
