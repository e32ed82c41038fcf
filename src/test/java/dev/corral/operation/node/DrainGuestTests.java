package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainGuestTests {
  private static final Map<String, Object> WEB = Map.of("guest", "web", "node", "n2");
  private static final JavaDelegate GONE = answering("gone", true);
  private static final JavaDelegate LATE = answering("gone", false);
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
    assertThat(model.end()).isEqualTo("GuestGone");
  }

  @Test
  void itIsMovedAway() {
    model.when("ChooseWay", way("MIGRATE")).when("AwaitMove", notYet(), GONE).start(WEB);
    assertThat(model.steps()).containsExactly("ChooseWay", "AwaitMove", "AwaitMove");
    assertThat(model.end()).isEqualTo("GuestGone");
  }

  @Test
  void atTheDeadlineTheLastWayIsTaken() {
    model
        .when("ChooseWay", way("SHUTDOWN"), way("FORCE"))
        .when("AwaitShutdown", notYet(), LATE)
        .start(WEB);
    assertThat(model.steps())
        .containsExactly(
            "ChooseWay", "PressButton", "AwaitShutdown", "AwaitShutdown", "ChooseWay", "CutPower");
    assertThat(model.end()).isEqualTo("GuestCut");
  }
}
