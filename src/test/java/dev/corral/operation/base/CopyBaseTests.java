package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyBaseTests {
  private static final Map<String, Object> DEBIAN_TO_N2 =
      Map.of("base", "debian", "generation", 1, "node", "n2");
  private static final List<String> PATH =
      List.of("WakeTarget", "CheckRoom", "SendImages", "SumImages", "WithdrawKey", "PublishCopy");
  private final ModelAlone model = ModelAlone.of("copy-base");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void nothingIsPublishedBeforeItIsSummedAndTheKeyWithdrawn() {
    model.start(DEBIAN_TO_N2);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CopyReady");
  }

  @Test
  void nodesThatAreOffAreAwaitedBeforeTheirRoomIsLookedAt() {
    model.when("WakeTarget", notYet(), notYet()).startUntilItWaits(DEBIAN_TO_N2);
    model.then().isWaitingAtExactly("WakeTarget");
    assertThat(model.steps()).doesNotContain("CheckRoom");
    model.run();
    assertThat(model.looks("WakeTarget")).isEqualTo(3);
    model.then().isEnded().hasPassed("CopyReady");
  }

  @Test
  void withoutRoomItIsRefusedBeforeTheFirstByte() {
    model.when("CheckRoom", refused("NO_ROOM", "n2 is 3 GiB short")).start(DEBIAN_TO_N2);
    assertThat(model.steps()).containsExactly("WakeTarget", "CheckRoom");
    model.then().isEnded().hasPassed("RefusedNoRoom");
    model.then().variables().containsEntry("failure", "n2 is 3 GiB short");
  }

  @Test
  void anErrorThatNobodyCatchesIsAnIncidentAndNoEnd() {
    model
        .when("CheckRoom", refused("A", ""), refused("A", ""), refused("A", ""))
        .start(DEBIAN_TO_N2);
    assertThat(model.incidents()).containsExactly("CheckRoom");
    model.then().isNotEnded();
  }

  @Test
  void looksAgainUntilAllIsSent() {
    model.when("SendImages", notYet(), notYet(), notYet()).startUntilItWaits(DEBIAN_TO_N2);
    model.then().isWaitingAtExactly("SendImages");
    model.run();
    assertThat(model.looks("SendImages")).isEqualTo(4);
    assertThat(model.looks("SendImages")).isEqualTo(4);
    model.then().isEnded().hasPassed("CopyReady");
  }

  @Test
  void looksAgainUntilTheSumsAreKnown() {
    model.when("SumImages", notYet()).startUntilItWaits(DEBIAN_TO_N2);
    model.then().isWaitingAtExactly("SumImages");
    model.run();
    assertThat(model.looks("SumImages")).isEqualTo(2);
    assertThat(model.looks("SendImages")).isEqualTo(1);
    model.then().isEnded().hasPassed("CopyReady");
  }

  @Test
  void whatArrivedDifferentlyIsSentAndSummedAgain() {
    model.when("SumImages", answering("equal", false)).start(DEBIAN_TO_N2);
    assertThat(model.steps())
        .containsExactly(
            "WakeTarget",
            "CheckRoom",
            "SendImages",
            "SumImages",
            "SendImages",
            "SumImages",
            "WithdrawKey",
            "PublishCopy");
    model.then().isEnded().hasPassed("CopyReady");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(DEBIAN_TO_N2, PATH);
  }
}
