package dev.corral.operation.node;

import dev.corral.clone.Clones;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.desk.Kind;
import dev.corral.shared.Guest;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/drain-guest.bpmn: one guest leaves a node that is drained. Started by drain-node; a
 * guest that does not leave holds up no other.
 */
@Configuration(proxyBeanMethods = false)
public class DrainGuest {
  public static final String KIND = Kind.DRAIN_GUEST.key();

  /** A guest that is asked to shut down after the deadline has so many seconds more. */
  private static final int GRACE_SECONDS = 120;

  private final Evacuations evacuations;
  private final Nodes nodes;
  private final Clones clones;
  private final Hypervisor hypervisor;
  private final Operations operations;
  private final Processes processes;
  private final Clock clock;

  DrainGuest(
      Evacuations evacuations,
      Nodes nodes,
      Clones clones,
      Hypervisor hypervisor,
      Operations operations,
      Processes processes,
      Clock clock) {
    this.evacuations = evacuations;
    this.nodes = nodes;
    this.clones = clones;
    this.hypervisor = hypervisor;
    this.operations = operations;
    this.processes = processes;
    this.clock = clock;
  }

  private Evacuee evacuee(Run run) {
    return evacuations.get(run.text("drain"), run.text("guest"));
  }

  private Endpoint node(Evacuee evacuee) {
    return nodes.endpoint(evacuee.node());
  }

  @Bean
  JavaDelegate chooseWay(Steps steps) {
    return steps.step(
        run -> {
          if (run.text("since") == null) run.answer("since", clock.instant().toString());
          Mode mode = evacuee(run).mode();
          run.answer("way", mode.name());
          run.answer("gone", false);
          run.say(mode.name().toLowerCase(java.util.Locale.ROOT));
        });
  }

  /** Its users shut it down when they are done. */
  @Bean
  JavaDelegate awaitUsers(Steps steps) {
    return steps.until(run -> skipped(run) || off(run) || late(run));
  }

  @Bean
  JavaDelegate awaitMove(Steps steps) {
    return steps.until(
        run -> {
          Evacuee evacuee = evacuee(run);
          if (skipped(run)) return true;
          Operation move = move(run, evacuee);
          if (move == null) return off(run) || late(run);
          if (move.state() == Operation.State.DONE) {
            evacuations.ended(evacuee, Evacuee.Outcome.MOVED);
            run.answer("gone", true);
            run.say("moved by " + move.id());
            return true;
          }
          if (move.state().ended()) {
            if (off(run) || next(run)) return true;
            throw new Refused(
                "GUEST_STAYS",
                evacuee.name() + " could not be moved away from " + evacuee.node() + why(move),
                "make room elsewhere and retry, or skip it: then it stays");
          }
          return overdue(run) && ended(run, move) && late(run);
        });
  }

  /** False while the guest is just being handed over: then it is as good as gone. */
  private boolean ended(Run run, Operation move) {
    if (run.text("last") == null || isLast(run)) return true;
    try {
      processes.cancel(move.id(), run.actor(), "the deadline of the drain has passed");
      return true;
    } catch (Refused handedOver) {
      return false;
    }
  }

  private static String why(Operation move) {
    return move.steps().stream()
        .filter(s -> s.error() != null)
        .reduce((first, second) -> second)
        .map(s -> ": " + s.error().detail())
        .orElse("");
  }

  /** The one that moves it; begun if there is none. Null if something else is done with it now. */
  private Operation move(Run run, Evacuee evacuee) {
    if (evacuee.move() != null) {
      Operation before = operations.get(evacuee.move());
      if (!before.state().ended() || before.state() == Operation.State.DONE || !run.fresh())
        return before;
    }
    if (evacuee.cloneName() == null) return refused(run, evacuee);
    var clone = clones.find(evacuee.cloneName());
    if (clone.isEmpty() || operations.openFor(evacuee.cloneName().value()).isPresent()) return null;
    Map<String, Object> values = new HashMap<>(MoveClone.values(clone.get(), MoveClone.Wish.ANY));
    values.put("parent", run.operation());
    Operation move =
        processes.start(
            MoveClone.KIND, evacuee.cloneName().value(), run.actor(), run.text("reason"), values);
    evacuations.movedBy(evacuee, move.id());
    return move;
  }

