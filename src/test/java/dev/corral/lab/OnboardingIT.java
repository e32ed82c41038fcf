package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What onboarding says when something is wrong, and that it goes on from the failed step once that
 * is mended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OnboardingIT {
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(6);
    corral = Corral.fresh("onboarding", "--corral.wake.deadline=40s");
    corral.herd(lab, "n1");
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static JsonNode failed(JsonNode operation, String step, String code) {
    assertThat(operation.path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(operation, step).path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("fix").asText()).isNotBlank();
    return error;
  }

  private Map<String, Object> request(String node) {
    return new HashMap<>(
        Map.of("name", node, "address", lab.address(node), "password", lab.password()));
  }

  @Test
  @Order(1)
  void anUnknownHostIsNotEnteredBeforeItsKeyIsConfirmed() {
    String id = corral.post("/nodes", request("n2")).text("id");
    JsonNode error = failed(corral.settled(id), "CheckHostKey", "HOST_KEY_UNKNOWN");
    String fingerprint = corral.fingerprint(lab, "n2");
    assertThat(error.path("detail").asText()).contains(fingerprint);
    assertThat(lab.sh("n2", "cat /root/.ssh/authorized_keys 2>/dev/null")).isEmpty();

    corral.post("/operations/" + id + "/retry", Map.of("hostKeyFingerprint", fingerprint));
    JsonNode operation = corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(Corral.step(operation, "CheckHostKey").path("attempt").asInt()).isEqualTo(2);
    assertThat(Corral.step(operation, "InstallKey").path("attempt").asInt()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void aWrongPasswordIsSaidAndTheKeyLineCanBePastedInstead() {
    Map<String, Object> request = request("n3");
    request.put("password", "not the password");
    request.put("hostKeyFingerprint", corral.fingerprint(lab, "n3"));
    String id = corral.post("/nodes", request).text("id");
    failed(corral.settled(id), "InstallKey", "LOGIN_REFUSED");

    corral.post("/operations/" + id + "/retry", Map.of());
    JsonNode error =
        failed(
            corral.await_(
                id,
                o ->
                    Corral.step(o, "InstallKey").path("attempt").asInt() == 2
                        && o.path("state").asText().equals("INCIDENT")),
            "InstallKey",
            "KEY_NOT_INSTALLED");
    String fix = error.path("fix").asText();
    String command = fix.substring(fix.indexOf("mkdir"), fix.indexOf(" — or"));
    lab.sh("n3", command);
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
  }

  @Test
  @Order(3)
  void missingLibvirtAndEveryOtherFindingAreSaidAtOnceAndMended() {
    lab.run("bare", "n4");
    Map<String, Object> request = request("n4");
    request.put("hostKeyFingerprint", corral.fingerprint(lab, "n4"));
    String id = corral.post("/nodes", request).text("id");
    JsonNode error = failed(corral.settled(id), "RunPreflight", "PREFLIGHT_FAILED");
    assertThat(error.path("detail").asText())
        .contains("libvirt is not installed")
        .contains("rsync")
        .contains("qemu-img");
    assertThat(error.path("fix").asText()).contains("apt install");
    assertThat(corral.get("/nodes/n4").body().path("findings"))
        .as("kept with the node")
        .hasSizeGreaterThanOrEqualTo(4);

    lab.run("unbare", "n4");
    lab.sh(
        "n4",
        "virsh pool-destroy default; virsh pool-undefine default; mkdir -p /var/lib/libvirt/other; virsh pool-define-as default dir --target /var/lib/libvirt/other; virsh pool-start default");
    corral.post("/operations/" + id + "/retry", Map.of());
    error = failed(corral.await_(id, o -> attempt(o, 2)), "RunPreflight", "PREFLIGHT_FAILED");
    assertThat(error.path("detail").asText())
        .contains(
            "pool 'default' is at /var/lib/libvirt/other, on the main node at /var/lib/libvirt/images");

    lab.sh("n4", "virsh pool-destroy default; virsh pool-undefine default");
    corral.post("/operations/" + id + "/retry", Map.of());
    error = failed(corral.await_(id, o -> attempt(o, 3)), "RunPreflight", "PREFLIGHT_FAILED");
    assertThat(error.path("detail").asText()).contains("there is no pool 'default'");

    lab.sh("n4", fixOf(error));
    corral.post("/operations/" + id + "/retry", Map.of());
    JsonNode operation = corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(Corral.step(operation, "CheckHostKey").path("attempt").asInt()).isEqualTo(1);
  }

  private static boolean attempt(JsonNode operation, int number) {
    return Corral.step(operation, "RunPreflight").path("attempt").asInt() == number
        && operation.path("state").asText().equals("INCIDENT");
  }

  /** The fix is a command that can be pasted. */
  private static String fixOf(JsonNode error) {
    String fix = error.path("fix").asText();
    return fix.substring(fix.indexOf("virsh"), fix.indexOf("; then retry"));
  }

  @Test
  @Order(4)
  void aChangedHostKeyIsNeverAcceptedByItself() {
    lab.sh(
        "n2",
        "rm /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; kill -HUP $(cat /run/sshd.pid)");
    lab.run("off", "n2");
    lab.run("on", "n2");
    JsonNode node =
        await()
            .atMost(Duration.ofSeconds(40))
            .until(
                () -> corral.get("/nodes/n2").body(),
                n -> n.path("evidence").asText().contains("host key has changed"));
    assertThat(node.path("health").asText()).isIn("DEGRADED", "LOST");
    assertThat(corral.get("/nodes/n2/preflight").text("code")).isEqualTo("HOST_KEY_CHANGED");

    String id =
        corral.send("PATCH", "/nodes/n2", Map.of("reason", "installed anew"), Map.of()).text("id");
    JsonNode error = failed(corral.settled(id), "CheckHostKey", "HOST_KEY_CHANGED");
    String fingerprint = corral.fingerprint(lab, "n2");
    assertThat(error.path("detail").asText()).contains(fingerprint);
    corral.post("/operations/" + id + "/retry", Map.of("hostKeyFingerprint", fingerprint));
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> corral.get("/nodes/n2").text("health").equals("UP"));
  }

  @Test
  @Order(5)
  void nonsenseIsRefusedBeforeAnythingChanges() {
    int before = corral.list("/operations").size();
    for (var bad :
        Map.of(
                "BAD_NAME", Map.of("name", "No Such", "address", Lab.at(99)),
                "BAD_ADDRESS", Map.of("name", "n9", "address", "-oProxyCommand=x"),
                "BAD_PORT", Map.of("name", "n9", "address", Lab.at(99), "sshPort", 0),
                "BAD_USER", Map.of("name", "n9", "address", Lab.at(99), "user", "root;id"),
                "BAD_MAC", Map.of("name", "n9", "address", Lab.at(99), "macAddress", "52:54"),
                "ADDRESS_TAKEN", Map.of("name", "n9", "address", lab.address("n1")),
                "MAIN_NODE_EXISTS", Map.of("name", "n9", "address", Lab.at(99), "main", true),
                "BAD_JSON", Map.of("name", "n9", "address", Lab.at(99), "passwort", "x"))
            .entrySet()) {
      Corral.Answer answer = corral.post("/nodes", bad.getValue());
      assertThat(answer.status()).as(bad.getKey()).isBetween(400, 499);
      assertThat(answer.text("code")).isEqualTo(bad.getKey());
      assertThat(answer.text("fix")).isNotBlank();
    }
    assertThat(corral.list("/operations")).hasSize(before);
    assertThat(corral.get("/nodes/n9").status()).isEqualTo(404);
  }

  @Test
  @Order(7)
  void anIncidentIsRetriedInCockpitToo() {
    String id = corral.post("/nodes", Map.of("name", "n8", "address", Lab.at(97))).text("id");
    failed(corral.settled(id), "CheckHostKey", "NODE_UNREACHABLE");
    JsonNode job =
        corral.engine("GET", "/job?noRetriesLeft=true&processInstanceId=" + id, null).get(0);
    corral.engine("PUT", "/job/" + job.path("id").asText() + "/retries", Map.of("retries", 1));
    JsonNode again =
        corral.await_(
            id,
            o ->
                Corral.step(o, "CheckHostKey").path("attempt").asInt() == 4
                    && o.path("state").asText().equals("INCIDENT"));
    assertThat(Corral.step(again, "CheckHostKey").path("state").asText()).isEqualTo("FAILED");
  }

  @Test
  @Order(6)
  void aHostThatIsNotThereIsSaidToBeUnreachable() {
    String id = corral.post("/nodes", Map.of("name", "n9", "address", Lab.at(99))).text("id");
    JsonNode error = failed(corral.settled(id), "CheckHostKey", "NODE_UNREACHABLE");
    assertThat(error.path("detail").asText()).contains("n9 (" + Lab.at(99) + ")");
    corral.post("/operations/" + id + "/cancel", Map.of("reason", "wrong address"));
    assertThat(corral.operation(id).path("state").asText()).isEqualTo("CANCELLED");
    Corral.Answer again = corral.post("/nodes", Map.of("name", "n9", "address", Lab.at(98)));
    assertThat(again.status()).isEqualTo(202);
  }

  @Test
  @Order(8)
  void aBareHostGetsItsPackagesProvesThatItWakesAndGetsAFirewall() {
    lab.run("bare", "n5");
    Map<String, Object> request = request("n5");
    request.put("hostKeyFingerprint", corral.fingerprint(lab, "n5"));
    request.putAll(Map.of("installPackages", true, "proveWake", true, "firewall", "nftables"));
    JsonNode done = corral.done(corral.post("/nodes", request));
    assertThat(Corral.step(done, "InstallPackages").path("detail").asText())
        .contains("libvirt-daemon-system")
        .contains("rsync");
    assertThat(Corral.step(done, "RecordProof").path("detail").asText())
        .containsPattern("up [0-9]+ s after the first magic packet");
    JsonNode node = corral.get("/nodes/n5").body();
    assertThat(node.path("health").asText()).isEqualTo("UP");
    assertThat(node.path("findings").toString()).contains("wake-proof");
    assertThat(corral.get("/nodes/n5/preflight").body().toString())
        .as("kept beside later findings")
        .contains("wake-proof");
    assertThat(lab.sh("n5", "nft list table inet corral")).contains("tcp dport");
    assertThat(corral.get("/nodes/n5/firewall").body().path("applied").path("upToDate").asBoolean())
        .isTrue();
  }

  @Test
  @Order(9)
  void aHostThatRunsGuestsOrDoesNotWakeIsNotAdmittedBeforeThatIsMended() {
    lab.seed("n6", "theirs", 0);
    lab.sh("n6", "virsh start theirs");
    Map<String, Object> request = request("n6");
    request.put("hostKeyFingerprint", corral.fingerprint(lab, "n6"));
    request.put("proveWake", true);
    String id = corral.post("/nodes", request).text("id");
    assertThat(corral.settled(id).path("state").asText()).isEqualTo("INCIDENT");
    failed(part(id, "power-off-node"), "SwitchOff", "GUESTS_RUNNING");
    assertThat(lab.running("n6")).containsExactly("theirs");

    lab.sh("n6", "virsh destroy theirs");
    lab.run("wol-stop");
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(
        id,
        o ->
            o.path("state").asText().equals("INCIDENT")
                && !corral.list("/operations?kind=wake-node&parent=" + id).isEmpty());
    JsonNode error = failed(part(id, "wake-node"), "ReportAsleep", "WAKE_FAILED");
    assertThat(error.path("detail").asText()).contains("n6 does not answer on the network");
    assertThat(corral.get("/nodes/n6").body().path("admitted").asBoolean()).isFalse();

    lab.run("wol-start");
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(corral.get("/nodes/n6").body().path("admitted").asBoolean()).isTrue();
    // a new node is let in by those that have a firewall
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> lab.sh("n5", "nft list table inet corral").contains(lab.address("n6")));
  }

  private static JsonNode part(String parent, String kind) {
    return corral.operation(
        corral.list("/operations?kind=" + kind + "&parent=" + parent).get(0).path("id").asText());
  }
}
