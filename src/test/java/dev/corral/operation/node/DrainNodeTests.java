package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.failingFor;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainNodeTests {
  private ModelAlone model;

  /** In the place of the table of guests. */
  public static final class TwoGuests {
    /** Those that are still to leave. */
    public List<String> pending(String drain) {
      return List.of("db", "web");
    }
  }

  private static final JavaDelegate FORCE =
      execution -> {
        execution.setVariable("way", "FORCE");
        execution.setVariable("patience", 60);
        execution.setVariable("gone", true);
      };

  @BeforeEach
  void open() {
    model =
        ModelAlone.of("drain-node", "drain-guest", "power-off-node")
            .with("evacuations", new TwoGuests())
            .when("VerifyEmpty", answering("emptied", true));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> values(boolean powerOff) {
    Map<String, Object> values = new HashMap<>();
    values.put("node", "n2");
    values.put("actor", "ada");
    values.put("reason", null);
    values.put("deadline", 60);
    values.put("last", null);
    values.put("powerOff", powerOff);
    values.put("way", "FORCE");
    values.put("gone", true);
    return values;
  }

  private ModelAlone start(boolean powerOff) {
    model.when("ChooseWay", FORCE, FORCE);
    return model.start(values(powerOff));
  }

  @Test
  void everyGuestLeavesByAnOperationOfItsOwn() {
    start(false);
    assertThat(model.called()).isEqualTo(Map.of("db on n2", "GuestGone", "web on n2", "GuestGone"));
    assertThat(model.steps())
        .startsWith("BeginDraining", "AwaitArrivals", "ListGuests")
        .endsWith("VerifyEmpty", "EndDraining");
    model.then().isEnded().hasPassed("NodeDrained");
  }

  @Test
  void itIsSwitchedOffOnlyAfterLibvirtHasSaidThatNoneIsLeft() {
    start(true);
    assertThat(model.steps().indexOf("SwitchOff"))
        .isGreaterThan(model.steps().indexOf("VerifyEmpty"));
    model.then().isEnded().hasPassed("NodeDrained");
  }

  @Test
  void whatWasStartedThereMeanwhileIsDrainedAsWell() {
    model
        .when("VerifyEmpty", answering("emptied", false), answering("emptied", true))
        .when("ChooseWay", FORCE, FORCE, FORCE, FORCE)
        .start(values(false));
    assertThat(model.steps()).containsSubsequence("VerifyEmpty", "ListGuests", "VerifyEmpty");
    model.then().isEnded().hasPassed("NodeDrained");
  }

  @Test
  void waitsForClonesThatAreJustBeingMade() {
    model.when("AwaitArrivals", notYet());
    start(false);
    assertThat(model.looks("AwaitArrivals")).isEqualTo(2);
    model.then().isEnded().hasPassed("NodeDrained");
  }

  @Test
  void aGuestThatDoesNotLeaveHoldsUpNoOther() {
    model.when(
        "CutPower",
        failingFor("guest", "db"),
        failingFor("guest", "db"),
        failingFor("guest", "db"),
        failingFor("guest", "db"));
    start(false);
    assertThat(model.incidents()).containsExactly("CutPower");
    assertThat(model.called().get("web on n2")).isEqualTo("GuestGone");
    model.retry();
    model.then().isEnded().hasPassed("NodeDrained");
  }
}