  private Operation refused(Run run, Evacuee evacuee) {
    if (run.text("last") != null && !isLast(run)) return null; // at the deadline it is its turn
    throw new Refused(
        "GUEST_STAYS",
        evacuee.name() + " on " + evacuee.node() + " is none of Corral's clones, and is not moved",
        "shut it down and retry, or skip it: then it stays");
  }

  @Bean
  JavaDelegate pressButton(Steps steps) {
    return steps.step(
        run -> {
          Evacuee evacuee = evacuee(run);
          hypervisor.askToShutDown(node(evacuee), evacuee.guest());
          run.answer("asked", clock.instant().toString());
        });
  }

  @Bean
  JavaDelegate awaitShutdown(Steps steps) {
    return steps.until(
        run -> {
          if (run.fresh() && run.attempt() > 1) {
            hypervisor.askToShutDown(node(evacuee(run)), evacuee(run).guest());
            run.answer("asked", clock.instant().toString());
          }
          return skipped(run) || off(run) || late(run);
        });
  }

  @Bean
  JavaDelegate cutPower(Steps steps) {
    return steps.step(
        run -> {
          Evacuee evacuee = evacuee(run);
          hypervisor.ensureOff(node(evacuee), evacuee.guest());
          evacuations.ended(evacuee, Evacuee.Outcome.GONE);
          run.say("switched off");
        });
  }

  private boolean skipped(Run run) {
    if (!run.is("skip")) return false;
    evacuations.ended(evacuee(run), Evacuee.Outcome.SKIPPED);
    run.answer("gone", true);
    run.say("skipped: it stays");
    return true;
  }

  private boolean off(Run run) {
    Evacuee evacuee = evacuee(run);
    if (hypervisor.guest(node(evacuee), evacuee.guest()).filter(Guest::running).isPresent())
      return false;
    evacuations.ended(evacuee, Evacuee.Outcome.GONE);
    run.answer("gone", true);
    run.say("libvirt says that it runs no more");
    return true;
  }

  /** True if it is dealt with otherwise from now on; at an end of all ways a person is asked. */
  private boolean late(Run run) {
    if (!overdue(run)) return false;
    if (next(run)) return true;
    Evacuee evacuee = evacuee(run);
    throw new Refused(
        "GUEST_STAYS",
        evacuee.name() + " still runs on " + evacuee.node() + " after the deadline",
        "retry to give it as much time again, or skip it: then it stays");
  }

  /** The last way is tried after all others; true if there is one that was not tried yet. */
  private boolean next(Run run) {
    if (run.text("last") == null || isLast(run)) return false;
    evacuations.handle(evacuee(run), Mode.valueOf(run.text("last")));
    run.answer("turned", true);
    run.say("the deadline has passed: " + run.text("last").toLowerCase(java.util.Locale.ROOT));
    return true;
  }

  private static boolean isLast(Run run) {
    return run.is("turned");
  }

  /** After the deadline, a guest that was asked has its grace; one that moves has what it needs. */
  private boolean overdue(Run run) {
    boolean again = run.attempt() > 1 && run.fresh();
    if (again) run.answer("since", clock.instant().toString());
    if (again) return false;
    Instant now = clock.instant();
    if (isLast(run)) {
      return run.text("way").equals("SHUTDOWN")
          && Duration.between(Instant.parse(run.text("asked")), now).toSeconds() >= GRACE_SECONDS;
    }
    return Duration.between(Instant.parse(run.text("since")), now).toSeconds()
        >= run.number("deadline");
  }
}
