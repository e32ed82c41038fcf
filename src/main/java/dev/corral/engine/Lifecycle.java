package dev.corral.engine;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.shared.Role;
import java.time.Clock;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Begins and ends an operation with its process instance, in the same transaction, whoever started
 * or deleted that.
 */
@Component
class Lifecycle {
  private final OperationStates states;
  private final Attempts attempts;
  private final Waker waker;
  private final AuditTrail audit;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  /** Lazy: the engine is made before the tables are. */
  Lifecycle(
      @Lazy OperationStates states,
      @Lazy Attempts attempts,
      @Lazy Waker waker,
      @Lazy AuditTrail audit,
      Clock clock,
      ApplicationEventPublisher events) {
    this.events = events;
    this.states = states;
    this.attempts = attempts;
    this.waker = waker;
    this.audit = audit;
    this.clock = clock;
  }

  ExecutionListener started() {
    return execution -> {
      String parent = parent(execution);
      states.insert(
          new Operation(
              execution.getProcessInstanceId(),
              ProcessKeys.of(execution),
              execution.getProcessBusinessKey(),
              Operation.State.RUNNING,
              0,
              null,
              null,
              text(execution, "actor"),
              text(execution, "reason"),
              role(execution),
              clock.instant(),
              null,
              parent,
              text(execution, "node"),
              text(execution, "base"),
              text(execution, "clone"),
              List.of()),
          parent == null ? text(execution, Operations.KEY) : null,
          parent == null ? text(execution, Operations.KEY_CONTENT) : null);
      note(execution, "STARTED", "");
    };
  }

  ExecutionListener ended() {
    return execution -> {
      String id = execution.getProcessInstanceId();
      boolean cancelled = ((ExecutionEntity) execution).isCanceled();
      String end = execution.getCurrentActivityId();
      Operation.State state =
          cancelled
              ? Operation.State.CANCELLED
              : end != null && end.startsWith("Refused")
                  ? Operation.State.REFUSED
                  : Operation.State.DONE;
      states.mark(id, false);
      attempts.operationEnded(id, cancelled);
      states.end(id, state, clock.instant());
      wake(execution);
      events.publishEvent(
          new OperationEnded(id, ProcessKeys.of(execution), state, execution.getVariables()));
      note(execution, state == Operation.State.DONE ? "ENDED" : state.name(), "");
    };
  }

  private void note(DelegateExecution e, String outcome, String detail) {
    audit.add(
        AuditEntry.command(
                clock.instant(),
                text(e, "actor"),
                text(e, "reason"),
                e.getProcessInstanceId(),
                ProcessKeys.of(e),
                outcome,
                null,
                detail)
            .about(text(e, "node"), text(e, "base"), text(e, "clone")));
  }

  /** Only what was started by itself has one; a called process does not inherit it. */
  private static Role role(DelegateExecution execution) {
    String role = text(execution, Operations.ROLE);
    return role == null ? null : Role.valueOf(role);
  }

  /** Those who wait for this operation, for its parent's children, or for its clone or node. */
  private void wake(DelegateExecution execution) {
    waker.send(Signal.operation(execution.getProcessInstanceId()));
    String parent = parent(execution);
    if (parent != null) waker.send(Signal.childOf(parent));
    String clone = text(execution, "clone");
    if (clone != null) waker.send(Signal.clone(clone));
    for (String variable : new String[] {"node", "target"}) {
      String node = text(execution, variable);
      if (node != null) waker.send(Signal.node(node));
    }
  }

  private static String parent(DelegateExecution execution) {
    var caller = ((ExecutionEntity) execution).getSuperExecution();
    return caller != null ? caller.getProcessInstanceId() : text(execution, "parent");
  }

  private static String text(DelegateExecution execution, String name) {
    Object value = execution.getVariable(name);
    return value == null ? (name.equals("actor") ? "cockpit" : null) : value.toString();
  }
}
