package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrepareBaseTests {
  private static final Map<String, Object> DEBIAN = Map.of("base", "debian", "generation", 1);
  private static final List<String> PATH =
      List.of("CheckSource", "ConvertImages", "SealImages", "PublishGeneration");
  private final ModelAlone model = ModelAlone.of("prepare-base");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aDomainIsCheckedConvertedSealedAndPublished() {
    model.start(DEBIAN);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("GenerationReady");
  }

  @Test
  void looksAgainUntilTheImagesAreMade() {
    model.when("ConvertImages", notYet(), notYet()).startUntilItWaits(DEBIAN);
    model.then().isWaitingAtExactly("ConvertImages");
    model.run();
    assertThat(model.steps())
        .containsExactly(
            "CheckSource",
            "ConvertImages",
            "ConvertImages",
            "ConvertImages",
            "SealImages",
            "PublishGeneration");
    assertThat(model.looks("ConvertImages")).isEqualTo(3);
  }

  @Test
  void looksAgainUntilTheSumsAreKnown() {
    model.when("SealImages", notYet()).startUntilItWaits(DEBIAN);
    model.then().isWaitingAtExactly("SealImages");
    model.run();
    assertThat(model.steps())
        .containsExactly(
            "CheckSource", "ConvertImages", "SealImages", "SealImages", "PublishGeneration");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(DEBIAN, PATH);
  }
}
