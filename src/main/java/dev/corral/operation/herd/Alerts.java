package dev.corral.operation.herd;

import dev.corral.clone.Leftover;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Policy;
import dev.corral.node.Vanished;
import dev.corral.operation.herd.Alert.Code;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person should know of now, computed from how things stand. Pure. */
final class Alerts {
  private Alerts() {}

  /**
   * How things stand.
   *
   * @param vanished nodes that fell silent together; each of them is no alert of its own
   * @param unreachable how many clones are, by node
   * @param leftovers what should run nowhere any more
   * @param kept those of them that are kept for a person
   * @param incidents operations that wait for a person
   */
  record Standing(
      List<Node> nodes,
      Policy policy,
      Optional<Vanished> vanished,
      Map<NodeName, Long> unreachable,
      List<Leftover> leftovers,
      List<Leftover> kept,
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
      if (node.vitals() == null) continue;
      pools(now.policy(), node, all);
      if (node.health() == Health.UP) twice(now.leftovers(), node, all);
    }
    kept(now.kept(), all);
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

  private static void twice(List<Leftover> leftovers, Node node, List<Alert> all) {
    for (Leftover leftover : leftovers) {
      if (!leftover.node().equals(node.name())) continue;
      if (node.vitals().running().stream().noneMatch(g -> g.id().equals(leftover.guest())))
        continue;
      all.add(
          Alert.of(
              Code.GUEST_TWICE,
              "nodes/" + node.name(),
              "an old instance of %s is still running on %s: %s",
              leftover.cloneName(),
              node.name(),
              leftover.why()));
    }
  }

  private static void kept(List<Leftover> kept, List<Alert> all) {
    kept.stream()
        .collect(
            Collectors.groupingBy(
                Leftover::node,
                TreeMap::new,
                Collectors.mapping(Leftover::cloneName, Collectors.joining(", "))))
        .forEach(
            (node, names) ->
                all.add(
                    Alert.of(
                        Code.DISK_KEPT,
                        "nodes/" + node,
                        "%s still holds old disks of clones that were recreated on other nodes: %s",
                        node,
                        names)));
  }

  private static void pools(Policy policy, Node node, List<Alert> all) {
    for (Pool pool : node.vitals().pools()) {
      if (!pool.active() || pool.capacity() == 0) continue;
      if (pool.percentFull() < policy.poolHighWater()) continue;
      all.add(
          Alert.of(
              Code.POOL_FULL,
              "nodes/" + node.name(),
              "pool %s on %s is %s %% full",
              pool.name(),
              node.name(),
              pool.percentFull()));
    }
  }
}
