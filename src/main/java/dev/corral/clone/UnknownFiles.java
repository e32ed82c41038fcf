package dev.corral.clone;

import dev.corral.clone.UnknownFile.Kind;
import dev.corral.host.DefinedFiles;
import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.host.PoolFiles;
import dev.corral.host.PoolFiles.Found;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** Finds what lies in a node's pools and is nobody's. Looks at the node itself. */
@Service
public class UnknownFiles {
  /** As deep as images may lie on images. */
  private static final int DEEPEST = 20;

  /** What is not whole yet lies in the pool's hidden folder. */
  private static final String BEGUN = "/.corral/";

  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final PoolFiles files;
  private final DefinedFiles defined;
  private final Owners owners;
  private final Leftovers leftovers;

  UnknownFiles(
      Nodes nodes,
      Hypervisor hypervisor,
      PoolFiles files,
      DefinedFiles defined,
      Owners owners,
      Leftovers leftovers) {
    this.leftovers = leftovers;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.defined = defined;
    this.owners = owners;
  }

  /** All of a node's, the largest first. Throws HostProblem. */
  public List<UnknownFile> on(NodeName name) {
    Node node = nodes.get(name);
    Endpoint endpoint = node.endpoint();
    Map<String, Pool> pools = new TreeMap<>();
    for (Pool pool : hypervisor.pools(endpoint)) if (pool.active()) pools.put(pool.path(), pool);
    List<Found> there = new ArrayList<>();
    pools.keySet().forEach(folder -> there.addAll(files.list(endpoint, folder)));
    Belongings owned = owners.on(node); // asked after the look: what has begun meanwhile is known
    Set<String> ours = new HashSet<>();
    there.removeIf(
        f -> owned.has(pools.get(f.folder()).name(), f.name()) && ours.add(last(f.name())));
    Set<String> inUse = inUse(endpoint, ours);
    there.removeIf(f -> inUse.contains(last(f.name())));
    Map<String, String> backing = files.backing(endpoint, paths(there));
    Set<String> baseFiles = owners.baseFiles();
    return there.stream()
        .map(f -> unknown(pools.get(f.folder()).name(), f, backing.get(f.path()), baseFiles))
        .sorted(Comparator.comparingLong(UnknownFile::allocated).reversed())
        .toList();
  }

  /**
   * The overlays that lie on one of these images, by the node itself and whosever they are; less
   * those that are only begun, or are to be swept.
   */
  public List<String> overlaysOn(NodeName name, Collection<String> images) {
    Set<String> swept =
        leftovers.on(name).stream().flatMap(l -> l.files().stream()).collect(Collectors.toSet());
    return overlays(name).entrySet().stream()
        .filter(e -> images.contains(last(e.getValue())))
        .map(Map.Entry::getKey)
        .filter(path -> !path.contains(BEGUN) && !swept.contains(last(path)))
        .sorted()
        .toList();
  }

  /** All overlays in the pools, and what each is an overlay on: that may not go before it does. */
  public Map<String, String> overlays(NodeName name) {
    Endpoint endpoint = nodes.endpoint(name);
    List<Found> there = new ArrayList<>();
    for (Pool pool : hypervisor.pools(endpoint))
      if (pool.active()) there.addAll(files.list(endpoint, pool.path()));
    return files.backing(endpoint, paths(there));
  }

  /**
   * By their names alone, so that no other way to write a path deceives: what guests name, and what
   * those files lie on. What ours lie on is ours, too.
   */
  private Set<String> inUse(Endpoint node, Set<String> ours) {
    Set<String> paths = defined.of(node);
    Set<String> names = names(paths);
    Collection<String> level =
        paths.stream().filter(p -> mayBeImage(p) && !ours.contains(last(p))).toList();
    Set<String> seen = new HashSet<>(level);
    for (int depth = 0; depth < DEEPEST && !level.isEmpty(); depth++) {
      Collection<String> below = files.backing(node, List.copyOf(level)).values();
      names.addAll(names(below));
      level = below.stream().filter(seen::add).toList();
    }
    return names;
  }

  private static boolean mayBeImage(String path) {
    return path.startsWith("/") && Stream.of("/dev/", "/usr/", "/sys/").noneMatch(path::startsWith);
  }

  private static Set<String> names(Collection<String> paths) {
    return paths.stream().map(UnknownFiles::last).collect(Collectors.toCollection(HashSet::new));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static List<String> paths(List<Found> files) {
    return files.stream().map(Found::path).toList();
  }

  private UnknownFile unknown(String pool, Found f, String backing, Set<String> baseFiles) {
    Kind kind = Kind.UNKNOWN;
    String why = "no guest of this node uses it, and Corral has not made it";
    var namesake = owners.calledAfter(f.name()).findFirst();
    if (Belongings.isPart(f.name())) {
      kind = Kind.ORPHAN_PART;
      why = "part of a transfer that is not under way";
    } else if (baseFiles.contains(f.name())) {
      kind = Kind.ORPHAN_IMAGE;
      why = "an image of a base, of which there is no copy here";
    } else if (namesake.isPresent()) {
      kind = Kind.ORPHAN_OVERLAY;
      why =
          "called as a disk of clone %s, which lives %s"
              .formatted(
                  namesake.get().name(),
                  namesake.get().home() == null ? "nowhere" : "on " + namesake.get().home());
    } else if (backing != null && baseFiles.contains(last(backing))) {
      kind = Kind.ORPHAN_OVERLAY;
      why = "an overlay on " + last(backing) + ", and no clone's";
    }
    return new UnknownFile(
        pool, f.folder(), f.name(), kind, f.size(), f.allocated(), f.modified(), backing, why);
  }
}
