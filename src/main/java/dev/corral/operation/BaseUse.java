package dev.corral.operation;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What needs a base, and what is just done with it: whether it may go, and whether it may come. */
@Component
class BaseUse {
  private static final int MOST = 10_000;
  private static final int MOST_NAMED = 20;

  private final Bases bases;
  private final Clones clones;
  private final Leftovers leftovers;
  private final Claims claims;
  private final Operations operations;

  BaseUse(Bases bases, Clones clones, Leftovers leftovers, Claims claims, Operations operations) {
    this.bases = bases;
    this.clones = clones;
    this.leftovers = leftovers;
    this.claims = claims;
    this.operations = operations;
  }

  /** From here to the commit nobody else lets a copy of it come or go. */
  void decideAlone(BaseName base) {
    operations.startAlone("base", base.value());
  }

  /**
   * Refused (BASE_LEAVES) while the base is removed, altogether or from one of these nodes. Until
   * the commit nobody begins to.
   */
  void refuseLeaving(BaseName base, Collection<NodeName> nodes) {
    decideAlone(base);
    if (operations.isOpen(RemoveBase.KIND, base.value()))
      throw leaving("base '" + base + "' is being removed", RemoveBase.KIND);
    for (Copy copy : bases.copies(base)) {
      if (copy.state() == Copy.State.REMOVING && nodes.contains(copy.node()))
        throw leaving("base '" + base + "' is being removed from " + copy.node(), DisableBase.KIND);
    }
  }

  private static Refused leaving(String what, String kind) {
    return new Refused(
        "BASE_LEAVES", what, "wait for that operation (" + kind + "), or retry or cancel it");
  }

  /** Refused (OPERATION_RUNNING) while something is done with it there; anywhere for null. */
  void refuseBusy(BaseName base, NodeName node) {
    List<Operation> open = operations.openForBase(base.value(), node == null ? null : node.value());
    if (open.isEmpty()) return;
    throw new Refused(
        "OPERATION_RUNNING",
        "not ended yet: "
            + open.stream()
                .map(o -> o.kind() + " " + o.subject())
                .collect(Collectors.joining(", ")),
        "wait for it, or cancel it; then try again");
  }

  /**
   * Refused (BASE_IN_USE) with the names of the clones that need it there, or anywhere for null;
   * also of those that are on their way there. Nobody places a clone until the commit.
   */
  void refuseNeeded(BaseName base, NodeName node) {
    claims.decideAlone();
    TreeSet<String> needing = new TreeSet<>();
    clones
        .list(
            new Clones.Filter(base.value(), node == null ? null : node.value(), null, null),
            0,
            MOST)
        .forEach(c -> needing.add(c.name().value()));
    if (node != null)
      claims.open().getOrDefault(node.value(), List.of()).stream()
          .map(Claims.Claim::cloneName)
          .filter(name -> isOf(base, clones.find(new CloneName(name))))
          .forEach(needing::add);
    leftovers.kept().stream()
        .filter(l -> node == null || l.node().equals(node))
        .filter(l -> bases.copies(base).stream().anyMatch(c -> c.node().equals(l.node())))
        .filter(l -> mayBeOf(base, clones.find(new CloneName(l.cloneName()))))
        .forEach(l -> needing.add("the disk of " + l.cloneName() + " that is kept on " + l.node()));
    if (needing.isEmpty()) return;
    throw new Refused(
        "BASE_IN_USE",
        "base '%s' is needed%s by %s"
            .formatted(base, node == null ? "" : " on " + node, named(needing)),
        (node == null ? "remove these first" : "move these to other nodes, or remove them, first")
            + "; a disk that is kept is removed by cleaning its node with keptDisks");
  }

  private static boolean isOf(BaseName base, Optional<Clone> clone) {
    return clone.filter(c -> c.base().equals(base)).isPresent();
  }

  /** Whose clone is no more may be of any base. */
  private static boolean mayBeOf(BaseName base, Optional<Clone> clone) {
    return clone.isEmpty() || isOf(base, clone);
  }

  private static String named(Collection<String> names) {
    String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMED
        ? first
        : first + " and " + (names.size() - MOST_NAMED) + " more";
  }
}
