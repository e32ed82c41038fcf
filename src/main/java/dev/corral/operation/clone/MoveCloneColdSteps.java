package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.ColdMoving;
import dev.corral.clone.Guests;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The steps of processes/move-clone.bpmn that shut a guest down, send its disks, and start it
 * there.
 */
@Configuration(proxyBeanMethods = false)
class MoveCloneColdSteps {
  private final SilentTarget silent;
  private final Clones clones;
  private final Guests guests;
  private final ColdMoving cold;

  MoveCloneColdSteps(SilentTarget silent, Clones clones, Guests guests, ColdMoving cold) {
    this.silent = silent;
    this.clones = clones;
    this.guests = guests;
    this.cold = cold;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  private static NodeName target(Run run) {
    return new NodeName(run.text("target"));
  }

  private static ColdMoving.Way way(Run run) {
    return new ColdMoving.Way(clone(run), target(run), run.operation());
  }

  /** It is asked, again and again: one that is booting does not listen. */
  @Bean
  JavaDelegate awaitGuest(Steps steps) {
    return steps.until(
        run -> {
          Clone clone = clones.get(clone(run));
          if (guests.isOff(clone.name())) return true;
          if (run.fresh() || run.resumed()) guests.askToShutDown(clone.name());
          GuestShutdown.await(run, clone.home(), clone.id());
          return false;
        });
  }

  /** Whoever retries gives it as much time again. */
  @Bean
  JavaDelegate reportGuestDeaf(Steps steps) {
    return steps.askPerson(
        run ->
            guests.isOff(clone(run))
                ? null
                : Refused.conflict(
                    "GUEST_DEAF",
                    clone(run)
                        + " still runs, "
                        + run.text("deadline")
                        + " s after it was asked to stop",
                    "shut it down from inside and retry, or cancel the move"));
  }

  @Bean
  JavaDelegate sendOverlay(Steps steps) {
    return steps.untilOrRefused(
        run -> {
          run.on(run.text("target"));
          try {
            Advance advance = cold.send(way(run), run.fresh());
            run.advance(advance.percent() * 8 / 10);
            run.awaits(Signal.work(clones.get(clone(run)).home().value()));
            run.lookWithin(Steps.FOR_PROGRESS);
            return advance.finished();
          } catch (HostProblem problem) {
            throw silent.reaction(clone(run), target(run), problem);
          }
        });
  }

  @Bean
  JavaDelegate compareOverlay(Steps steps) {
    return steps.until(
        run -> {
          run.on(run.text("target"));
          boolean equal = cold.compared(way(run), run.fresh());
          run.awaits(
              Signal.work(clones.get(clone(run)).home().value()), Signal.work(run.text("target")));
          if (equal) run.say("sha256 is the same on both nodes");
          return equal;
        });
  }

  @Bean
  JavaDelegate adoptGuest(Steps steps) {
    return steps.step(
        run -> {
          run.on(run.text("target"));
          cold.adopt(way(run));
        });
  }

  /** Before its old home is left: if it cannot run there, it can go back. */
  @Bean
  JavaDelegate runThere(Steps steps) {
    return steps.step(
        run -> {
          run.on(run.text("target"));
          if (!run.is("ran")) {
            run.say("it was off, and stays so");
            return;
          }
          if (clones.get(clone(run)).home().equals(target(run))) guests.ensureRunning(clone(run));
          else cold.start(way(run));
          run.say("libvirt says running");
        });
  }
}
