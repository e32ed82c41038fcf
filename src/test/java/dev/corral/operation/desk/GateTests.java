package dev.corral.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.shared.Busy;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import java.sql.SQLException;
import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A command that a step's end comes before is decided anew. */
@CorralTest
class GateTests {
  @Autowired Gate gate;
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
}
