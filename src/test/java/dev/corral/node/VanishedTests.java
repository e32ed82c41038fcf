package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VanishedTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Node node(String name, Health health) {
    return new Node(
        new NodeName(name),
        name + ".invalid",
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
        "a test says so",
        NOON,
        null);
  }

  /** As many nodes as healths: n1, n2 and so on. */
  private static List<Node> nodes(Health... healths) {
    List<Node> all = new ArrayList<>();
    for (Health health : healths) all.add(node("n" + (all.size() + 1), health));
    return all;
  }

  private static Silence silence(String node, int secondsAfterNoon) {
    return new Silence(new NodeName(node), NOON.plusSeconds(secondsAfterNoon), null, null);
  }

  private static Optional<Integer> vanished(List<Node> all, Silence... silences) {
    return Vanished.with(silences[0], all, List.of(silences), MINUTE).map(v -> v.nodes().size());
  }

  @Test
  void oneAloneIsNeverMany() {
    assertThat(vanished(nodes(Health.LOST), silence("n1", 0))).isEmpty();
    assertThat(vanished(nodes(Health.LOST, Health.UP), silence("n1", 0))).isEmpty();
  }

  @Test
  void twoOfThreeWithinAMinuteAreManyWhicheverWasFirst() {
    List<Node> all = nodes(Health.UP, Health.LOST, Health.DEGRADED);
    assertThat(vanished(all, silence("n2", 0), silence("n3", 59))).contains(2);
    assertThat(vanished(all, silence("n3", 59), silence("n2", 0))).contains(2);
    assertThat(vanished(all, silence("n2", 0), silence("n3", 61))).isEmpty();
  }

  @Test
  void thirtyPercentIsNotMoreThanThirtyPercent() {
    Health[] ten = new Health[10];
    java.util.Arrays.fill(ten, Health.UP);
    List<Node> all = nodes(ten);
    assertThat(vanished(all, silence("n1", 0), silence("n2", 0), silence("n3", 0))).isEmpty();
    assertThat(
            vanished(all, silence("n1", 0), silence("n2", 0), silence("n3", 0), silence("n4", 0)))
        .contains(4);
  }

  @Test
  void nodesThatAreOffWereNotExpectedToAnswer() {
    List<Node> all =
        nodes(Health.LOST, Health.LOST, Health.OFF, Health.OFF, Health.OFF, Health.OFF, Health.OFF);
    assertThat(vanished(all, silence("n1", 0), silence("n2", 5))).contains(2);
  }

  @Test
  void oneThatAPersonHasConfirmedOffStillCountsForThoseThatVanishedWithIt() {
    List<Node> all = nodes(Health.UP, Health.OFF, Health.LOST);
    assertThat(
            vanished(
                all,
                silence("n3", 5),
                new Silence(new NodeName("n2"), NOON, null, NOON.plusSeconds(90))))
        .contains(2);
  }

  @Test
  void thereIsNoAlarmBeforeOneIsLost() {
    List<Silence> silences = List.of(silence("n2", 0), silence("n3", 1));
    assertThat(
            Vanished.largest(nodes(Health.UP, Health.DEGRADED, Health.DEGRADED), silences, MINUTE))
        .isEmpty();
    assertThat(Vanished.largest(nodes(Health.UP, Health.LOST, Health.DEGRADED), silences, MINUTE))
        .hasValueSatisfying(v -> assertThat(v.names()).isEqualTo("n2, n3"));
  }
}
