package dev.corral.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.corral.CorralTest;
import dev.corral.audit.AuditTrail;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.shared.Busy;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.TransactionTemplate;

/** A command that a step's end comes before is decided anew. */
@CorralTest
class GateTests {
  @Autowired Gate gate;
  @Autowired Operations operations;
  @Autowired AuditTrail audit;
  @Autowired Clock clock;
  @Autowired TransactionTemplate transaction;
  @Autowired NodeInquiries inquiries;
  private final Request request = Request.by(new Caller("boss", Role.ADMIN));
  private int times;

  private Outcome overtaken(int how) {
    if (times++ < how) throw new OptimisticLockingException("updated by another transaction");
    return Outcome.planned("cancel", "n1", Map.of());
  }

  @Test
  void itIsCarriedOutOnceTheStepHasEnded() {
    Outcome outcome = gate.change(request, Role.OPERATOR, "cancel", "none", () -> overtaken(3));
    assertThat(outcome.plan().kind()).isEqualTo("cancel");
    assertThat(times).isEqualTo(4);
  }

  @Test
  void oneThatStepsKeepOvertakingIsCarriedOutWhileTheyWait() {
    gate.change(request, Role.OPERATOR, "cancel", "none", () -> overtaken(5));
    assertThat(times).isEqualTo(6);
  }

  @Test
  void aBrokenDeadlockIsNoAnswer() {
    gate.change(request, Role.OPERATOR, "cancel", "none", this::deadlockAtFirst);
    assertThat(times).isEqualTo(2);
  }

  private Outcome deadlockAtFirst() {
    if (times++ < 1)
      throw new ProcessEngineException("flush", new SQLException("deadlock detected", "40P01"));
    return Outcome.planned("cancel", "n1", Map.of());
  }

  @Test
  void whoIsOvertakenForEverIsToldSo() {
    assertThatThrownBy(
            () -> gate.change(request, Role.OPERATOR, "cancel", "none", () -> overtaken(99)))
        .isInstanceOfSatisfying(
            Busy.class, busy -> assertThat(busy.code()).isEqualTo("OPERATION_CHANGING"));
  }

  @Test
  void whereAStepDoesNotEndTheCallerIsToldToAskAgain() {
    Processes stuck = mock(Processes.class);
    when(stuck.undisturbed(any(), any())).thenThrow(new CannotAcquireLockException("lock_timeout"));
    Gate besideIt = new Gate(operations, stuck, audit, clock, transaction, inquiries);
    assertThatThrownBy(
            () -> besideIt.change(request, Role.OPERATOR, "cancel", "none", () -> overtaken(99)))
        .isInstanceOfSatisfying(
            Busy.class, busy -> assertThat(busy.code()).isEqualTo("OPERATION_CHANGING"));
  }
}
