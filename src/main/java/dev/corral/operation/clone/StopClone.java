package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/stop-clone.bpmn: the guest is asked to shut down; at the deadline it is switched off,
 * if that was wished.
 */
@Configuration(proxyBeanMethods = false)
public class StopClone {
  static final String KIND = Kind.STOP_CLONE.key();
  private static final int USUAL_SECONDS = 120;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;
  private final Gate gate;
  private final Clones clones;
  private final Guests guests;
  private final Claims claims;
  private final Reach reach;

  StopClone(Gate gate, Clones clones, Guests guests, Claims claims, Reach reach) {
    this.gate = gate;
    this.clones = clones;
    this.guests = guests;
    this.claims = claims;
    this.reach = reach;
  }

  /**
   * Stops it. The deadline is in seconds, 120 if null; with force the guest is switched off then.
   */
  public Outcome start(Request request, CloneName name, Integer deadline, boolean force) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = StartClone.withHome(clones.get(name));
          reach.demand(clone);
          int seconds = deadline == null ? USUAL_SECONDS : deadline;
          if (seconds < 0 || seconds > LONGEST_SECONDS)
            throw Refused.invalid(
                    "BAD_DEADLINE",
                    seconds + " s is no deadline",
                    "give 0 to " + LONGEST_SECONDS + " seconds")
                .with("seconds", seconds)
                .with("most", LONGEST_SECONDS);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("node", clone.home().value(), "deadlineSeconds", seconds, "force", force));
          Map<String, Object> values = new HashMap<>(StartClone.values(clone));
          values.put("deadline", seconds);
          values.put("force", force);
          return gate.start(request, KIND, name.value(), values);
        });
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
