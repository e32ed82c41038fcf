package dev.corral.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnboardNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2");
  private static final List<String> PATH =
      List.of("CheckHostKey", "InstallKey", "RunPreflight", "ReadFacts", "AdmitNode");
  private final ModelAlone model = ModelAlone.of("onboard-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aHostIsCheckedBeforeItIsEnteredAndEnteredBeforeItIsAdmitted() {
    model.start(N2);
    assertThat(model.steps()).isEqualTo(PATH);
    assertThat(model.end()).isEqualTo("NodeAdmitted");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
