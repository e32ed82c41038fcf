package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.PoolFiles;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import dev.corral.storage.Marks;
import dev.corral.storage.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A clone's definition and overlays on a node, whether they exist yet or not. */
@Component
class CloneFiles {
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final PoolFiles files;
  private final Marks marks;

  CloneFiles(Bases bases, Nodes nodes, Hypervisor hypervisor, PoolFiles files, Marks marks) {
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.marks = marks;
  }

  List<Generation.Volume> volumes(Clone clone) {
    return bases.generation(clone.base(), clone.generation()).volumes();
  }

  Pool pool(Clone clone, NodeName node) {
    return hypervisor.pool(nodes.endpoint(node), bases.get(clone.base()).pool());
  }

  /** Its overlays on that node; their parts are that operation's. */
  List<Image> images(Clone clone, NodeName node, String operation) {
    String folder = pool(clone, node).path();
    return volumes(clone).stream()
        .map(v -> new Image(folder, Disks.file(clone, v), operation))
        .toList();
  }

  /** Its definition at home. Refused (GUEST_GONE) if its guest is not known there. */
  String definition(Clone clone) {
    return definition(clone, clone.home())
        .orElseThrow(
            () ->
                Refused.conflict(
                    "GUEST_GONE",
                    clone.name() + " is not defined on " + clone.home() + " any more",
                    "find out who removed it on the node"));
  }

  /**
   * The definition on that node that has the clone's id; another guest of its name does not count.
   */
  Optional<String> definition(Clone clone, NodeName node) {
    return hypervisor
        .definition(nodes.endpoint(node), clone.name().value())
        .filter(xml -> clone.id().equals(new GuestXml(xml).id()));
  }

  /**
   * Its names on that node are its own from now on. Refused (NAME_TAKEN, FILE_FOREIGN, POOL_SHARED)
   * if somebody else has one of them there.
   */
  void claim(Clone clone, NodeName node, String operation) {
    Endpoint endpoint = nodes.endpoint(node);
    Optional<GuestXml> known = known(clone, node);
    Pool pool = pool(clone, node);
    Owner owner = new Owner(clone.id(), clone.name(), endpoint, operation);
    for (Generation.Volume v : volumes(clone)) {
      String file = Disks.file(clone, v);
      boolean proven =
          known.isPresent()
              && known.get().disks().stream()
                  .anyMatch(d -> d.file().equals(pool.path() + "/" + file));
      marks.claim(owner, pool.path(), file, proven);
    }
  }

  /** Its guest there. Refused (NAME_TAKEN) if somebody else's bears its name there. */
  Optional<GuestXml> known(Clone clone, NodeName node) {
    Optional<GuestXml> known =
        hypervisor.definition(nodes.endpoint(node), clone.name().value()).map(GuestXml::new);
    if (known.isEmpty() || clone.id().equals(known.get().id())) return known;
    throw Refused.conflict(
        "NAME_TAKEN",
        "%s has another guest of the name %s, with the id %s"
            .formatted(node, clone.name(), known.get().id()),
        "look whose it is; rename one of the two, or choose another node");
  }

  /**
   * Its overlays at home lie on what the database says. Refused (BACKING_DIFFERS) if not: then only
   * a part of its disk would be sent.
   */
  void ensureBacking(Clone clone) {
    String folder = pool(clone, clone.home()).path();
    Map<String, String> backing = backing(clone);
    for (Generation.Volume v : volumes(clone)) {
      String path = folder + "/" + Disks.file(clone, v);
      String wanted = folder + "/" + v.file();
      if (wanted.equals(backing.get(path))) continue;
      throw Refused.conflict(
          "BACKING_DIFFERS",
          "%s on %s is an overlay on %s, and not on %s, as generation %d would be"
              .formatted(path, clone.home(), backing.get(path), wanted, clone.generation()),
          "find out who changed it; put it back (qemu-img rebase), then retry");
    }
  }

  /** Whether each of its overlays at home lies on that generation. */
  boolean liesOn(Clone clone, int generation) {
    String folder = pool(clone, clone.home()).path();
    Map<String, String> backing = backing(clone);
    return bases.generation(clone.base(), generation).volumes().stream()
        .allMatch(
            v ->
                (folder + "/" + v.file()).equals(backing.get(folder + "/" + Disks.file(clone, v))));
  }

  private Map<String, String> backing(Clone clone) {
    String folder = pool(clone, clone.home()).path();
    return files.backing(
        nodes.endpoint(clone.home()),
        volumes(clone).stream().map(v -> folder + "/" + Disks.file(clone, v)).toList());
  }
}
