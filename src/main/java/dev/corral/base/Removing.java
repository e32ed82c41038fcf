package dev.corral.base;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.RemoteShell;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Takes copies of bases away from nodes. Whoever calls it knows that no clone needs them. */
@Service
public class Removing {
  /**
   * Whoever still writes a part (a preparation or a copy that was cancelled) is ended first: it
   * would make the next one anew. A guest has only whole images open, and those are let be.
   */
  private static final String REMOVE =
      """
      pool=$1; files=$2
      find /proc/[0-9]*/fd -lname "$pool/.corral/$files.*" 2>/dev/null | cut -d/ -f3 | sort -u | xargs -r kill 2>/dev/null
      rm -f -- "$pool/$files".*.qcow2 "$pool/.corral/$files".* || exit 1
      [ ! -d "$pool/.corral" ] || rmdir --ignore-fail-on-non-empty -- "$pool/.corral\"""";

  private final Bases bases;
  private final Copies copies;
  private final BaseLeftovers leftovers;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final RemoteShell shell;
  private final Clock clock;

  Removing(
      Bases bases,
      Copies copies,
      BaseLeftovers leftovers,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      RemoteShell shell,
      Clock clock) {
    this.bases = bases;
    this.copies = copies;
    this.leftovers = leftovers;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.shell = shell;
    this.clock = clock;
  }

  /**
   * No copy of any base is there, whole or begun, and nothing of one that was. Answers what was
   * removed.
   */
  public List<String> ensureNoCopies(NodeName name) {
    List<String> removed = new ArrayList<>();
    for (Copy copy : bases.copies().stream().filter(c -> c.node().equals(name)).toList()) {
      ensureNoCopy(copy.base(), copy.generation(), name);
      removed.add(copy.base() + " g" + copy.generation());
    }
    removed.addAll(sweep(name));
    return removed;
  }

  /** Nothing of the base is there, of any generation. Answers their number. */
  public int ensureGone(BaseName base, NodeName name) {
    List<Generation> all = bases.generations(base);
    for (Generation generation : all) ensureNoCopy(base, generation.number(), name);
    return all.size();
  }

  /**
   * The node cannot be reached: what it has of the base is taken away as soon as it answers.
   *
   * @param generation all if null
   */
  public void leaveLater(BaseName base, Integer generation, NodeName name, String why) {
    String pool = bases.get(base).pool();
    for (Copy copy : bases.copies(base)) {
      if (!copy.node().equals(name)) continue;
      if (generation != null && copy.generation() != generation) continue;
      leftovers.add(new BaseLeftover(name, base, copy.generation(), pool, why, clock.instant()));
      copies.forget(base, copy.generation(), name);
    }
  }

  /**
   * What bases that are no more left on that node is taken away. What has become a copy again is
   * left to that. Answers what was taken away.
   */
  public List<String> sweep(NodeName name) {
    List<String> swept = new ArrayList<>();
    for (BaseLeftover left : leftovers.on(name)) {
      if (bases.copy(left.base(), left.generation(), name).isEmpty()) {
        ensureNoFiles(name, left.pool(), left.base(), left.generation());
        swept.add(left.base() + " g" + left.generation() + " (" + left.why() + ")");
      }
      leftovers.forget(left);
    }
    return swept;
  }

  /**
   * Neither a file of this generation is there nor what a copy or a preparation has begun of it,
   * and none is known. A copy that placement could take is marked REMOVING before, in an earlier
   * transaction.
   */
  public void ensureNoCopy(BaseName base, int generation, NodeName name) {
    copies.going(base, generation, name);
    ensureNoFiles(name, bases.get(base).pool(), base, generation);
    copies.forget(base, generation, name);
  }

  private void ensureNoFiles(NodeName name, String pool, BaseName base, int generation) {
    Endpoint node = nodes.endpoint(name);
    Optional<Pool> there =
        hypervisor.pools(node).stream().filter(p -> p.name().equals(pool)).findFirst();
    if (there.isPresent()) {
      shell.demand(
          node,
          "removing the files of " + base + " g" + generation,
          Command.script(REMOVE, there.get().path(), base + ".g" + generation));
      if (there.get().active()) hypervisor.refresh(node, pool);
    }
    for (String work : works(base, generation, name)) files.forget(node, work);
  }

  /** What stands of cancelled work under these names would be taken for that of a new base. */
  private static List<String> works(BaseName base, int generation, NodeName node) {
    String id = base + "-g" + generation;
    return List.of(
        "convert-" + id,
        "sum-" + id,
        "sum-" + id + "-" + node,
        Verifying.work(base, generation, node));
  }
}
