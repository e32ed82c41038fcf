package dev.corral.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.shared.Caller;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may retry, skip and cancel an operation. */
@CorralTest
class InterventionsTests {
  private static final Request OPERATOR = Request.by(new Caller("otto", Role.OPERATOR));
  private static final Request ADMIN = Request.by(new Caller("eve", Role.ADMIN));
  private static final Map<String, Object> ON_N2 = Map.of("node", "n2", "before", "ACTIVE");
  @Autowired Gate gate;
  @Autowired Interventions interventions;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired Herd herd;

  @BeforeEach
  void twoNodes() {
    nothing();
    for (String node : new String[] {"n1", "n2"}) herd.node(node, Herd.GIB, 0);
  }

  @AfterEach
  void nothing() {
    for (Operation open : operations.list(Operations.Filter.all(), 0, 1_000)) {
      if (!operations.get(open.id()).state().ended()) processes.cancel(open.id(), "a test", null);
    }
    herd.none();
  }

  private static void forbidden(ThrowingCallable command) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(command)
        .returns("FORBIDDEN", Refused::code);
  }

  @Test
  void whatNeededMoreThanItsKindNeedsTheSameToBeRetriedSkippedAndCancelled() {
    String drain = gate.start(ADMIN, Role.ADMIN, "drain-node", "n2", ON_N2).operation().id();
    assertThat(operations.get(drain).role()).isEqualTo(Role.ADMIN);
    forbidden(() -> interventions.retry(OPERATOR, drain, Interventions.Mended.NOTHING));
    forbidden(() -> interventions.skip(OPERATOR, drain));
    forbidden(() -> interventions.cancel(OPERATOR, drain));
    assertThat(interventions.cancel(ADMIN, drain).operation().state())
        .isEqualTo(Operation.State.CANCELLED);
  }

  @Test
  void whatIsUsualForItsKindIsCancelledByWhoeverMayStartOne() {
    String drain = gate.start(ADMIN, "drain-node", "n2", ON_N2).operation().id();
    assertThat(interventions.cancel(OPERATOR, drain).operation().state())
        .isEqualTo(Operation.State.CANCELLED);
  }

  @Test
  void aSkipNeedsTheRoleOfWhatIsSkippedNotOfWhatItWaitsFor() {
    Map<String, Object> removal = Map.of("base", "debian", "node", "n2");
    String disable = gate.start(ADMIN, "disable-base", "debian on n2", removal).operation().id();
    Map<String, Object> below = Map.of("node", "n2", "parent", disable);
    String wake = processes.start("wake-node", "n2", "eve", null, below).id();
    assertThat(operations.get(wake).role()).isNull();
    forbidden(() -> interventions.skip(OPERATOR, wake));
    interventions.skip(ADMIN, wake);
    assertThat(operations.get(wake).state()).isEqualTo(Operation.State.CANCELLED);
    assertThat(operations.get(disable).state()).isEqualTo(Operation.State.RUNNING);
  }
}
