package dev.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each error has a status, a code, its words and a fix; and who may not, changes nothing. */
@CorralTest
class ProblemsTests {
  private static final String BOSS = "boss:boss";
  private static final String OPERATOR = "operator:operator";
  private static final String VIEWER = "viewer:viewer";
  @LocalServerPort int port;
  @Autowired AuditTrail audit;
  @Autowired Herd herd;
  private Web web;

  @BeforeEach
  void client() {
    web = new Web(port);
    herd.none();
  }

  private static void isProblem(Web.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.field("status")).isEqualTo(Integer.toString(status));
    assertThat(answer.field("code")).isEqualTo(code);
    for (String field : List.of("title", "detail", "fix"))
      assertThat(answer.field(field)).as(field).isNotBlank();
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("dev.corral");
  }

  private AuditEntry newestRow() {
    return audit
        .find(new AuditTrail.Filter(null, null, null, null, null, null, null, null), 0, 1)
        .get(0)
        .entry();
  }

  @ParameterizedTest
  @CsvSource({
    "/nodes/nosuch,              NODE_UNKNOWN",
    "/nodes/nosuch/preflight,    NODE_UNKNOWN",
    "/bases/nosuch,              BASE_UNKNOWN",
    "/bases/nosuch/copies,       BASE_UNKNOWN",
    "/clones/nosuch,             CLONE_UNKNOWN",
    "/clones/nosuch/placement,   CLONE_UNKNOWN",
    "/clones/nosuch/display,     CLONE_UNKNOWN",
    "/nodes/nosuch/storage,      NODE_UNKNOWN",
    "/operations/nosuch,         OPERATION_UNKNOWN",
    "/nosuch,                    PATH_UNKNOWN"
  })
  void whatIsNotThereIsA404(String path, String code) {
    isProblem(web.get(VIEWER, "/api/v1" + path), 404, code);
  }

  @ParameterizedTest
  @CsvSource({
    "/nodes/NO_SUCH,                 BAD_NAME",
    "/clones?size=0,                 BAD_PAGE",
    "/clones?size=1001,              BAD_PAGE",
    "/operations?page=-1,            BAD_PAGE",
    "/audit?page=2147483647&size=9,  BAD_PAGE",
  })
  void whatCannotBeAskedIsA422(String path, String code) {
    isProblem(web.get(VIEWER, "/api/v1" + path), 422, code);
  }

  @Test
  void whatIsNoNumberOrNoJsonIsA400() {
    isProblem(web.get(VIEWER, "/api/v1/clones?size=many"), 400, "BAD_REQUEST");
    isProblem(web.get(VIEWER, "/api/v1/audit?from=yesterday"), 400, "BAD_REQUEST");
    isProblem(web.send(BOSS, "POST", "/api/v1/nodes", "{\"name\": ", Map.of()), 400, "BAD_JSON");
    isProblem(web.send(BOSS, "POST", "/api/v1/nodes", "[]", Map.of()), 400, "BAD_JSON");
    isProblem(web.send(BOSS, "POST", "/api/v1/nodes", null, Map.of()), 400, "BAD_JSON");
    Web.Answer misspelt = web.post(BOSS, "/api/v1/nodes", Map.of("name", "n1", "adress", "x"));
    isProblem(misspelt, 400, "BAD_JSON");
    assertThat(misspelt.field("detail")).contains("adress");
  }

  @Test
  void aWrongMethodIsA405() {
    isProblem(web.send(BOSS, "DELETE", "/api/v1/audit", null, Map.of()), 405, "BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "n1,       -,            22,    root, -,                 BAD_ADDRESS",
        "n1,       a b,          22,    root, -,                 BAD_ADDRESS",
        "n1,       -oProxyCommand=x, 22, root, -,                BAD_ADDRESS",
        "N1,       10.0.0.1,     22,    root, -,                 BAD_NAME",
        "../n1,    10.0.0.1,     22,    root, -,                 BAD_NAME",
        "-,        10.0.0.1,     22,    root, -,                 BAD_NAME",
        "n1,       10.0.0.1,     0,     root, -,                 BAD_PORT",
        "n1,       10.0.0.1,     65536, root, -,                 BAD_PORT",
        "n1,       10.0.0.1,     22,    a;b,  -,                 BAD_USER",
        "n1,       10.0.0.1,     22,    root, 52:54:00:zz:00:01, BAD_MAC",
      })
  void aNodeThatCannotBeIsRefused(
      String name, String address, int port, String user, String mac, String code) {
    Map<String, Object> body = new HashMap<>(Map.of("sshPort", port, "user", user));
    body.put("name", name);
    body.put("address", address);
    body.put("macAddress", mac);
    isProblem(web.post(BOSS, "/api/v1/nodes", body), 422, code);
    assertThat(web.get(BOSS, "/api/v1/nodes").field("total")).isEqualTo("0");
    assertThat(newestRow().outcome()).isEqualTo("REFUSED");
    assertThat(newestRow().code()).isEqualTo(code);
  }

  @Test
  void whatStandsInTheWayIsA409() {
    Map<String, Object> n1 = Map.of("name", "first", "address", "10.99.0.1", "main", true);
    Web.Answer started = web.post(BOSS, "/api/v1/nodes", n1);
    assertThat(started.status()).isEqualTo(202);
    assertThat(started.headers().get("Location"))
        .isEqualTo("/api/v1/operations/" + started.field("id"));
    isProblem(web.post(BOSS, "/api/v1/nodes", n1), 409, "OPERATION_RUNNING");
    isProblem(
        web.post(BOSS, "/api/v1/nodes", Map.of("name", "second", "address", "10.99.0.1")),
        409,
        "ADDRESS_TAKEN");
    isProblem(
        web.post(
            BOSS, "/api/v1/nodes", Map.of("name", "second", "address", "10.99.0.2", "main", true)),
        409,
        "MAIN_NODE_EXISTS");
    isProblem(
        web.post(BOSS, "/api/v1/bases", Map.of("name", "debian", "domain", "golden")),
        409,
        "NO_MAIN_NODE");
    String operation = "/api/v1/operations/" + started.field("id");
    isProblem(web.post(BOSS, operation + "/retry", Map.of()), 409, "NOTHING_TO_RETRY");
    assertThat(web.post(BOSS, operation + "/cancel", Map.of("reason", "enough")).field("state"))
        .isEqualTo("CANCELLED");
    isProblem(web.post(BOSS, operation + "/cancel", Map.of()), 409, "OPERATION_ENDED");
  }

  @Test
  void whoOnlyLooksChangesNothingAndLeavesARow() {
    Web.Answer answer =
        web.post(
            VIEWER,
            "/api/v1/nodes",
            Map.of("name", "n1", "address", "10.99.0.9", "reason", "curious"));
    isProblem(answer, 403, "FORBIDDEN");
    assertThat(answer.field("detail")).contains("viewer").contains("ADMIN");
    assertThat(web.get(VIEWER, "/api/v1/nodes").field("total")).isEqualTo("0");
    assertThat(newestRow())
        .extracting(
            AuditEntry::actor,
            AuditEntry::kind,
            AuditEntry::outcome,
            AuditEntry::code,
            AuditEntry::reason)
        .containsExactly("viewer", "onboard-node", "REFUSED", "FORBIDDEN", "curious");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /nodes,                 viewer",
    "POST,   /nodes,                 operator",
    "POST,   /nodes/n1/wake,         viewer",
    "POST,   /nodes/n1/cordon,       viewer",
    "POST,   /nodes/n1/activate,     viewer",
    "POST,   /nodes/n1/power-off,    viewer",
    "POST,   /nodes/n1/power-off,    operator",
    "POST,   /bases,                 viewer",
    "POST,   /bases,                 operator",
    "POST,   /bases/debian/generations, operator",
    "PUT,    /bases/debian/copies,   operator",
    "PUT,    /bases/debian/copies/n1, operator",
    "POST,   /clones,                viewer",
    "POST,   /clones/web/start,      viewer",
    "POST,   /clones/web/stop,       viewer",
    "DELETE, /clones/web,            viewer",
    "GET,    /clones/web/display.vv, viewer",
  })
  void whoMayNotGetsA403AlsoForADryRun(String method, String path, String who) {
    herd.node("n1", 64L << 30, 0);
    herd.base("debian", 1 << 30);
    herd.clone("web", "debian");
    String[] queries = method.equals("GET") ? new String[] {""} : new String[] {"", "?dryRun=true"};
    for (String query : queries) {
      Object body = method.equals("DELETE") ? null : "{}";
      Web.Answer answer =
          web.send(who + ":" + who, method, "/api/v1" + path + query, body, Map.of());
      isProblem(answer, 403, "FORBIDDEN");
      assertThat(newestRow().code()).isEqualTo("FORBIDDEN");
      assertThat(newestRow().actor()).isEqualTo(who);
    }
  }

  @Test
  void onlyAnAdministratorHasFilesRemoved() {
    herd.node("n1", 64L << 30, 0);
    for (Map<String, ?> wish :
        List.of(
            Map.of("orphans", true), Map.of("files", List.of("/x")), Map.of("keptDisks", true))) {
      isProblem(web.post(OPERATOR, "/api/v1/nodes/n1/clean", wish), 403, "FORBIDDEN");
    }
    isProblem(web.post(OPERATOR, "/api/v1/nodes/n1/clean", Map.of()), 409, "NOTHING_LEFT");
  }

  @Test
  void anOperatorMakesClonesButMayNotCancelAnAdministratorsWork() {
    herd.node("n1", 64L << 30, 0);
    herd.base("debian", 1 << 30);
    Web.Answer made =
        web.post(OPERATOR, "/api/v1/clones", Map.of("base", "debian", "name", "by-operator"));
    assertThat(made.status()).isEqualTo(202);
    assertThat(made.field("startedBy")).isEqualTo("operator");
    Web.Answer onboarding =
        web.post(BOSS, "/api/v1/nodes", Map.of("name", "n2", "address", "10.99.0.3"));
    isProblem(
        web.post(OPERATOR, "/api/v1/operations/" + onboarding.field("id") + "/cancel", Map.of()),
        403,
        "FORBIDDEN");
    isProblem(
        web.post(OPERATOR, "/api/v1/operations/" + onboarding.field("id") + "/retry", Map.of()),
        403,
        "FORBIDDEN");
    assertThat(web.get(VIEWER, "/api/v1/operations/" + onboarding.field("id")).field("state"))
        .isEqualTo("RUNNING");
    assertThat(
            web.post(OPERATOR, "/api/v1/operations/" + made.field("id") + "/cancel", Map.of())
                .status())
        .isEqualTo(202);
    web.post(BOSS, "/api/v1/operations/" + onboarding.field("id") + "/cancel", Map.of());
  }

  @Test
  void aPasswordIsNeverSaidAgain() {
    Map<String, Object> body =
        Map.of("name", "n3", "address", "10.99.0.4", "password", "s3cret-pass");
    Web.Answer started = web.post(BOSS, "/api/v1/nodes", body);
    assertThat(started.text()).doesNotContain("s3cret");
    assertThat(web.get(BOSS, "/api/v1/nodes/n3").text()).doesNotContain("s3cret");
    assertThat(web.get(BOSS, "/api/v1/audit?size=20").text()).doesNotContain("s3cret");
    assertThat(web.get(BOSS, "/engine-rest/history/variable-instance").text())
        .doesNotContain("s3cret");
    web.post(BOSS, "/api/v1/operations/" + started.field("id") + "/cancel", Map.of());
  }

  @Test
  void aVeryLongOrBinaryReasonIsNoDefect() {
    for (String reason : new String[] {"x".repeat(10_000), "a\0b"}) {
      Web.Answer answer =
          web.post(
              BOSS,
              "/api/v1/nodes",
              Map.of("name", "n4", "address", "10.99.0.5", "reason", reason));
      isProblem(answer, 422, "BAD_REASON");
    }
    Web.Answer answer =
        web.send(
            BOSS,
            "POST",
            "/api/v1/nodes",
            Map.of("name", "n4", "address", "10.99.0.5"),
            Map.of("Idempotency-Key", "k".repeat(5_000)));
    isProblem(answer, 422, "BAD_IDEMPOTENCY_KEY");
  }
}
