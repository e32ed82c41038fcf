package dev.corral.operation.node;

import dev.corral.clone.Clones;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.GuestShutdown;
import dev.corral.operation.clone.MoveClone;
import dev.corral.shared.Guest;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/drain-guest.bpmn. */
@Configuration(proxyBeanMethods = false)
class DrainGuestSteps {

  /** A guest that is asked to shut down after the deadline has so many seconds more. */
  private static final int GRACE_SECONDS = 120;

  /** A move is not ended for being slow. */
  private static final int LONGEST_SECONDS = 30 * 24 * 3_600;

  private final Evacuations evacuations;
  private final Nodes nodes;
  private final Clones clones;
  private final Hypervisor hypervisor;
  private final Operations operations;
  private final Processes processes;

  DrainGuestSteps(
      Evacuations evacuations,
      Nodes nodes,
      Clones clones,
      Hypervisor hypervisor,
      Operations operations,
      Processes processes) {
    this.evacuations = evacuations;
    this.nodes = nodes;
    this.clones = clones;
    this.hypervisor = hypervisor;
    this.operations = operations;
    this.processes = processes;
  }

  private Evacuee evacuee(Run run) {
    return evacuations.get(run.text("drain"), run.text("guest"));
  }

  private Endpoint node(Evacuee evacuee) {
    return nodes.endpoint(evacuee.node());
  }

  /** How long this way may take stands in {@code patience}, in seconds. */
  @Bean
  JavaDelegate chooseWay(Steps steps) {
    return steps.step(
        run -> {
          Mode mode = evacuee(run).mode();
          run.answer("way", mode.name());
          run.answer("gone", false);
          run.answer("patience", patience(run, mode));
          run.say(mode.name().toLowerCase(java.util.Locale.ROOT));
        });
  }

  /** After the deadline, a guest that was asked has its grace; one that moves has what it needs. */
  private static int patience(Run run, Mode mode) {
    if (!isLast(run)) return run.number("deadline");
    return mode == Mode.SHUTDOWN ? GRACE_SECONDS : LONGEST_SECONDS;
  }

  /** Its users shut it down when they are done. */
  @Bean
  JavaDelegate awaitUsers(Steps steps) {
    return steps.until(
        run -> {
          if (skipped(run) || off(run)) return true;
          Evacuee evacuee = evacuee(run);
          run.awaits(Signal.guest(evacuee.node().value(), evacuee.guest()));
          run.say("waits until its users shut it down");
          return false;
        });
  }

  @Bean
  JavaDelegate awaitMove(Steps steps) {
    return steps.until(
        run -> {
          Evacuee evacuee = evacuee(run);
          if (skipped(run)) return true;
          Operation move = move(run, evacuee);
          run.awaits(Signal.guest(evacuee.node().value(), evacuee.guest()));
          if (move == null) {
            if (evacuee.cloneName() != null) run.awaits(Signal.clone(evacuee.cloneName().value()));
            run.say("waits until it can be moved");
            return off(run);
          }
          run.awaits(Signal.operation(move.id()));
          run.say("waits for its move");
          if (move.state() == Operation.State.DONE) {
            evacuations.ended(evacuee, Evacuee.Outcome.MOVED);
            run.answer("gone", true);
            run.say("moved by " + move.id());
            return true;
          }
          if (!move.state().ended()) return false;
          if (off(run) || mayTurn(run)) return true;
          throw Refused.conflict(
              "GUEST_STAYS",
              evacuee.name() + " could not be moved away from " + evacuee.node() + why(move),
              "make room elsewhere and retry, or skip it: then it stays");
        });
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
    if (mayTurn(run)) return null; // at the deadline it is its turn
    throw Refused.conflict(
        "GUEST_STAYS",
        evacuee.name() + " on " + evacuee.node() + " is none of Corral's clones, and is not moved",
        "shut it down and retry, or skip it: then it stays");
  }

  @Bean
  JavaDelegate pressButton(Steps steps) {
    return steps.step(run -> press(run));
  }

  private void press(Run run) {
    Evacuee evacuee = evacuee(run);
    hypervisor.askToShutDown(node(evacuee), evacuee.guest());
  }

  @Bean
  JavaDelegate awaitShutdown(Steps steps) {
    return steps.until(
        run -> {
          if (skipped(run) || off(run)) return true;
          Evacuee evacuee = evacuee(run);
          GuestShutdown.await(run, evacuee.node(), evacuee.guest());
          if (run.resumed()) press(run);
          return false;
        });
  }

  @Bean
  JavaDelegate cutPower(Steps steps) {
    return steps.step(
        run -> {
          Evacuee evacuee = evacuee(run);
          hypervisor.ensureOff(node(evacuee), evacuee.guest());
          evacuations.ended(evacuee, Evacuee.Outcome.GONE);
          run.answer("gone", true);
          run.say("switched off");
        });
  }

  /** The last way is tried after all others; then a person is asked, who may give more time. */
  @Bean
  JavaDelegate turnToLastWay(Steps steps) {
    return steps.askPerson(
        run -> {
          if (skipped(run) || off(run)) return null;
          Evacuee evacuee = evacuee(run);
          if (!mayTurn(run))
            return Refused.conflict(
                "GUEST_STAYS",
                evacuee.name() + " still runs on " + evacuee.node() + " after the deadline",
                "retry to give it as much time again, or skip it: then it stays");
          if (handedOver(run, evacuee)) {
            run.say("it is being handed over to its new node");
            return null;
          }
          evacuations.handle(evacuee, Mode.valueOf(run.text("last")));
          run.answer("turned", true);
          run.say("from now on: " + run.text("last").toLowerCase(java.util.Locale.ROOT));
          return null;
        });
  }

  /** True if its move can be ended no more: then it is as good as gone. */
  private boolean handedOver(Run run, Evacuee evacuee) {
    if (evacuee.move() == null || operations.get(evacuee.move()).state().ended()) return false;
    try {
      processes.cancel(evacuee.move(), run.actor(), "the deadline of the drain has passed");
      return false;
    } catch (Refused handedOver) {
      return true;
    }
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
    run.say("libvirt says that it no longer runs");
    return true;
  }

  /** True while there is a last way that was not tried yet. */
  private static boolean mayTurn(Run run) {
    return run.text("last") != null && !isLast(run);
  }

  private static boolean isLast(Run run) {
    return run.is("turned");
  }
}
