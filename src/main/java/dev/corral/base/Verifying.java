package dev.corral.base;

import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Reads a copy again, from the node's disk, and compares it with the manifest. */
@Service
public class Verifying {
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;

  Verifying(Bases bases, Nodes nodes, Hypervisor hypervisor, ImageFiles files) {
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
  }

  static String work(BaseName base, int generation, NodeName node) {
    return "verify-" + base + "-g" + generation + "-" + node;
  }

  /**
   * What differs from the manifest, in words; none if nothing does; empty while it is not known
   * yet. Guests go on: it is read in the background, and a file that is missing or too short is not
   * read at all.
   *
   * @param anew what was read before does not count
   */
  public Optional<List<String>> differences(Copy copy, boolean anew) {
    Endpoint node = nodes.endpoint(copy.node());
    String work = work(copy.base(), copy.generation(), copy.node());
    if (anew) files.forget(node, work);
    Map<String, Generation.Volume> wanted = wanted(copy);
    List<String> seen = bySize(node, wanted);
    if (!seen.isEmpty()) return Optional.of(seen);
    Advance advance =
        files.sumFromDisk(
            new ImageFiles.Job(
                node, work, "reading " + copy.base() + " g" + copy.generation(), anew),
            List.copyOf(wanted.keySet()));
    if (!advance.finished()) return Optional.empty();
    List<String> differences = bySum(wanted, ImageFiles.sums(advance.out()));
    files.forget(node, work);
    return Optional.of(differences);
  }

  private List<String> bySize(Endpoint node, Map<String, Generation.Volume> wanted) {
    List<String> differences = new ArrayList<>();
    wanted.forEach(
        (path, volume) -> {
          Optional<ImageFiles.Size> there = files.size(node, path);
          if (there.isEmpty()) differences.add(volume.file() + " is missing");
          else if (there.get().size() != volume.size())
            differences.add(
                "%s has %d bytes instead of %d"
                    .formatted(volume.file(), there.get().size(), volume.size()));
        });
    return differences;
  }

  private static List<String> bySum(
      Map<String, Generation.Volume> wanted, Map<String, String> sums) {
    List<String> differences = new ArrayList<>();
    wanted.forEach(
        (path, volume) -> {
          String sum = sums.get(path);
          if (sum == null)
            throw new IllegalStateException("no sum of " + path + " in " + sums.keySet());
          if (!sum.equals(volume.sha256()))
            differences.add(
                "%s has the sha256 %s… instead of %s…"
                    .formatted(
                        volume.file(), sum.substring(0, 12), volume.sha256().substring(0, 12)));
        });
    return differences;
  }

  private Map<String, Generation.Volume> wanted(Copy copy) {
    String path = pool(copy).path();
    Map<String, Generation.Volume> wanted = new LinkedHashMap<>();
    for (var volume : bases.generation(copy.base(), copy.generation()).volumes())
      wanted.put(path + "/" + volume.file(), volume);
    return wanted;
  }

  private Pool pool(Copy copy) {
    String name = bases.get(copy.base()).pool();
    return hypervisor.pools(nodes.endpoint(copy.node())).stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refused.conflict(
                    "POOL_UNKNOWN",
                    copy.node() + " has no pool '" + name + "' any more",
                    "define it there as it was (virsh pool-define-as), then retry"));
  }
}
