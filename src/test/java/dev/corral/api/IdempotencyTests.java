package dev.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An Idempotency-Key belongs to one request: whoever uses it for another one is told so. */
@CorralTest
class IdempotencyTests {
  @LocalServerPort int port;
  @Autowired Herd herd;
  private final Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());

  /** No operation of another test is under way there. */
  private final String one = "n" + key.get("Idempotency-Key").substring(0, 8);

  private final String other = one + "-b";

  @BeforeEach
  void twoNodes() {
    herd.none();
    herd.node(one, 64 * Herd.GIB, 0);
    herd.node(other, 64 * Herd.GIB, 0);
  }

  @AfterEach
  void nothing() {
    herd.none();
  }

  private Web.Answer cordon(String node, String reason) {
    return new Web(port)
        .send(
            "boss:boss",
            "POST",
            "/api/v1/nodes/" + node + "/cordon",
            Map.of("reason", reason),
            key);
  }

  private Web.Answer begun() {
    Web.Answer first = cordon(one, "old");
    assertThat(first.status()).isEqualTo(202);
    return first;
  }

  @Test
  void theSameRequestIsCarriedOutOnce() {
    Web.Answer first = begun();
    assertThat(cordon(one, "old").field("id")).isEqualTo(first.field("id"));
  }

  @Test
  void anotherNodeIsNotTakenForTheFirst() {
    begun();
    assertRefused(cordon(other, "old"));
    Web.Answer node = new Web(port).get("boss:boss", "/api/v1/nodes/" + other);
    assertThat(node.field("availability")).isEqualTo("ACTIVE");
  }

  @Test
  void anotherBodyIsNotTakenForTheFirst() {
    begun();
    assertRefused(cordon(one, "burnt"));
  }

  private void assertRefused(Web.Answer answer) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.field("code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(answer.field("detail")).contains("cordon-node " + one);
  }
}
