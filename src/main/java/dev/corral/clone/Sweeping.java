package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes away what clones leave behind on nodes: at once, or, where the node does not answer, as
 * soon as it does. A guest that runs is never taken away by it.
 */
@Service
public class Sweeping {
  private final Leftovers leftovers;
  private final Clones clones;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Clock clock;

  Sweeping(
      Leftovers leftovers,
      Clones clones,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      Clock clock) {
    this.leftovers = leftovers;
    this.clones = clones;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.clock = clock;
  }

  /**
   * The clone has nothing on that node any more, or it is noted that it has. Answers what is left,
   * or an empty text. Refused (LEFTOVER_RUNS) if its guest runs there.
   */
  public String leave(Clone clone, NodeName node, String why) {
    Leftover leftover = leftover(clone, node, why);
    try {
      refuseRunning(leftover);
      remove(leftover);
      return "";
    } catch (HostProblem problem) {
      if (!problem.unreachable()) throw problem;
      leftovers.add(leftover);
      return String.join(", ", leftover.files()) + " stays on " + node + " until it answers";
    }
  }

  /** What the clone may have on that node is taken away as soon as the node is looked at again. */
  public void leaveLater(Clone clone, NodeName node, String why) {
    leftovers.add(leftover(clone, node, why));
  }

  /** What the clone has on that node is somebody's data: it stays until a person releases it. */
  public void keep(Clone clone, NodeName node, String why) {
    leftovers.keep(leftover(clone, node, why));
  }

  /** What this clone has, or may have, on that node. */
  Leftover leftover(Clone clone, NodeName node, String why) {
    Base base = bases.get(clone.base());
    List<String> files =
        bases.generation(clone.base(), clone.generation()).volumes().stream()
            .map(v -> Disks.file(clone, v))
            .toList();
    return new Leftover(
        node, clone.id(), clone.name().value(), base.pool(), files, why, clock.instant());
  }

  /** Neither the guest nor a file of it is there, whether it runs or not. */
  void remove(Leftover leftover) {
    Endpoint node = nodes.endpoint(leftover.node());
    hypervisor.ensureGone(node, leftover.guest());
    for (String file : leftover.files()) hypervisor.ensureNoVolume(node, leftover.pool(), file);
  }

  /**
   * What an earlier clone of this name, or an earlier stay of this one, left there is gone. Refused
   * (DISK_KEPT) if it is somebody's data.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void ensureNoneOf(CloneName name, NodeName node) {
    for (Leftover kept : leftovers.kept()) {
      if (kept.node().equals(node) && kept.cloneName().equals(name.value()))
        throw new Refused(
            "DISK_KEPT",
            "%s has an earlier disk on %s, which is kept: %s".formatted(name, node, kept.why()),
            "save what you need of it, then remove it there (clean, with keptDisks); or choose another node");
    }
    for (Leftover leftover : leftovers.on(node)) {
      if (leftover.cloneName().equals(name.value())) sweep(leftover);
    }
  }

  /** Takes away at most so many of what is left on that node. Answers what was taken away. */
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
   * guest, or the files of a new clone of that name.
   */
  private boolean sweep(Leftover leftover) {
    if (!leftovers.isStill(leftover.node(), leftover.guest())) return false;
    Optional<Clone> there =
        clones
            .find(new CloneName(leftover.cloneName()))
            .filter(c -> leftover.node().equals(c.home()));
    boolean owned = there.filter(c -> leftover.guest().equals(c.id())).isPresent();
    if (!owned) {
      refuseRunning(leftover);
      if (there.isEmpty()) remove(leftover);
      else hypervisor.ensureGone(nodes.endpoint(leftover.node()), leftover.guest());
    }
    leftovers.forget(leftover.node(), leftover.guest());
    return !owned;
  }

  private void refuseRunning(Leftover leftover) {
    boolean runs =
        hypervisor
            .guest(nodes.endpoint(leftover.node()), leftover.guest())
            .filter(Guest::running)
            .isPresent();
    if (!runs) return;
    throw new Refused(
        "LEFTOVER_RUNS",
        "%s still runs on %s, where it should be no more: %s"
            .formatted(leftover.cloneName(), leftover.node(), leftover.why()),
        "look which one is the right one; switch this one off there (virsh destroy "
            + leftover.guest()
            + "), then retry");
  }
}
