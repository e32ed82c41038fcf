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
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final RemoteShell shell;

  Removing(
      Bases bases,
      Copies copies,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      RemoteShell shell) {
    this.bases = bases;
    this.copies = copies;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.shell = shell;
  }

  /** No copy of any base is there, whole or begun. Answers what was removed. */
  public List<String> ensureNoCopies(NodeName name) {
    List<String> removed = new ArrayList<>();
    for (Copy copy : bases.copies().stream().filter(c -> c.node().equals(name)).toList()) {
      ensureNoCopy(copy.base(), copy.generation(), name);
      removed.add(copy.base() + " g" + copy.generation());
    }
    return removed;
  }

  /**
   * Neither a file of this generation is there nor what a copy or a preparation has begun of it,
   * and none is known. A copy that placement could take is marked REMOVING before, in an earlier
   * transaction.
   */
  public void ensureNoCopy(BaseName base, int generation, NodeName name) {
    copies.going(base, generation, name);
    Endpoint node = nodes.endpoint(name);
    String pool = bases.get(base).pool();
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
    copies.forget(base, generation, name);
  }

  /** What stands of cancelled work under these names would be taken for that of a new base. */
  private static List<String> works(BaseName base, int generation, NodeName node) {
    String id = base + "-g" + generation;
    return List.of("convert-" + id, "sum-" + id, "sum-" + id + "-" + node);
  }
}
