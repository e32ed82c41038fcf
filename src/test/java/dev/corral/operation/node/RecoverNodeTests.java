package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoverNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2");
  private static final JavaDelegate LOST = answering("lost", true);
  private static final JavaDelegate BACK = answering("answers", true);
  private final ModelAlone model = ModelAlone.of("recover-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aLostNodeIsAwaitedAndReconciled() {
    model.when("VerifyLoss", LOST).when("AwaitReturn", notYet(), BACK).startUntilItWaits(N2);
    model.then().isWaitingAtExactly("AwaitReturn");
    model.run();
    assertThat(model.steps())
        .containsExactly(
            "VerifyLoss",
            "MarkGuests",
            "ReplaceVolatile",
            "AwaitReturn",
            "AwaitReturn",
            "ReconcileNode");
    model.then().isEnded().hasPassed("NodeReconciled");
  }

  @Test
  void oneThatAnswersAfterAllIsOnlyReconciled() {
    model.when("VerifyLoss", answering("lost", false)).when("AwaitReturn", BACK).start(N2);
    assertThat(model.steps()).containsExactly("VerifyLoss", "AwaitReturn", "ReconcileNode");
    model.then().isEnded().hasPassed("NodeReconciled");
  }

  @Test
  void oneThatIsConfirmedOffIsNotAwaited() {
    model.when("VerifyLoss", LOST).when("AwaitReturn", answering("answers", false)).start(N2);
    assertThat(model.steps()).doesNotContain("ReconcileNode");
    model.then().isEnded().hasPassed("NodeConfirmedOff");
  }

  @Test
  void manyVolatileClonesAreReplacedInSeveralLooks() {
    model
        .when("VerifyLoss", LOST)
        .when("ReplaceVolatile", notYet(), notYet())
        .when("AwaitReturn", BACK)
        .start(N2);
    assertThat(model.looks("ReplaceVolatile")).isEqualTo(3);
    model.then().isEnded().hasPassed("NodeReconciled");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(
        Map.of("node", "n2", "lost", true, "answers", true),
        List.of("VerifyLoss", "MarkGuests", "ReplaceVolatile", "AwaitReturn", "ReconcileNode"));
  }
}
