package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Generations;
import dev.corral.base.Preparation;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/prepare-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class PrepareBaseSteps {
  private final PrepareBase prepareBase;
  private final Bases bases;
  private final Generations generations;
  private final Nodes nodes;
  private final Preparation preparation;

  PrepareBaseSteps(
      PrepareBase prepareBase,
      Bases bases,
      Generations generations,
      Nodes nodes,
      Preparation preparation) {
    this.prepareBase = prepareBase;
    this.generations = generations;
    this.bases = bases;
    this.nodes = nodes;
    this.preparation = preparation;
  }

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  @Bean
  JavaDelegate checkSource(Steps steps) {
    return steps.step(
        run -> {
          prepareBase.refuseCloneElsewhere(base(run));
          run.say(preparation.ensureSourceFits(base(run), run.operation()));
        });
  }

  @Bean
  JavaDelegate convertImages(Steps steps) {
    return steps.until(
        run -> {
          Advance advance = preparation.convert(base(run), run.number("generation"), run.fresh());
          run.advance(advance.percent() * 8 / 10);
          awaitsWork(run);
          return advance.finished();
        });
  }

  @Bean
  JavaDelegate sealImages(Steps steps) {
    return steps.until(
        run -> {
          awaitsWork(run);
          return preparation.seal(base(run), run.number("generation"), run.fresh()).finished();
        });
  }

  private void awaitsWork(Run run) {
    run.awaits(Signal.work(nodes.main().name().value()));
    run.lookWithin(Steps.FOR_PROGRESS);
  }

  @Bean
  JavaDelegate publishGeneration(Steps steps) {
    return steps.step(
        run -> {
          int generation = run.number("generation");
          String made = preparation.ensurePublished(base(run), generation);
          if (!run.is("heldBack")) generations.release(base(run), generation);
          run.say(
              made
                  + (run.is("heldBack")
                      ? "; held back: new clones get it once it is rolled out"
                      : "; new clones get it"));
        });
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (ended.kind().equals(PrepareBase.KIND) && ended.state() == Operation.State.CANCELLED) {
      bases.failed(new BaseName(ended.text("base")), Integer.parseInt(ended.text("generation")));
    }
  }
}
