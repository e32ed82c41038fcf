package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnboardNodeTests {
  private static final Map<String, Object> N2 =
      Map.of("node", "n2", "packagesWanted", false, "proofWanted", false, "firewall", "none");
  private static final Map<String, Object> ALL =
      Map.of(
          "node",
          "n2",
          "packagesWanted",
          true,
          "proofWanted",
          true,
          "firewall",
          "nftables",
          "allow",
          "",
          "actor",
          "eve",
          "reason",
          "new");
  private static final List<String> PATH =
      List.of("CheckHostKey", "InstallKey", "RunPreflight", "ReadFacts", "AdmitNode");
  private final ModelAlone model =
      ModelAlone.of("onboard-node", "power-off-node", "wake-node", "firewall-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aHostIsCheckedBeforeItIsEnteredAndEnteredBeforeItIsAdmitted() {
    model.start(N2);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("NodeAdmitted");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }

  @Test
  void whatIsAskedForIsDoneBeforeTheNodeIsAdmitted() {
    model.start(ALL);
    assertThat(model.steps())
        .containsExactly(
            "CheckHostKey",
            "InstallKey",
            "InstallPackages",
            "RunPreflight",
            "ReadFacts",
            "KeepClonesAway",
            "SwitchOff",
            "AwaitSilence",
            "AwaitNode",
            "WelcomeNode",
            "RecordProof",
            "LoadRules",
            "ConfirmRules",
            "KeepRules",
            "AdmitNode");
    model.then().isEnded().hasPassed("NodeAdmitted");
  }

  @Test
  void packagesAreAwaitedBeforeThePreflight() {
    model.when("InstallPackages", notYet(), notYet()).startUntilItWaits(ALL);
    model.then().isWaitingAtExactly("InstallPackages");
    assertThat(model.steps()).doesNotContain("RunPreflight");
    model.run();
    assertThat(model.looks("InstallPackages")).isEqualTo(3);
    model.then().isEnded().hasPassed("NodeAdmitted");
  }

  @Test
  void aNodeThatDoesNotWakeIsNotAdmittedBeforeSomebodyHasSeenToIt() {
    var fails = ModelAlone.failing();
    model.when("AwaitNode", fails, fails, fails).start(ALL);
    assertThat(model.incidents()).containsExactly("AwaitNode");
    assertThat(model.steps()).doesNotContain("AdmitNode");
    model.retry();
    model.then().isEnded().hasPassed("NodeAdmitted");
  }
}
