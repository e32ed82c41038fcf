package dev.corral.operation.herd;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.clone.Leftover;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Policy;
import dev.corral.node.Vanished;
import dev.corral.node.Vitals;
import dev.corral.operation.herd.Alert.Code;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertsTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final UUID FORMER = UUID.randomUUID();

  /** Its pool is so full; its guest FORMER runs. */
  private static Node node(String name, Health health, int percentFull) {
    return node(
        name, health, new Pool("default", "/images", true, 100 * GIB, (100L - percentFull) * GIB));
  }

  private static Node node(String name, Health health, Pool... pools) {
    Vitals vitals =
        new Vitals(
            NOON, GIB, GIB, 0, 1, List.of(new Guest(FORMER, "c1", true, GIB)), List.of(pools));
    return new Node(
        new NodeName(name),
        name,
        22,
        "root",
        false,
        Map.of(),
        null,
        null,
        null,
        true,
        Availability.ACTIVE,
        null,
        List.of(),
        health,
        "its evidence",
        NOON,
        vitals);
  }

  private static Leftover leftover(String node) {
    return new Leftover(
        new NodeName(node),
        FORMER,
        "c1",
        "default",
        List.of("c1.vda.qcow2"),
        "it moved",
        NOON,
        null,
        null,
        true);
  }

  private static List<Alert> alerts(
      List<Node> nodes, Vanished vanished, List<Leftover> leftovers, long incidents) {
    return Alerts.of(
        new Alerts.Standing(
            nodes,
            new Policy(true, 85),
            Optional.ofNullable(vanished),
            Map.of(new NodeName("n2"), 5L),
            leftovers,
            List.of(),
            incidents));
  }

  @Test
  void aHerdInOrderHasNone() {
    assertThat(
            alerts(
                List.of(node("n1", Health.UP, 84), node("n2", Health.OFF, 10)), null, List.of(), 0))
        .isEmpty();
  }

  @Test
  void aPoolAtItsMarkIsOne() {
    assertThat(alerts(List.of(node("n1", Health.UP, 85)), null, List.of(), 0))
        .extracting(Alert::text)
        .containsExactly("pool default on n1 is 85 % full");
  }

  @Test
  void eachPoolOfEachNodeIsOneOfItsOwnUntilItHasRoomAgain() {
    Node both =
        node(
            "n1",
            Health.UP,
            new Pool("default", "/images", true, 100 * GIB, 10 * GIB),
            new Pool("fast", "/ssd", true, 10 * GIB, GIB),
            new Pool("off", "/off", false, 10 * GIB, 0));
    assertThat(alerts(List.of(both, node("n2", Health.UP, 90)), null, List.of(), 0))
        .extracting(Alert::text)
        .containsExactly(
            "pool default on n1 is 90 % full",
            "pool fast on n1 is 90 % full", "pool default on n2 is 90 % full");
    assertThat(alerts(List.of(node("n1", Health.UP, 60)), null, List.of(), 0)).isEmpty();
  }

  @Test
  void theMostUrgentComesFirstAndEachSaysWhereToLook() {
    List<Alert> all =
        alerts(
            List.of(node("n1", Health.DEGRADED, 99), node("n2", Health.LOST, 0)),
            null,
            List.of(),
            3);
    assertThat(all)
        .extracting(Alert::code)
        .containsExactly(Code.NODE_LOST, Code.INCIDENTS, Code.NODE_DEGRADED, Code.POOL_FULL);
    assertThat(all)
        .extracting(Alert::path)
        .containsExactly("nodes/n2", "operations?state=INCIDENT", "nodes/n1", "nodes/n1");
    assertThat(all.get(0).text()).isEqualTo("n2 is lost, 5 clones are unreachable: its evidence");
  }

  @Test
  void nodesThatVanishedTogetherAreOneAlert() {
    Vanished vanished =
        new Vanished(List.of(new NodeName("n2"), new NodeName("n3")), 3, Duration.ofMinutes(1));
    assertThat(
            alerts(
                List.of(
                    node("n1", Health.UP, 0),
                    node("n2", Health.LOST, 0),
                    node("n3", Health.DEGRADED, 0)),
                vanished,
                List.of(),
                0))
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.text())
                    .startsWith("2 of 3 nodes vanished within 60 s (n2, n3): Corral does nothing"));
  }

  @Test
  void aFormerGuestThatRunsIsUrgentAndBothPlacesAreNamed() {
    assertThat(alerts(List.of(node("n2", Health.UP, 0)), null, List.of(leftover("n2")), 0))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.code()).isEqualTo(Code.GUEST_TWICE);
              assertThat(a.text()).contains("c1", "n2", "it moved");
            });
    assertThat(alerts(List.of(node("n3", Health.UP, 0)), null, List.of(leftover("n2")), 0))
        .isEmpty();
  }
}
