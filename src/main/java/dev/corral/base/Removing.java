package dev.corral.base;

import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Image;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Takes copies of bases away from nodes. Whoever calls it knows that no clone needs them. */
@Service
public class Removing {
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;

  Removing(Bases bases, Nodes nodes, Hypervisor hypervisor, ImageFiles files) {
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
  }

  /** No copy of any base is there, whole or begun. Answers what was removed. */
  public List<String> ensureNoCopies(NodeName name) {
    List<String> removed = new ArrayList<>();
    for (Copy copy : bases.copies().stream().filter(c -> c.node().equals(name)).toList()) {
      ensureNoCopy(copy);
      removed.add(copy.base() + " g" + copy.generation());
    }
    return removed;
  }

  private void ensureNoCopy(Copy copy) {
    Endpoint node = nodes.endpoint(copy.node());
    String pool = bases.get(copy.base()).pool();
    Optional<Pool> there =
        hypervisor.pools(node).stream().filter(p -> p.name().equals(pool)).findFirst();
    if (there.isPresent()) {
      List<String> paths = new ArrayList<>();
      for (var volume : bases.generation(copy.base(), copy.generation()).volumes()) {
        Image image = new Image(there.get().path(), volume.file());
        paths.add(image.path());
        paths.add(image.part());
      }
      if (!paths.isEmpty()) files.remove(node, paths);
      if (there.get().active()) hypervisor.refresh(node, pool);
    }
    bases.forgetCopy(copy);
  }
}
