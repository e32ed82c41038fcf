package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirewallNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2", "firewall", "nftables");
  private static final List<String> PATH = List.of("LoadRules", "ConfirmRules", "KeepRules");
  private final ModelAlone model = ModelAlone.of("firewall-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void nothingIsKeptBeforeItIsConfirmed() {
    model.when("ConfirmRules", notYet(), notYet()).startUntilItWaits(N2);
    model.then().isWaitingAt("ConfirmRules");
    assertThat(model.steps()).doesNotContain("KeepRules");
    model.run();
    assertThat(model.looks("ConfirmRules")).isEqualTo(3);
    model.then().isEnded().hasPassed("FirewallSet");
  }

  @Test
  void rulesThatTheNodeTookBackWaitForAPersonAndAreLoadedAgain() {
    model
        .when("ConfirmRules", refused("FIREWALL_UNDONE", "no new connection came through"))
        .when("ReportLockout", failing(), failing(), failing())
        .start(N2);
    assertThat(model.incidents()).containsExactly("ReportLockout");
    model.retry();
    assertThat(model.steps()).endsWith("ReportLockout", "LoadRules", "ConfirmRules", "KeepRules");
  }

  @Test
  void aNodeThatLetsNobodyInIsGivenUpAtTheDeadline() {
    model
        .when("ConfirmRules", notYet())
        .when("ReportLockout", failing(), failing(), failing())
        .startUntilItWaits(N2);
    assertThat(model.deadline()).isEqualTo(Duration.ofSeconds(90));
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("ReportLockout");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
