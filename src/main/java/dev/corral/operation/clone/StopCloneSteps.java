package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/stop-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class StopCloneSteps {
  private final Clones clones;
  private final Guests guests;
  private final Claims claims;

  StopCloneSteps(Clones clones, Guests guests, Claims claims) {
    this.clones = clones;
    this.guests = guests;
    this.claims = claims;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate askToShutDown(Steps steps) {
    return steps.step(run -> guests.askToShutDown(clone(run)));
  }

  @Bean
  JavaDelegate awaitStop(Steps steps) {
    return steps.until(
        run -> {
          Clone clone = clones.get(clone(run));
          if (guests.isOff(clone.name())) {
            claims.park(clone.id());
            return true;
          }
          GuestShutdown.await(run, clone.home(), clone.id());
          if (run.resumed()) guests.askToShutDown(clone.name());
          return false;
        });
  }

  @Bean
  JavaDelegate switchGuestOff(Steps steps) {
    return steps.step(
        run -> {
          guests.ensureOff(clone(run));
          guests.isOff(clone(run)); // shown as stopped
          claims.park(clones.get(clone(run)).id());
          run.say("did not shut down in " + run.text("deadline") + " s, and was switched off");
        });
  }

  /** Whoever retries gives it as much time again. */
  @Bean
  JavaDelegate reportDeaf(Steps steps) {
    return steps.askPerson(
        run ->
            guests.isOff(clone(run))
                ? null
                : Refused.conflict(
                    "GUEST_DEAF",
                    clone(run)
                        + " on "
                        + run.text("node")
                        + " still runs, "
                        + run.text("deadline")
                        + " s after it was asked to shut down",
                    "retry, or cancel this and stop it with force"));
  }
}
