package dev.corral.clone;

import dev.corral.host.GuestXml;
import dev.corral.host.KeptState;
import dev.corral.node.Nodes;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What somebody has made of a clone behind Corral's back: layers, disks, snapshots, saved memory. A
 * clone is what libvirt says it is; what Corral would leave behind or tear apart is named, and
 * nothing is begun.
 */
@Component
class Alterations {
  private final CloneFiles files;
  private final KeptState kept;
  private final Nodes nodes;

  Alterations(CloneFiles files, KeptState kept, Nodes nodes) {
    this.files = files;
    this.kept = kept;
    this.nodes = nodes;
  }

  /** Refused (CLONE_ALTERED), with what is in the way and how to get rid of it. */
  void refuse(Clone clone) {
    String folder = files.pool(clone, clone.home()).path();
    Set<String> own =
        files.volumes(clone).stream()
            .map(v -> folder + "/" + Disks.file(clone, v))
            .collect(Collectors.toCollection(TreeSet::new));
    GuestXml definition = new GuestXml(files.definition(clone));
    List<String> found = new ArrayList<>(of(clone.name().value(), definition, own));
    for (String state : kept.of(nodes.endpoint(clone.home()), clone.name().value()))
      found.add(words(clone.name().value(), state));
    if (found.isEmpty()) return;
    throw Refused.conflict(
        "CLONE_ALTERED",
        "%s on %s is more than Corral has made it: %s"
            .formatted(
                clone.name(),
                clone.home(),
                found.stream().map(f -> f.split("\n")[0]).collect(Collectors.joining("; "))),
        found.stream().map(f -> f.split("\n")[1]).distinct().collect(Collectors.joining("; "))
            + "; then ask again");
  }

  /** Disks that are not its own, and own ones that it does not use; each with what to do, below. */
  static List<String> of(String guest, GuestXml definition, Set<String> own) {
    List<String> found = new ArrayList<>();
    for (GuestXml.Disk disk : definition.disks()) {
      if (own.contains(disk.file())) continue;
      boolean layer = own.stream().anyMatch(f -> f.contains("." + disk.target() + "."));
      found.add(
          layer
              ? "%s writes into %s, a layer above its disk\nmerge it (virsh blockcommit %s %s --active --pivot)"
                  .formatted(disk.target(), disk.file(), guest, disk.target())
              : "%s is an added disk, %s\nsave it elsewhere and detach it (virsh detach-disk %s %s --config)"
                  .formatted(disk.target(), disk.file(), guest, disk.target()));
    }
    return found;
  }

  private static String words(String guest, String state) {
    if (state.startsWith("save/"))
      return "its memory is saved\nstart it (virsh start %s), or drop that (virsh managedsave-remove %s)"
          .formatted(guest, guest);
    String name = state.substring(state.lastIndexOf('/') + 1).replaceFirst("\\.xml$", "");
    return state.startsWith("snapshot/")
        ? "it has the snapshot %s\ndelete it (virsh snapshot-delete %s %s)"
            .formatted(name, guest, name)
        : "it has the checkpoint %s\ndelete it (virsh checkpoint-delete %s %s)"
            .formatted(name, guest, name);
  }
}
