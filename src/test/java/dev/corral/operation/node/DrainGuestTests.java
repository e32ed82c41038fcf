package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainGuestTests {
  private static final Map<String, Object> WEB =
      Map.of("guest", "web", "node", "n2", "patience", 600);
  private static final JavaDelegate GONE = answering("gone", true);
  private static final JavaDelegate STAYS = answering("gone", false);
  private ModelAlone model;

  @BeforeEach
  void open() {
    model = ModelAlone.of("drain-guest");
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static JavaDelegate way(String mode) {
    return answering("way", mode);
  }

  @Test
  void itsUsersAreWaitedFor() {
    model.when("ChooseWay", way("WAIT")).when("AwaitUsers", notYet(), notYet(), GONE).start(WEB);
    assertThat(model.steps())
        .containsExactly("ChooseWay", "AwaitUsers", "AwaitUsers", "AwaitUsers");
    model.then().isEnded().hasPassed("GuestGone");
  }

  @Test
  void itIsMovedAway() {
    model.when("ChooseWay", way("MIGRATE")).when("AwaitMove", notYet(), GONE).start(WEB);
    assertThat(model.steps()).containsExactly("ChooseWay", "AwaitMove", "AwaitMove");
    model.then().isEnded().hasPassed("GuestGone");
  }

  @Test
  void atTheDeadlineTheLastWayIsTaken() {
    model
        .when("ChooseWay", way("SHUTDOWN"), way("FORCE"))
        .when("AwaitShutdown", notYet())
        .when("CutPower", GONE)
        .startUntilItWaits(WEB);
    assertThat(model.deadline()).isEqualTo(Duration.ofMinutes(10));
    model.deadlinePasses();
    assertThat(model.steps())
        .containsExactly(
            "ChooseWay", "PressButton", "AwaitShutdown", "TurnToLastWay", "ChooseWay", "CutPower");
    model.then().isEnded().hasPassed("GuestGone");
  }

  @Test
  void oneWhoseMoveFailedTurnsToTheLastWayWithoutWaitingForTheDeadline() {
    model
        .when("ChooseWay", way("MIGRATE"), way("SHUTDOWN"))
        .when("AwaitMove", STAYS)
        .when("AwaitShutdown", notYet(), GONE)
        .start(WEB);
    assertThat(model.steps())
        .containsExactly(
            "ChooseWay",
            "AwaitMove",
            "TurnToLastWay",
            "ChooseWay",
            "PressButton",
            "AwaitShutdown",
            "AwaitShutdown");
    model.then().isEnded().hasPassed("GuestGone");
  }

  @Test
  void withoutALastWayAPersonIsAskedWhoMayGiveMoreTime() {
    model
        .when("ChooseWay", way("WAIT"), way("WAIT"))
        .when("AwaitUsers", notYet())
        .when("TurnToLastWay", failing(), failing(), failing())
        .startUntilItWaits(WEB);
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("TurnToLastWay");
    model.when("AwaitUsers", GONE).retry();
    model.then().isEnded().hasPassed("GuestGone");
  }
}
