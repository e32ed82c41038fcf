package dev.corral.node;

import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that fell silent together: then it is rather a network or a power line than the nodes, and
 * Corral does nothing but say so. Pure.
 *
 * @param nodes those that fell silent together, by name
 * @param of how many there were to answer
 * @param together how far apart they may have fallen silent
 */
public record Vanished(List<NodeName> nodes, int of, Duration together) {
  private static final int AT_LEAST = 2;
  private static final int PERCENT = 30;

  /**
   * Those that fell silent together with this node, itself included, if they are too many to
   * believe that each was lost by itself.
   */
  public static Optional<Vanished> with(
      Silence one, Collection<Node> all, Collection<Silence> silences, Duration together) {
    List<NodeName> group =
        silences.stream()
            .filter(s -> Duration.between(s.since(), one.since()).abs().compareTo(together) <= 0)
            .map(Silence::node)
            .sorted(java.util.Comparator.comparing(NodeName::value))
            .toList();
    int expected =
        (int)
            all.stream()
                .filter(Node::admitted)
                .filter(
                    n ->
                        n.health() != Health.OFF
                            || silences.stream().anyMatch(s -> s.node().equals(n.name())))
                .count();
    boolean many = group.size() >= AT_LEAST && 100 * group.size() > PERCENT * expected;
    return many ? Optional.of(new Vanished(group, expected, together)) : Optional.empty();
  }

  /** The largest such group of nodes, at least one of them lost by now. */
  public static Optional<Vanished> largest(
      Collection<Node> all, Collection<Silence> silences, Duration together) {
    return silences.stream()
        .filter(
            s -> all.stream().anyMatch(n -> n.name().equals(s.node()) && n.health() == Health.LOST))
        .flatMap(s -> with(s, all, silences, together).stream())
        .max(java.util.Comparator.comparingInt(v -> v.nodes().size()));
  }

  /** Their names. */
  public String names() {
    return String.join(", ", nodes.stream().map(NodeName::value).toList());
  }
}
