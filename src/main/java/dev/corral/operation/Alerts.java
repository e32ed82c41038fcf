package dev.corral.operation;

import dev.corral.node.Node;
import dev.corral.node.Policy;
import dev.corral.node.Vanished;
import dev.corral.operation.Alert.Code;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person should know of now, computed from how things stand. Pure. */
final class Alerts {
  private Alerts() {}

  /**
   * How things stand.
   *
   * @param vanished nodes that fell silent together; each of them is no alert of its own
   * @param unreachable how many clones are, by node
   * @param incidents operations that wait for a person
   */
  record Standing(
      List<Node> nodes,
      Policy policy,
      Optional<Vanished> vanished,
      Map<NodeName, Long> unreachable,
      long incidents) {}

  /** The most urgent first. */
  static List<Alert> of(Standing now) {
    List<Alert> all = new ArrayList<>();
    now.vanished()
        .ifPresent(
            v ->
                all.add(
                    Alert.of(
                        Code.NODES_VANISHED,
                        "nodes",
                        "%s of %s nodes vanished within %s s (%s): Corral does nothing until they answer, or a person confirms that one is off",
                        v.nodes().size(),
                        v.of(),
                        v.together().toSeconds(),
                        v.names())));
    for (Node node : now.nodes()) {
      if (!node.admitted()) continue;
      if (now.vanished().filter(v -> v.nodes().contains(node.name())).isEmpty())
        health(now, node).ifPresent(all::add);
      if (node.vitals() != null) pools(now.policy(), node, all);
    }
    if (now.incidents() > 0)
      all.add(
          Alert.of(
              Code.INCIDENTS,
              "operations?state=INCIDENT",
              "%s operations wait for a person",
              now.incidents()));
    all.sort(Comparator.comparing(Alert::severity).thenComparing(Alert::code));
    return all;
  }

  private static Optional<Alert> health(Standing now, Node node) {
    String path = "nodes/" + node.name();
    return switch (node.health()) {
      case LOST ->
          Optional.of(
              Alert.of(
                  Code.NODE_LOST,
                  path,
                  "%s is lost, %s clones are unreachable: %s",
                  node.name(),
                  now.unreachable().getOrDefault(node.name(), 0L),
                  node.evidence()));
      case DEGRADED ->
          Optional.of(
              Alert.of(
                  Code.NODE_DEGRADED, path, "%s is degraded: %s", node.name(), node.evidence()));
      case UP, OFF, WAKING -> Optional.empty();
    };
  }

  private static void pools(Policy policy, Node node, List<Alert> all) {
    for (Pool pool : node.vitals().pools()) {
      if (!pool.active() || pool.capacity() == 0) continue;
      long full = 100 - 100 * pool.available() / pool.capacity();
      if (full < policy.poolHighWater()) continue;
      all.add(
          Alert.of(
              Code.POOL_FULL,
              "nodes/" + node.name(),
              "pool %s on %s is %s %% full",
              pool.name(),
              node.name(),
              full));
    }
  }
}
