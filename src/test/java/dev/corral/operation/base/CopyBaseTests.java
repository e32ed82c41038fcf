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
    assertThat(model.end()).isEqualTo("CopyReady");
  }

  @Test
  void nodesThatAreOffAreAwaitedBeforeTheirRoomIsLookedAt() {
    model.when("WakeTarget", notYet(), notYet()).startUntilItWaits(DEBIAN_TO_N2);
    assertThat(model.waitsAt()).containsExactly("WakeTarget");
    assertThat(model.steps()).doesNotContain("CheckRoom");
    model.run();
    assertThat(model.looks("WakeTarget")).isEqualTo(3);
    assertThat(model.end()).isEqualTo("CopyReady");
  }

  @Test
  void withoutRoomItIsRefusedBeforeTheFirstByte() {
    model.when("CheckRoom", refused("NO_ROOM", "n2 is 3 GiB short")).start(DEBIAN_TO_N2);
    assertThat(model.steps()).containsExactly("WakeTarget", "CheckRoom");
    assertThat(model.end()).isEqualTo("RefusedNoRoom");
    assertThat(model.variable("failure")).isEqualTo("n2 is 3 GiB short");
  }

  @Test
  void anErrorThatNobodyCatchesIsAnIncidentAndNoEnd() {
    model
        .when("CheckRoom", refused("A", ""), refused("A", ""), refused("A", ""))
        .start(DEBIAN_TO_N2);
    assertThat(model.incidents()).containsExactly("CheckRoom");
    assertThat(model.ended()).isFalse();
  }

  @Test
  void looksAgainUntilAllIsSent() {
    model.when("SendImages", notYet(), notYet(), notYet()).startUntilItWaits(DEBIAN_TO_N2);
    assertThat(model.waitsAt()).containsExactly("SendImages");
    model.run();
    assertThat(model.looks("SendImages")).isEqualTo(4);
    assertThat(model.looks("SendImages")).isEqualTo(4);
    assertThat(model.end()).isEqualTo("CopyReady");
  }

  @Test
  void looksAgainUntilTheSumsAreKnown() {
    model.when("SumImages", notYet()).startUntilItWaits(DEBIAN_TO_N2);
    assertThat(model.waitsAt()).containsExactly("SumImages");
    model.run();
    assertThat(model.looks("SumImages")).isEqualTo(2);
    assertThat(model.looks("SendImages")).isEqualTo(1);
    assertThat(model.end()).isEqualTo("CopyReady");
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
    assertThat(model.end()).isEqualTo("CopyReady");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(DEBIAN_TO_N2, PATH);
  }
}
