package dev.corral.operation.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * processes/prune-base.bpmn: one generation of a base, which no clone needs, goes from all nodes,
 * each by a disable-base of its own, from the main node last; its number is never given again.
 */
@Component
public class PruneBase {
  static final String KIND = Kind.PRUNE_BASE.key();

  /** The longest text that the engine keeps as a variable, less some room. */
  private static final int LONGEST_LIST = 3_900;

  private final Gate gate;
  private final Bases bases;
  private final Copies copies;
  private final Nodes nodes;
  private final Claims claims;
  private final BaseUse use;

  PruneBase(Gate gate, Bases bases, Copies copies, Nodes nodes, Claims claims, BaseUse use) {
    this.claims = claims;
    this.gate = gate;
    this.bases = bases;
    this.copies = copies;
    this.nodes = nodes;
    this.use = use;
  }

  static String subject(BaseName base, int generation) {
    return base + " g" + generation;
  }

  /**
   * Removes it. Refused (BASE_IN_USE) with the names of the clones that need it. A dry run answers
   * how many bytes become free, by node, which nodes are woken for it, and which will have no copy
   * of the base any more.
   */
  public Outcome start(Request request, BaseName name, int number) {
    return gate.pass(
        request,
        KIND,
        () -> {
          bases.get(name);
          Generation generation = bases.generation(name, number);
          use.refuseLeaving(name, number);
          claims.decideAlone(); // nobody goes back to it meanwhile, or is placed on it
          use.refuseBusy(name, number);
          refuseWanted(bases.get(name), generation);
          use.refuseNeeded(name, number);
          NodeName main = nodes.main().name();
          TreeSet<NodeName> others = new TreeSet<>(holders(name, number));
          others.remove(main);
          if (request.dryRun()) return plan(generation, main, others);
          String list = others.stream().map(NodeName::value).collect(Collectors.joining(","));
          if (list.length() > LONGEST_LIST)
            throw Refused.invalid(
                "TOO_MANY_NODES",
                others.size() + " nodes are too many at once",
                "disable the base on some of them first");
          copies.leave(name, number);
          return gate.start(
              request,
              KIND,
              subject(name, number),
              Map.of(
                  "base", name.value(), "generation", number, "nodes", list, "main", main.value()));
        });
  }

  private void refuseWanted(Base base, Generation generation) {
    int number = generation.number();
    if (bases.generations(base.name()).size() == 1)
      throw Refused.conflict(
          "GENERATION_LAST",
          "generation " + number + " is the only one that " + base.name() + " has",
          "remove the whole base, or make a new generation of it first");
    if (base.current() == number)
      throw Refused.conflict(
          "GENERATION_CURRENT",
          "new clones of " + base.name() + " get generation " + number,
          "roll out a newer one, or go back to an older one, first");
    switch (generation.state()) {
      case READY, FAILED -> {}
      case PREPARING ->
          throw Refused.conflict(
              "GENERATION_PREPARING",
              base.name() + " g" + number + " is being prepared",
              "wait until its preparation has ended, or cancel that");
    }
  }

  Set<NodeName> holders(BaseName base, int generation) {
    return bases.copies(base).stream()
        .filter(c -> c.generation() == generation)
        .map(Copy::node)
        .collect(Collectors.toSet());
  }

  private Outcome plan(Generation generation, NodeName main, TreeSet<NodeName> others) {
    BaseName base = generation.base();
    TreeSet<NodeName> all = new TreeSet<>(others);
    if (holders(base, generation.number()).contains(main)) all.add(main);
    Set<NodeName> provided =
        bases.copies(base).stream()
            .filter(c -> c.generation() != generation.number())
            .filter(c -> c.state() == Copy.State.READY)
            .map(Copy::node)
            .collect(Collectors.toSet());
    return Outcome.planned(
        KIND,
        subject(base, generation.number()),
        Map.of(
            "bytes",
            new TreeMap<>(
                all.stream().collect(Collectors.toMap(NodeName::value, n -> generation.size()))),
            "wakes",
            words(others.stream().filter(n -> Waking.sleeps(nodes.get(n))).toList()),
            "leftWithout",
            words(all.stream().filter(n -> !provided.contains(n)).toList()),
            "last",
            main.value()));
  }

  static List<String> words(List<NodeName> names) {
    return names.stream().map(NodeName::value).toList();
  }
}
