package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Rebases;
import dev.corral.clone.Rebasing;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/rebase-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class RebaseCloneSteps {
  private static final int BUILT_PERCENT = 60;
  private static final int COMPARED_PERCENT = 95;
  private final Clones clones;
  private final Bases bases;
  private final Rebases rebases;
  private final Rebasing rebasing;
  private final Claims claims;
  private final Waking waking;

  RebaseCloneSteps(
      Clones clones,
      Bases bases,
      Rebases rebases,
      Rebasing rebasing,
      Claims claims,
      Waking waking) {
    this.clones = clones;
    this.bases = bases;
    this.rebases = rebases;
    this.rebasing = rebasing;
    this.claims = claims;
    this.waking = waking;
  }

  private static Rebasing.Wish wish(Run run) {
    return new Rebasing.Wish(
        new CloneName(run.text("clone")),
        run.number("generation"),
        run.is("discard"),
        run.operation());
  }

  @Bean
  JavaDelegate wakeRebased(Steps steps) {
    return steps.until(run -> waking.awake(run, clones.get(wish(run).name()).home()));
  }

  @Bean
  JavaDelegate checkRebase(Steps steps) {
    return steps.refusable(run -> run.say(rebasing.ensureRoom(wish(run))));
  }

  @Bean
  JavaDelegate buildOverlay(Steps steps) {
    return steps.until(
        run -> {
          Advance advance = rebasing.build(wish(run), run.fresh());
          run.advance(advance.percent() * BUILT_PERCENT / 100);
          awaitsWork(run);
          return advance.finished();
        });
  }

  @Bean
  JavaDelegate compareNewOverlay(Steps steps) {
    return steps.until(
        run -> {
          if (run.is("discard")) {
            run.say("what the guest had written is given up: nothing to compare");
            return true;
          }
          Advance advance = rebasing.compare(wish(run), run.fresh());
          run.advance(BUILT_PERCENT + advance.percent() * (COMPARED_PERCENT - BUILT_PERCENT) / 100);
          awaitsWork(run);
          if (advance.finished()) run.say("the guest will see the same bytes as before");
          return advance.finished();
        });
  }

  private void awaitsWork(Run run) {
    run.awaits(Signal.work(clones.get(wish(run).name()).home().value()));
    run.lookWithin(Steps.FOR_PROGRESS);
  }

  @Bean
  JavaDelegate swapOverlay(Steps steps) {
    return steps.step(
        run -> {
          Rebasing.Wish wish = wish(run);
          rebasing.swap(wish);
          rebases.done(wish.name());
          Clone clone = clones.get(wish.name());
          claims.resize(
              clone.id(),
              Placing.demand(bases.generation(clone.base(), wish.generation()), clone.memory()));
          run.say("on generation " + wish.generation());
        });
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(RebaseClone.KIND) || ended.state() == Operation.State.DONE) return;
    rebasing.settle(new CloneName(ended.text("clone")));
  }
}
