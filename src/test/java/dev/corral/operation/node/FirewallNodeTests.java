package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
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
    model.when("ConfirmRules", notYet(), notYet()).startUpToTheTimer(N2);
    assertThat(model.waitsAt()).containsExactly("Wait_ConfirmRules");
    assertThat(model.steps()).doesNotContain("KeepRules");
    model.run();
    assertThat(model.passed("ConfirmRules")).isEqualTo(3);
    assertThat(model.end()).isEqualTo("FirewallSet");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
