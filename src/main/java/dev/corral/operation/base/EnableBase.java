package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.CopyStates;
import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.engine.Operations;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * processes/enable-base.bpmn: the current generation of a base gets to other nodes, to each by a
 * copy-base of its own.
 */
@Component
public class EnableBase {
  static final String KIND = Kind.ENABLE_BASE.key();

  /** The longest text that the engine keeps as a variable, less some room. */
  private static final int LONGEST_LIST = 3_900;

  private final Gate gate;
  private final Bases bases;
  private final CopyStates copyStates;
  private final Generations generations;
  private final Nodes nodes;
  private final Operations operations;
  private final BaseUse use;

  EnableBase(
      Gate gate,
      Bases bases,
      CopyStates copyStates,
      Generations generations,
      Nodes nodes,
      Operations operations,
      BaseUse use) {
    this.generations = generations;
    this.gate = gate;
    this.bases = bases;
    this.copyStates = copyStates;
    this.nodes = nodes;
    this.operations = operations;
    this.use = use;
  }

  /** Starts it for these nodes; those that have the copy already are left out. */
  public Outcome start(Request request, BaseName base, List<NodeName> wanted) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Generation generation = generations.current(base);
          if (wanted.isEmpty())
            throw Refused.invalid("NO_NODES", "no node is named", "name at least one node");
          use.refuseLeaving(base, wanted);
          TreeSet<NodeName> to = new TreeSet<>(wanted);
          for (NodeName node : to) {
            if (!nodes.get(node).admitted())
              throw Refused.conflict(
                      "NODE_NOT_ADMITTED",
                      "node '" + node + "' is not admitted yet",
                      "wait until its onboarding has ended")
                  .with("node", node);
          }
          to.removeIf(
              node ->
                  bases
                      .copy(base, generation.number(), node)
                      .filter(c -> c.state() == Copy.State.READY)
                      .isPresent());
          boolean busy =
              to.removeIf(
                  node ->
                      operations.isOpen(
                          CopyBase.KIND, CopyBase.subject(base, generation.number(), node)));
          if (busy && to.isEmpty()) {
            throw Refused.conflict(
                "OPERATION_RUNNING",
                "the base is on its way there already",
                "wait for that operation, or retry or cancel it");
          }
          String list = String.join(",", to.stream().map(NodeName::value).toList());
          if (list.length() > LONGEST_LIST)
            throw Refused.invalid(
                "TOO_MANY_NODES",
                to.size() + " nodes are too many at once",
                "enable the base in two requests");
          if (request.dryRun()) {
            return Outcome.planned(
                KIND,
                base.value(),
                Map.of(
                    "generation",
                    generation.number(),
                    "nodes",
                    to,
                    "bytesForEach",
                    generation.size()));
          }
          to.forEach(
              node -> copyStates.copying(base, generation.number(), node, 0, "waits for its turn"));
          return gate.start(
              request,
              KIND,
              base.value(),
              Map.of("base", base.value(), "generation", generation.number(), "nodes", list));
        });
  }
}
