package dev.corral.operation.herd;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationList;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Policies;
import dev.corral.node.Silences;
import dev.corral.operation.node.Vanishing;
import dev.corral.shared.NodeName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** How the whole herd stands. */
@Service
public class Cluster {
  private static final int MOST_CLONES = 100_000;
  private final Nodes nodes;
  private final Silences silences;
  private final Policies policies;
  private final Vanishing vanishing;
  private final Clones clones;
  private final Leftovers leftovers;
  private final OperationList operations;

  Cluster(
      Nodes nodes,
      Silences silences,
      Policies policies,
      Vanishing vanishing,
      Clones clones,
      Leftovers leftovers,
      OperationList operations) {
    this.nodes = nodes;
    this.silences = silences;
    this.policies = policies;
    this.vanishing = vanishing;
    this.clones = clones;
    this.leftovers = leftovers;
    this.operations = operations;
  }

  /** What a person should know of now, the most urgent first. */
  public List<Alert> alerts() {
    List<Node> all = nodes.list();
    Map<NodeName, Long> unreachable =
        clones
            .list(
                new Clones.Filter(null, null, null, Clone.State.UNREACHABLE.name()), 0, MOST_CLONES)
            .stream()
            .filter(c -> c.home() != null)
            .collect(Collectors.groupingBy(Clone::home, Collectors.counting()));
    return Alerts.of(
        new Alerts.Standing(
            all,
            policies.inForce(),
            vanishing.largest(all, silences.list()),
            unreachable,
            leftovers.list(),
            leftovers.kept(),
            operations.countByState().getOrDefault(Operation.State.INCIDENT, 0L)));
  }
}
