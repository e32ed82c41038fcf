package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes let in Corral and each other, and nobody else; a mistake is taken back. */
@Tag("alone")
class FirewallIT {
  /** A machine of that network that is no node of Corral's. */
  private static final String STRANGER = "n3";

  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.sh("n2", "iptables -A INPUT -p tcp --dport 4242 -j DROP"); // somebody else's
    corral = Corral.fresh("firewall");
    corral.herd(lab, "n1", "n2");
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static boolean sshFrom(String node) {
    return lab.sh(
            node,
            "timeout 3 bash -c 'exec 3<>/dev/tcp/"
                + lab.address("n2")
                + "/22 && read -r x <&3 && echo in'")
        .contains("in");
  }

  private static String rulesOfOurs() {
    return lab.sh(
        "n2",
        "nft list table inet corral 2>/dev/null; iptables-save | grep corral; ip6tables-save | grep corral; ls /var/lib/corral/firewall 2>/dev/null");
  }

  private static JsonNode set(String firewall) {
    return corral.done(corral.post("/nodes/n2/firewall", Map.of("firewall", firewall)));
  }

  private static void othersRuleIsStillThere() {
    assertThat(lab.sh("n2", "iptables-save"))
        .contains("-A INPUT -p tcp -m tcp --dport 4242 -j DROP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void corralAndTheNodesStayInOthersAreKeptOutAndItGoesWithoutATrace(String firewall) {
    assertThat(sshFrom(STRANGER)).isTrue();
    JsonNode operation = set(firewall);
    assertThat(Corral.step(operation, "ConfirmRules").path("detail").asText())
        .contains("a new connection came through");
    assertThat(sshFrom("n1")).as("another node").isTrue();
    assertThat(sshFrom(STRANGER)).as("no node").isFalse();
    assertThat(corral.get("/nodes/n2/preflight").status()).isEqualTo(200);
    JsonNode shown = corral.get("/nodes/n2/firewall").body();
    assertThat(shown.path("applied").path("firewall").asText()).isEqualTo(firewall);
    assertThat(shown.path("applied").path("upToDate").asBoolean()).isTrue();
    assertThat(shown.path("corralAddress").asText()).isEqualTo(Lab.at(1));
    othersRuleIsStillThere();

    set("none");
    assertThat(sshFrom(STRANGER)).isTrue();
    assertThat(rulesOfOurs()).isEmpty();
    othersRuleIsStillThere();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void rulesThatLockCorralOutAreTakenBack(String firewall) {
    String id =
        corral
            .post("/nodes/n2/firewall", Map.of("firewall", firewall, "address", Lab.at(99)))
            .text("id");
    JsonNode failed = corral.settled(id);
    assertThat(failed.path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(failed, "ReportLockout").path("error");
    assertThat(error.path("code").asText()).isEqualTo("FIREWALL_UNDONE");
    assertThat(error.path("fix").asText()).contains(Lab.at(99));
    assertThat(rulesOfOurs()).isEmpty();
    assertThat(sshFrom(STRANGER)).isTrue();
    assertThat(corral.get("/nodes/n2/firewall").body().path("applied").isNull()).isTrue();
    corral.post("/operations/" + id + "/cancel", Map.of());
    othersRuleIsStillThere();
  }

  @Test
  void whatWasConfirmedBeforeComesBackWhenNewRulesLockCorralOut() {
    set("nftables");
    String before = rulesOfOurs();
    String id =
        corral
            .post("/nodes/n2/firewall", Map.of("firewall", "iptables", "address", Lab.at(99)))
            .text("id");
    JsonNode failed = corral.settled(id);
    assertThat(failed.path("state").asText()).as(failed.toString()).isEqualTo("INCIDENT");
    assertThat(rulesOfOurs()).isEqualTo(before);
    corral.post("/operations/" + id + "/cancel", Map.of());
    assertThat(sshFrom(STRANGER)).isFalse();

    // and so does a change that Corral is killed in
    corral.post(
        "/nodes/n2/firewall",
        Map.of("firewall", "iptables", "allow", List.of(lab.address(STRANGER))));
    corral.kill();
    corral.start();
    String last = corral.list("/operations?kind=firewall-node").get(0).path("id").asText();
    corral.settled(last);
    if (corral.operation(last).path("state").asText().equals("INCIDENT"))
      corral.post("/operations/" + last + "/retry", Map.of());
    corral.await_(last, o -> o.path("state").asText().equals("DONE"));
    assertThat(sshFrom(STRANGER)).as("allowed now").isTrue();
    set("none");
    assertThat(rulesOfOurs()).isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(corral.post("/nodes/n2/firewall", Map.of("firewall", "pf")).text("code"))
        .isEqualTo("BAD_FIREWALL");
    assertThat(
            corral
                .post("/nodes/n2/firewall", Map.of("firewall", "nftables", "address", "evil;"))
                .text("code"))
        .isEqualTo("BAD_ADDRESS");
    assertThat(
            corral
                .post("/nodes/n2/firewall?dryRun=true", Map.of("firewall", "iptables"))
                .body()
                .path("details")
                .path("rules")
                .asText())
        .contains("-A corral -s " + Lab.at(1) + " -p tcp --dport 22 -j ACCEPT");
  }
}
