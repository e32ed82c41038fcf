package dev.corral.operation.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * processes/remove-base.bpmn: a base goes from all nodes, each by a disable-base of its own, from
 * the main node last; then its name is free.
 */
@Component
public class RemoveBase {
  static final String KIND = Kind.REMOVE_BASE.key();

  /** The longest text that the engine keeps as a variable, less some room. */
  private static final int LONGEST_LIST = 3_900;

  private final Gate gate;
  private final Bases bases;
  private final Copies copies;
  private final Nodes nodes;
  private final BaseUse use;

  RemoveBase(Gate gate, Bases bases, Copies copies, Nodes nodes, BaseUse use) {
    this.gate = gate;
    this.bases = bases;
    this.copies = copies;
    this.nodes = nodes;
    this.use = use;
  }

  /**
   * Removes it. Refused (BASE_IN_USE) with the names of all clones of it. A dry run answers how
   * many bytes become free, by node, and which nodes are woken for it.
   */
  public Outcome start(Request request, BaseName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Base base = bases.get(name);
          NodeName main = nodes.main().name();
          use.refuseLeaving(name, List.of());
          use.refuseNeeded(name, null);
          use.refuseBusy(name, null);
          TreeSet<NodeName> others =
              bases.copies(name).stream()
                  .map(Copy::node)
                  .filter(n -> !n.equals(main))
                  .collect(Collectors.toCollection(TreeSet::new));
          if (request.dryRun()) return plan(base, main, others);
          String list = others.stream().map(NodeName::value).collect(Collectors.joining(","));
          if (list.length() > LONGEST_LIST)
            throw Refused.invalid(
                "TOO_MANY_NODES",
                others.size() + " nodes are too many at once",
                "disable the base on some of them first");
          others.forEach(node -> copies.leave(name, node));
          copies.leave(name, main);
          return gate.start(
              request,
              KIND,
              name.value(),
              Map.of("base", name.value(), "nodes", list, "main", main.value()));
        });
  }

  private Outcome plan(Base base, NodeName main, TreeSet<NodeName> others) {
    Map<String, Long> bytes = new TreeMap<>();
    for (Copy copy : bases.copies(base.name()))
      bytes.merge(
          copy.node().value(), bases.generation(base.name(), copy.generation()).size(), Long::sum);
    return Outcome.planned(
        KIND,
        base.name().value(),
        Map.of(
            "bytes",
            bytes,
            "wakes",
            others.stream()
                .map(nodes::get)
                .filter(Waking::sleeps)
                .map(n -> n.name().value())
                .toList(),
            "last",
            main.value(),
            "domain",
            base.domain()));
  }
}
