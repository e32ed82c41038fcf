package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.BaseLeftovers;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.node.Node;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Knows from the database whose the files on a node are. */
@Component
class Owners {
  private static final int MOST_CLONES = 100_000;
  private static final Set<Copy.State> UNDER_WAY = Set.of(Copy.State.COPYING, Copy.State.VERIFYING);
  private final Bases bases;
  private final Clones clones;
  private final Claims claims;
  private final Leftovers leftovers;
  private final BaseLeftovers ofBases;

  Owners(Bases bases, Clones clones, Claims claims, Leftovers leftovers, BaseLeftovers ofBases) {
    this.bases = bases;
    this.clones = clones;
    this.claims = claims;
    this.leftovers = leftovers;
    this.ofBases = ofBases;
  }

  /** All that is somebody's there. */
  Belongings on(Node node) {
    Belongings owned = new Belongings();
    Shelves shelves = new Shelves();
    for (Copy copy : bases.copies()) {
      if (!copy.node().equals(node.name())) continue;
      for (Generation.Volume v : shelves.volumes(copy.base(), copy.generation()))
        owned.add(shelves.pool(copy.base()), v.file(), UNDER_WAY.contains(copy.state()));
    }
    if (node.main()) preparing(owned);
    ofBases
        .on(node.name())
        .forEach(l -> owned.add(l.pool(), l.base() + ".g" + l.generation() + ".", true));
    var filter = new Clones.Filter(null, node.name().value(), null, null);
    Set<String> busy = clones.busy(node.name()); // a rebase makes parts as well
    clones
        .list(filter, 0, MOST_CLONES)
        .forEach(c -> disks(c, busy.contains(c.name().value()), shelves, owned));
    claims.open().getOrDefault(node.name().value(), List.of()).stream()
        .filter(Claims.Claim::arriving)
        .flatMap(c -> clones.find(new CloneName(c.cloneName())).stream())
        .forEach(c -> disks(c, true, shelves, owned));
    leftovers.list().stream()
        .filter(l -> l.node().equals(node.name()))
        .forEach(l -> l.files().forEach(f -> owned.add(l.pool(), f, false)));
    return owned;
  }

  /** What bases are like, each looked up once. */
  private final class Shelves {
    private final Map<BaseName, String> pools = new HashMap<>();
    private final Map<String, List<Generation.Volume>> volumes = new HashMap<>();

    String pool(BaseName base) {
      return pools.computeIfAbsent(base, b -> bases.get(b).pool());
    }

    List<Generation.Volume> volumes(BaseName base, int generation) {
      return volumes.computeIfAbsent(
          base + " " + generation, key -> bases.generation(base, generation).volumes());
    }
  }

  private static void disks(Clone clone, boolean arriving, Shelves shelves, Belongings owned) {
    for (Generation.Volume v : shelves.volumes(clone.base(), clone.generation()))
      owned.add(shelves.pool(clone.base()), Disks.file(clone, v), arriving);
  }

  /** The images of a new generation are not known before all of them are made. */
  private void preparing(Belongings owned) {
    for (Base base : bases.list()) {
      for (Generation g : bases.generations(base.name())) {
        if (g.state() == Generation.State.PREPARING)
          owned.add(base.pool(), base.name() + ".g" + g.number() + ".", true);
      }
    }
  }

  /** The names of all images of all bases, on whichever node. */
  Set<String> baseFiles() {
    Set<String> names = new TreeSet<>();
    bases.list().stream()
        .flatMap(b -> bases.generations(b.name()).stream())
        .flatMap(g -> g.volumes().stream())
        .forEach(v -> names.add(v.file()));
    return names;
  }

  /** The clone that a file is called after, if there is one. */
  Stream<Clone> calledAfter(String file) {
    int dot = file.indexOf('.');
    if (dot < 1 || !file.endsWith(".qcow2")) return Stream.empty();
    try {
      return clones.find(new CloneName(file.substring(0, dot))).stream();
    } catch (Refused noName) {
      return Stream.empty();
    }
  }
}
