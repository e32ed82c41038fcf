package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionCloneTests {
  private static final Map<String, Object> WEB = Map.of("clone", "web", "base", "debian");
  private static final List<String> PATH =
      List.of(
          "ClaimPlace", "WakePlace", "CreateOverlay", "DefineGuest", "StartGuest", "ConfirmGuest");
  private final ModelAlone model = ModelAlone.of("provision-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aPlaceIsClaimedBeforeAnythingIsMadeThere() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneReady");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"WakePlace", "CreateOverlay", "DefineGuest", "StartGuest", "ConfirmGuest"})
  void aNodeThatFailsGivesItsClaimBackAndTheNextBestIsTriedFromTheBeginning(String step) {
    model.when(step, refused("NODE_FAILED", "n2: disk broken")).start(WEB);
    List<String> expected = new ArrayList<>(PATH.subList(0, PATH.indexOf(step) + 1));
    expected.add("GiveBackClaim");
    expected.addAll(PATH);
    assertThat(model.steps()).isEqualTo(expected);
    model.then().variables().containsEntry("failure", "n2: disk broken");
    model.then().isEnded().hasPassed("CloneReady");
  }

  @Test
  void aNodeThatIsOffIsAwaitedBeforeAnythingIsMadeThere() {
    model.when("WakePlace", notYet(), notYet()).startUntilItWaits(WEB);
    model.then().isWaitingAt("WakePlace");
    assertThat(model.steps()).containsExactly("ClaimPlace", "WakePlace");
    model.run();
    assertThat(model.looks("WakePlace")).isEqualTo(3);
    model.then().isEnded().hasPassed("CloneReady");
  }

  @Test
  void nodeAfterNodeIsTried() {
    var broken = refused("NODE_FAILED", "broken");
    model.when("StartGuest", broken, broken, broken).start(WEB);
    assertThat(model.passed("GiveBackClaim")).isEqualTo(3);
    assertThat(model.passed("ClaimPlace")).isEqualTo(4);
    model.then().isEnded().hasPassed("CloneReady");
  }

  @Test
  void whereNoNodeFitsItIsRefused() {
    model.when("ClaimPlace", refused("NO_ROOM", "no node fits")).start(WEB);
    assertThat(model.steps()).containsExactly("ClaimPlace");
    model.then().isEnded().hasPassed("RefusedNoRoom");
    model.then().variables().containsEntry("failure", "no node fits");
  }

  @Test
  void whenTheLastNodeHasFailedItIsRefused() {
    model
        .when("DefineGuest", refused("NODE_FAILED", "n1 broke"))
        .when("ClaimPlace", ModelAlone.well(), refused("NO_ROOM", "no other"))
        .start(WEB);
    assertThat(model.steps())
        .containsExactly(
            "ClaimPlace",
            "WakePlace",
            "CreateOverlay",
            "DefineGuest",
            "GiveBackClaim",
            "ClaimPlace");
    model.then().isEnded().hasPassed("RefusedNoRoom");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }

  @Test
  void aClaimThatCannotBeGivenBackWaitsForAPersonToo() {
    var fails = ModelAlone.failing();
    model
        .when("StartGuest", refused("NODE_FAILED", "broken"))
        .when("GiveBackClaim", fails, fails, fails)
        .start(WEB);
    assertThat(model.incidents()).containsExactly("GiveBackClaim");
    model.retry();
    model.then().isEnded().hasPassed("CloneReady");
  }
}
