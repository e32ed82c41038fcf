package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/rollout-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class RolloutBaseSteps {
  private final Bases bases;
  private final Generations generations;
  private final Nodes nodes;
  private final Waves waves;
  private final BaseUse use;

  RolloutBaseSteps(Bases bases, Generations generations, Nodes nodes, Waves waves, BaseUse use) {
    this.use = use;
    this.bases = bases;
    this.generations = generations;
    this.nodes = nodes;
    this.waves = waves;
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
              "new clones still get generation %d; fix the base's domain, prepare a new generation, and roll it out. Generation %d can be removed"
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
