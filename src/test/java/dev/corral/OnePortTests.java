package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Who serves what to whom on the one port. A 302 on a path of machines would mean that the wrong
 * chain answered.
 */
@CorralTest
class OnePortTests {
  @LocalServerPort int port;
  private Web web;

  @BeforeEach
  void client() {
    web = new Web(port);
  }

  @ParameterizedTest
  @CsvSource({
    "/login,                        200",
    "/actuator/health,              200",
    "/actuator/health/readiness,    200",
    "/actuator/health/liveness,     200",
    "/actuator/prometheus,          200",
    "/actuator,                     401",
    "/actuator/metrics,             401",
    "/actuator/env,                 401",
    "/engine-rest,                  401",
    "/engine-rest/engine,           401",
    "/engine-rest/nosuch,           401",
    "/api/v1/nodes,                 401",
    "/api/v1/audit,                 401",
    "/api/v1/operations/x/events,   401",
    "/api/nosuch,                   401",
    "/api/docs,                     401",
    "/api/docs/openapi,             401",
    "/api/swagger-ui/index.html,    401",
    "/,                             302",
    "/clones,                       302",
    "/camunda,                      302",
    "/camunda/app/cockpit/default/, 302",
    "/camunda/api/engine/engine/,   302",
    "/nosuch,                       302",
  })
  void aStranger(String path, int status) {
    Web.Answer answer = web.get(null, path);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 302) assertThat(answer.headers().get("Location")).endsWith("/login");
    if (status == 401) assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Basic");
  }

  @ParameterizedTest
  @CsvSource({
    "/engine-rest/engine,                   boss,     200",
    "/engine-rest/process-definition/count, boss,     200",
    "/engine-rest/nosuch,                   boss,     404",
    "/engine-rest/engine,                   operator, 403",
    "/engine-rest/engine,                   viewer,   403",
    "/actuator/metrics,                     boss,     200",
    "/actuator/metrics,                     operator, 403",
    "/actuator/env,                         boss,     404",
    "/actuator/heapdump,                    boss,     404",
    "/api/v1/nodes,                         boss,     200",
    "/api/v1/nodes,                         operator, 200",
    "/api/v1/nodes,                         viewer,   200",
    "/api/v1/bases,                         viewer,   200",
    "/api/v1/clones,                        viewer,   200",
    "/api/v1/operations,                    viewer,   200",
    "/api/v1/audit,                         viewer,   200",
    "/api/v1/audit/verification,            viewer,   200",
    "/api/nosuch,                           boss,     404",
    "/api/v1/nosuch,                        boss,     404",
    "/api/docs/openapi,                     viewer,   200",
    "/api/swagger-ui/index.html,            viewer,   200",
  })
  void whoIsKnown(String path, String who, int status) {
    assertThat(web.get(who + ":" + who, path).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/nodes", "/engine-rest/engine", "/actuator/metrics", "/api/docs/openapi"})
  void whoIsWrongIsNotLetInNorSentElsewhere(String path) {
    for (String who : new String[] {"boss:wrong", "boss:", "nobody:boss", "' or ''=':x", ":"}) {
      Web.Answer answer = web.get(who, path);
      assertThat(answer.status()).as(who).isEqualTo(401);
      assertThat(answer.headers()).doesNotContainKeys("Location", "Set-Cookie");
    }
  }

  @Test
  void theDescriptionCoversOurApiAndNothingElse() {
    Web.Answer docs = web.get("viewer:viewer", "/api/docs");
    assertThat(docs.status()).isEqualTo(302);
    assertThat(web.get("viewer:viewer", docs.headers().get("Location")).text())
        .contains("swagger-ui");
    var paths = web.get("viewer:viewer", "/api/docs/openapi").json().path("paths");
    assertThat(paths.size()).isGreaterThan(10);
    paths.fieldNames().forEachRemaining(path -> assertThat(path).startsWith("/api/v1/"));
  }

  @Test
  void machinesChangeThingsWithoutSessionOrToken() {
    Web.Answer answer = web.post("boss:boss", "/engine-rest/process-instance/count", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
  }

  @Test
  void healthTellsStrangersNoDetails() {
    assertThat(web.get(null, "/actuator/health").json().has("components")).isFalse();
    assertThat(web.get("boss:boss", "/actuator/health").json().has("components")).isTrue();
  }

  @Test
  void theFirstAdministratorsPasswordLiesInAFileForItsOwnerOnly(
      @Value("${corral.data-dir}") Path data) throws Exception {
    Path file = data.resolve("initial-admin-password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String password = Files.readString(file).strip();
    assertThat(password).hasSizeGreaterThan(20);
    assertThat(web.get("admin:" + password, "/engine-rest/engine").status()).isEqualTo(200);
    assertThat(web.get("admin:admin", "/api/v1/nodes").status()).isEqualTo(401);
  }
}
