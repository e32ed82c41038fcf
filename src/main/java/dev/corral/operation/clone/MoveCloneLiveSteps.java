package dev.corral.operation.clone;

import dev.corral.clone.Clones;
import dev.corral.clone.Moving;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.host.LiveMigration.Look;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/move-clone.bpmn that move a guest while it runs. */
@Configuration(proxyBeanMethods = false)
class MoveCloneLiveSteps {

  /** A live migration tells nobody how far it is. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final SilentTarget silent;
  private final Clones clones;
  private final Moving moving;

  MoveCloneLiveSteps(SilentTarget silent, Clones clones, Moving moving) {
    this.silent = silent;
    this.clones = clones;
    this.moving = moving;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  private static NodeName target(Run run) {
    return new NodeName(run.text("target"));
  }

  private static Boolean wish(Run run) {
    return run.text("live") == null ? null : run.is("live");
  }

  @Bean
  JavaDelegate migrateLive(Steps steps) {
    return steps.untilOrRefused(
        run -> {
          run.on(run.text("target"));
          try {
            Look look = moving.advance(clone(run), target(run), run.operation());
            run.advance(look.percent() * 9 / 10);
            run.say(look.words());
            run.awaits(
                Signal.guest(clones.get(clone(run)).home().value(), clones.get(clone(run)).id()));
            run.lookWithin(BETWEEN_LOOKS);
            return switch (look.state()) {
              case ARRIVED -> true;
              case OFF ->
                  throw Refused.conflict(
                      "NOT_LIVE", clone(run) + " has been shut down meanwhile", "it moves so");
              default -> false;
            };
          } catch (HostProblem problem) {
            throw silent.reaction(clone(run), target(run), problem);
          } catch (Refused refused) {
            if (!refused.code().equals("MIGRATION_FAILED")) throw refused;
            moving.failed(clone(run));
            boolean mayStop = wish(run) == null && !clones.get(clone(run)).isVolatile();
            throw Refused.conflict(
                mayStop ? "NOT_LIVE" : "NODE_FAILED", refused.detail(), refused.fix());
          }
        });
  }
}
