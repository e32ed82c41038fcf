package dev.corral.operation.power;

import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sees to it that nodes are awake before they are needed; many who need one wake it once. */
@Component
public class Waking {
  /** The wake-up that a step waits for. */
  public static final String AWAITED = "wakeUp";

  private final Nodes nodes;
  private final Operations operations;
  private final Processes processes;

  Waking(Nodes nodes, Operations operations, Processes processes) {
    this.nodes = nodes;
    this.operations = operations;
    this.processes = processes;
  }

  /** Switched off, and not by accident: it comes when it is called. */
  public static boolean sleeps(Node node) {
    return node.health() == Health.OFF || node.health() == Health.WAKING;
  }

  /** Refused (NODE_ASLEEP) if it is off, and the administrator wants nothing of it. */
  public static void mayBeWoken(Node node) {
    if (!sleeps(node) || node.availability() == Availability.ACTIVE) return;
    throw Refused.conflict(
            "NODE_ASLEEP",
            node.name()
                + " is off and "
                + node.availability().name().toLowerCase(java.util.Locale.ROOT)
                + ": Corral does not wake it automatically",
            "activate it, or wake it; then try again")
        .with("node", node.name());
  }

  /**
   * One look of a step: true once they are all awake. A node that is off is woken by an operation
   * of its own, which others may wait for as well. Refused (WAKE_FAILED) if that failed.
   */
  public boolean awake(Run run, NodeName... wanted) {
    Operation awaited = awaited(run);
    for (NodeName name : wanted) {
      Node node = nodes.get(name);
      boolean calledBefore = awaited != null && awaited.subject().equals(name.value());
      if (calledBefore ? cameUp(awaited) : !sleeps(node)) continue;
      if (!calledBefore) call(run, node);
      run.awaits(Signal.node(name.value()));
      run.say("waits for " + name + " to wake up");
      return false;
    }
    return true;
  }

  private Operation awaited(Run run) {
    String id = run.noted(AWAITED); // a new attempt looks anew
    if (id == null) return null;
    run.awaits(Signal.operation(id));
    return operations.get(id);
  }

  private void call(Run run, Node node) {
    mayBeWoken(node);
    if (operations.isOpen(PowerOffNode.KIND, node.name().value())) return; // first it must be off
    Operation wakeUp =
        processes.startOrJoin(
            WakeNode.KIND,
            node.name().value(),
            run.actor(),
            "it is needed for " + run.subject(),
            Map.of("node", node.name().value()));
    boolean again = wakeUp.state() == Operation.State.INCIDENT;
    if (again) processes.retry(wakeUp.id(), run.actor(), "it is needed for " + run.subject());
    run.note(AWAITED, wakeUp.id());
    run.awaits(Signal.operation(wakeUp.id()));
  }

  private static boolean cameUp(Operation wakeUp) {
    return switch (wakeUp.state()) {
      case RUNNING, WAITING -> false;
      case DONE -> true;
      case INCIDENT, REFUSED, CANCELLED -> throw failed(wakeUp);
    };
  }

  private static Refused failed(Operation wakeUp) {
    String why =
        wakeUp.steps().stream()
            .map(OperationStep::error)
            .filter(java.util.Objects::nonNull)
            .map(OperationStep.Error::detail)
            .reduce((first, last) -> last)
            .orElse("its wake-up was " + wakeUp.state().name().toLowerCase(java.util.Locale.ROOT));
    return Refused.conflict(
        "WAKE_FAILED",
        wakeUp.subject() + " could not be woken: " + why,
        "see why it does not come up (its wake-up says how far it came), then retry: Corral wakes it again");
  }
}
