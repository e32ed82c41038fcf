package dev.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A query parameter that is misspelt, empty or doubled is an error, and nothing has changed. */
@CorralTest
class ParametersTests {
  private static final String BOSS = "boss:boss";
  @LocalServerPort int port;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping endpoints;

  private Web web;

  @BeforeEach
  void aHerd() {
    web = new Web(port);
    herd.none();
    for (String node : List.of("n1", "n2", "n3")) herd.node(node, 64 * Herd.GIB, 0);
    herd.base("debian", Herd.GIB);
    herd.clone("web", "debian");
  }

  private record Endpoint(RequestMethod method, String path) {}

  private Stream<Endpoint> changing() {
    return endpoints.getHandlerMethods().entrySet().stream()
        .filter(e -> e.getValue().getBeanType().getPackageName().equals("dev.corral.api"))
        .flatMap(
            e ->
                e.getKey().getMethodsCondition().getMethods().stream()
                    .filter(m -> m != RequestMethod.GET)
                    .flatMap(m -> e.getKey().getPatternValues().stream().map(p -> at(m, p))));
  }

  private static Endpoint at(RequestMethod method, String pattern) {
    String thing =
        pattern.contains("/nodes/") ? "n3" : pattern.contains("/bases/") ? "debian" : "web";
    return new Endpoint(
        method,
        pattern
            .replace("{name}", thing)
            .replace("{node}", "n3")
            .replace("{generation}", "1")
            .replace("{id}", "nosuch"));
  }

  private List<Object> state() {
    return Stream.of("operation", "node", "base_copy", "clone", "policy")
        .<Object>map(t -> sql.sql("select * from corral." + t).query().listOfRows())
        .toList();
  }

  @Test
  void everyChangeRefusesADryRunThatIsMisspelt() {
    List<Object> before = state();
    List<Endpoint> all = changing().toList();
    assertThat(all).hasSizeGreaterThan(30);
    for (Endpoint e : all)
      for (String query :
          List.of(
              "dryRun",
              "dryRun=",
              "dryrun=true",
              "dry-run=true",
              "dryRun=yes",
              "dryRun=TRUE",
              "dryRun=1",
              "dryRun=true&dryRun=false",
              "dryRun=true&nosuch=1")) {
        Object body = e.method() == RequestMethod.DELETE ? null : "{}";
        Web.Answer answer =
            web.send(BOSS, e.method().name(), e.path() + "?" + query, body, Map.of());
        assertThat(answer.status()).as(e + " " + query + answer.text()).isEqualTo(400);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.field("code")).isEqualTo("BAD_PARAMETER");
        assertThat(answer.field("fix")).isNotBlank();
      }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void everyChangeTakesADryRunAndChangesNothing() {
    List<Object> before = state();
    for (Endpoint e : changing().toList()) {
      Object body = e.method() == RequestMethod.DELETE ? null : "{}";
      Web.Answer answer =
          web.send(BOSS, e.method().name(), e.path() + "?dryRun=true", body, Map.of());
      assertThat(answer.field("code")).as(e + answer.text()).isNotEqualTo("BAD_PARAMETER");
      assertThat(answer.status()).as(e + answer.text()).isNotEqualTo(202);
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void cancelSkipAndRetryAnswerTheirPlan() {
    Web.Answer started =
        web.post(BOSS, "/api/v1/nodes", Map.of("name", "n9", "address", "10.99.0.1"));
    String operation = "/api/v1/operations/" + started.field("id");
    Web.Answer plan = web.post(BOSS, operation + "/cancel?dryRun=true", Map.of());
    assertThat(plan.status()).as(plan.text()).isEqualTo(200);
    assertThat(plan.field("details/ends/0")).isEqualTo(started.field("id"));
    assertThat(web.post(BOSS, operation + "/retry?dryRun=true", Map.of()).field("code"))
        .isEqualTo("NOTHING_TO_RETRY");
    assertThat(web.post(BOSS, operation + "/skip?dryRun=true", Map.of()).field("code"))
        .isEqualTo("NOT_SKIPPABLE");
    assertThat(web.get(BOSS, operation).field("state")).isEqualTo("RUNNING");
    assertThat(web.post(BOSS, operation + "/cancel", Map.of()).status()).isEqualTo(202);
    assertThat(web.post(BOSS, operation + "/cancel?dryRun=true", Map.of()).field("code"))
        .isEqualTo("OPERATION_ENDED");
  }

  @ParameterizedTest
  @CsvSource({
    "/nodes?colour=red,          colour",
    "/nodes?size=,               size",
    "/nodes/n1?dryRun=true,      dryRun",
    "/clones?Owner=anna,         Owner",
    "/nodes/n1/storage?files=no, files",
    "/clones/web/display.vv?dryRun=true, dryRun",
    "/operations?page=0&page=1,  page",
  })
  void aListRefusesAFilterThatItDoesNotKnow(String path, String named) {
    Web.Answer answer = web.get(BOSS, "/api/v1" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.field("code")).isEqualTo("BAD_PARAMETER");
    assertThat(answer.field("detail")).contains("'" + named + "'");
  }

  @Test
  void theDescriptionNamesTheParametersOfCommands() {
    var post =
        web.get(BOSS, "/api/docs/openapi").json().path("paths").path("/api/v1/clones").path("post");
    assertThat(post.path("parameters").findValuesAsText("name"))
        .containsExactlyInAnyOrder("dryRun", "Idempotency-Key");
  }
}
