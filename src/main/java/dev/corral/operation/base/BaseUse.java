package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Rebases;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What needs a base, and what is just done with it: whether it may go, and whether it may come. */
@Component
class BaseUse {
  /** Change which generation new clones get. */
  private static final Set<String> SWITCHING = Set.of(RolloutBase.KIND, RollbackBase.KIND);

  private static final int MOST = 10_000;
  private static final int MOST_NAMED = 20;

  private final Bases bases;
  private final Clones clones;
  private final Rebases rebases;
  private final OtherDisks others;
  private final Claims claims;
  private final Operations operations;

  BaseUse(
      Bases bases,
      Clones clones,
      Rebases rebases,
      OtherDisks others,
      Claims claims,
      Operations operations) {
    this.bases = bases;
    this.clones = clones;
    this.rebases = rebases;
    this.others = others;
    this.claims = claims;
    this.operations = operations;
  }

  /** From here to the commit nobody else lets a copy of it come or go. */
  void decideAlone(BaseName base) {
    operations.startAlone("base", base.value());
  }

  /**
   * Refused (BASE_LEAVES) while the base is removed, altogether or from one of these nodes; not
   * while an old generation of it is. Until the commit nobody begins to.
   */
  void refuseLeaving(BaseName base, Collection<NodeName> nodes) {
    decideAlone(base);
    if (operations.isOpen(RemoveBase.KIND, base.value()))
      throw leaving("base '" + base + "' is being removed", RemoveBase.KIND);
    for (Copy copy : bases.copies(base)) {
      if (copy.state() == Copy.State.REMOVING
          && nodes.contains(copy.node())
          && !isPruned(base, copy.generation()))
        throw leaving("base '" + base + "' is being removed from " + copy.node(), DisableBase.KIND);
    }
  }

  /**
   * Refused (BASE_LEAVES) while the base, or this generation of it, is removed. Until the commit
   * nobody begins to.
   */
  void refuseLeaving(BaseName base, int generation) {
    refuseLeaving(base, List.of());
    if (isPruned(base, generation))
      throw leaving(base + " g" + generation + " is being removed", PruneBase.KIND);
  }

  private boolean isPruned(BaseName base, int generation) {
    return operations.isOpen(PruneBase.KIND, PruneBase.subject(base, generation));
  }

  private static Refused leaving(String what, String kind) {
    return Refused.conflict(
        "BASE_LEAVES", what, "wait for that operation (" + kind + "), or retry or cancel it");
  }

  /** Refused (OPERATION_RUNNING) while something is done with it there; anywhere for null. */
  void refuseBusy(BaseName base, NodeName node) {
    refuse(operations.openForBase(base.value(), node == null ? null : node.value()));
  }

  /**
   * Refused (OPERATION_RUNNING) while something is done with this generation, or brings another one
   * to a node that has this: that may be made out of it there.
   */
  void refuseBusy(BaseName base, int generation) {
    Set<String> holders =
        bases.copies(base).stream()
            .filter(c -> c.generation() == generation)
            .map(c -> c.node().value())
            .collect(Collectors.toSet());
    refuse(
        operations.openForBase(base.value(), null).stream()
            .filter(
                o ->
                    SWITCHING.contains(o.kind())
                        || o.subject().startsWith(base + " g" + generation + " ")
                        || holders.contains(o.node()) && bringsOneOrTakesAll(o))
            .toList());
  }

  private static boolean bringsOneOrTakesAll(Operation o) {
    if (o.kind().equals(CopyBase.KIND)) return true;
    return o.kind().equals(DisableBase.KIND) && o.subject().equals(o.base() + " on " + o.node());
  }

  private static void refuse(List<Operation> open) {
    if (open.isEmpty()) return;
    throw Refused.conflict(
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
    needing.addAll(
        others.kept(
            base,
            l ->
                (node == null || l.node().equals(node))
                    && bases.copies(base).stream().anyMatch(c -> c.node().equals(l.node()))));
    List<String> set = others.aside(base, i -> node == null || i.node().equals(node));
    throwIfNeeded(
        "base '%s' is needed%s".formatted(base, node == null ? "" : " on " + node),
        needing,
        set,
        node == null ? "remove these first" : "move these to other nodes, or remove them, first");
  }

  /**
   * Refused (BASE_IN_USE) with the names of the clones that need this generation anywhere, or are
   * just being put onto it. Nobody places a clone until the commit.
   */
  void refuseNeeded(BaseName base, int generation) {
    claims.decideAlone();
    TreeSet<String> needing = new TreeSet<>(rebases.needing(base, generation));
    needing.addAll(others.kept(base, l -> bases.copy(base, generation, l.node()).isPresent()));
    throwIfNeeded(
        base + " g" + generation + " is needed",
        needing,
        others.aside(base, i -> i.origin().generation() == generation),
        "rebase these onto another generation, or remove them, first");
  }

  /** Generations older than what new clones get that no clone needs: they can be removed. */
  List<Integer> unneeded(BaseName base) {
    int current = bases.get(base).current();
    return bases.generations(base).stream()
        .map(Generation::number)
        .filter(number -> number < current && rebases.needing(base, number).isEmpty())
        .filter(number -> others.aside(base, i -> i.origin().generation() == number).isEmpty())
        .sorted()
        .toList();
  }

  private static void throwIfNeeded(
      String what, Collection<String> by, Collection<String> setAside, String fix) {
    if (by.isEmpty() && setAside.isEmpty()) return;
    List<String> all = new ArrayList<>(by);
    all.addAll(setAside);
    String fixes =
        by.isEmpty()
            ? ""
            : fix + "; a disk that is kept is removed by cleaning its node, kept disks included";
    if (!setAside.isEmpty())
      fixes +=
          (by.isEmpty() ? "" : "; ")
              + "delete what is set aside now (POST /nodes/{node}/aside/purge, with its id); or"
              + " bring the clone back (POST /clones/{clone}/aside/bring-back), then see to the"
              + " clone";
    throw Refused.conflict("BASE_IN_USE", what + " by " + named(all), fixes);
  }

  private static boolean isOf(BaseName base, Optional<Clone> clone) {
    return clone.filter(c -> c.base().equals(base)).isPresent();
  }

  private static String named(Collection<String> names) {
    String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMED
        ? first
        : first + " and " + (names.size() - MOST_NAMED) + " more";
  }
}
