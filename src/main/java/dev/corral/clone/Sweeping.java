package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.Transfers;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import dev.corral.storage.Origin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sees to what clones leave behind on nodes: at once, or, where the node does not answer, as soon
 * as it does. A guest that runs, and a disk that counts or may count, is never touched by it.
 */
@Service
public class Sweeping {
  private final Leftovers leftovers;
  private final Clones clones;
  private final Authorities authorities;
  private final Clearing clearing;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Transfers transfers;
  private final Clock clock;

  Sweeping(
      Leftovers leftovers,
      Clones clones,
      Authorities authorities,
      Clearing clearing,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      Transfers transfers,
      Clock clock) {
    this.leftovers = leftovers;
    this.clones = clones;
    this.authorities = authorities;
    this.clearing = clearing;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.transfers = transfers;
    this.clock = clock;
  }

  /**
   * The clone has nothing in use on that node any more, or it is noted that it has. Answers what is
   * left, or an empty text. Refused (LEFTOVER_RUNS) if its guest runs there; (DISK_COUNTS) if its
   * newest disk is or may be there.
   */
  public String leave(Clone clone, NodeName node, String why, String operation) {
    Leftover leftover = leftover(clone, node, why, operation);
    try {
      return remove(leftover);
    } catch (HostProblem problem) {
      if (!problem.unreachable()) throw problem;
      leftovers.add(leftover);
      return String.join(", ", leftover.files()) + " stays on " + node + " until it answers";
    }
  }

  /** As {@link #leave}, of a node that must answer. */
  void clear(Clone clone, NodeName node, String why, String operation) {
    Leftover leftover = leftover(clone, node, why, null);
    refuseInUse(leftover);
    clearing.clear(leftover, operation, superseded(leftover));
  }

  /** What the clone may have on that node is seen to as soon as the node is looked at again. */
  public void leaveLater(Clone clone, NodeName node, String why, String operation) {
    leftovers.add(leftover(clone, node, why, operation));
  }

  /** As {@link #leaveLater}, of one that has never come into use there: it is made elsewhere. */
  public void leaveBegun(Clone clone, NodeName node, String why, String operation) {
    leftovers.add(leftover(clone, node, why, operation).asSuperseded());
  }

  /** What the clone has on that node is somebody's data: it stays until a person releases it. */
  public void keep(Clone clone, NodeName node, String why) {
    leftovers.keep(leftover(clone, node, why, null));
  }

  /** What this clone has, or may have, on that node. */
  Leftover leftover(Clone clone, NodeName node, String why, String operation) {
    Base base = bases.get(clone.base());
    List<String> files =
        bases.generation(clone.base(), clone.generation()).volumes().stream()
            .map(v -> Disks.file(clone, v))
            .toList();
    return new Leftover(
        node,
        clone.id(),
        clone.name().value(),
        base.pool(),
        files,
        why,
        clock.instant(),
        operation,
        new Origin(clone.base(), clone.generation(), clone.owner(), clone.memory()),
        current(clone.name(), clone.id()).filter(c -> !node.equals(c.home())).isPresent());
  }

  /**
   * Neither the guest nor a file of it is in its place. Answers what of its names is not its own.
   */
  private String remove(Leftover leftover) {
    refuseInUse(leftover);
    endWork(leftover);
    return clearing.clear(leftover, leftover.operation(), superseded(leftover));
  }

  /** What the operation that left it has begun there ends. */
  private void endWork(Leftover leftover) {
    if (leftover.operation() == null) return;
    Endpoint node = nodes.endpoint(leftover.node());
    Optional<Pool> pool =
        hypervisor.pools(node).stream()
            .filter(p -> p.name().equals(leftover.pool()) && p.active())
            .findFirst();
    if (pool.isPresent()) transfers.end(node, pool.get().path(), leftover.operation());
  }

  /** A newer disk of that guest is known elsewhere. */
  private boolean superseded(Leftover leftover) {
    Optional<Clone> now = current(leftover);
    if (now.isEmpty()) return leftover.superseded();
    return !leftover.node().equals(now.get().home());
  }

  /** The clone whose guest it is now; none if it was given up, made anew, or removed. */
  private Optional<Clone> current(Leftover leftover) {
    return current(new CloneName(leftover.cloneName()), leftover.guest());
  }

  private Optional<Clone> current(CloneName name, UUID guest) {
    return clones.find(name).filter(c -> c.id() != null && c.id().equals(guest));
  }

  /**
   * What an earlier clone of this name, or an earlier stay of this one, left there is gone. Refused
   * (DISK_KEPT) if it is somebody's data.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void ensureNoneOf(CloneName name, NodeName node) {
    for (Leftover kept : leftovers.kept()) {
      if (kept.node().equals(node) && kept.cloneName().equals(name.value()))
        throw Refused.conflict(
            "DISK_KEPT",
            "%s has an earlier disk on %s, which is kept: %s".formatted(name, node, kept.why()),
            "save what you need of it, then remove it there (clean, with keptDisks); or choose"
                + " another node");
    }
    for (Leftover leftover : leftovers.on(node)) {
      if (leftover.cloneName().equals(name.value())) sweep(leftover);
    }
  }

  /** Sees to at most so many of what is left on that node. Answers what was seen to. */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<String> sweep(NodeName node, int most) {
    List<String> swept = new ArrayList<>();
    for (Leftover leftover : leftovers.on(node).stream().limit(most).toList()) {
      if (sweep(leftover)) swept.add(leftover.cloneName() + " (" + leftover.why() + ")");
    }
    return swept;
  }

  /**
   * Nobody else takes it up or away meanwhile. What has become somebody's again is left alone: the
   * guest, or the files of a new clone of that name, which bear its mark.
   */
  private boolean sweep(Leftover leftover) {
    if (!leftovers.isStill(leftover.node(), leftover.guest())) return false;
    boolean owned = current(leftover).filter(c -> leftover.node().equals(c.home())).isPresent();
    if (owned) endWork(leftover);
    else remove(leftover);
    leftovers.forget(leftover.node(), leftover.guest());
    return !owned;
  }

  private void refuseInUse(Leftover leftover) {
    boolean counts =
        current(leftover).isPresent()
            && authorities
                .find(leftover.guest())
                .filter(a -> a.open() || a.node().equals(leftover.node()))
                .isPresent();
    if (counts)
      throw Refused.conflict(
          "DISK_COUNTS",
          "the disk of %s on %s is, or may be, its newest one"
              .formatted(leftover.cloneName(), leftover.node()),
          "see to the operation that moves it first");
    boolean runs =
        hypervisor
            .guest(nodes.endpoint(leftover.node()), leftover.guest())
            .filter(Guest::running)
            .isPresent();
    if (!runs) return;
    throw Refused.conflict(
        "LEFTOVER_RUNS",
        "%s still runs on %s, where it should no longer be: %s"
            .formatted(leftover.cloneName(), leftover.node(), leftover.why()),
        "look which one is the right one; switch this one off there (virsh destroy "
            + leftover.guest()
            + "), then retry: its disk is set aside, not deleted");
  }
}
