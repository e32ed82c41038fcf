package dev.corral.base;

import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.Overlays;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/**
 * Makes a generation of a base out of a domain on the main node. The domain stays an ordinary one.
 */
@Service
public class Preparation {
  private final Bases bases;
  private final CopyStates copyStates;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final Overlays overlays;
  private final Promises promises;
  private final Clock clock;
  private final long reserve;
  private final boolean compressed;

  Preparation(
      Bases bases,
      CopyStates copyStates,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      Overlays overlays,
      Promises promises,
      Clock clock,
      @Value("${corral.reserve.disk}") DataSize reserve,
      @Value("${corral.base.compressed}") boolean compressed) {
    this.bases = bases;
    this.copyStates = copyStates;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.overlays = overlays;
    this.promises = promises;
    this.clock = clock;
    this.reserve = reserve.toBytes();
    this.compressed = compressed;
  }

  /**
   * The domain can be made a base of: it is there, off, has disks that are files, and there is
   * room.
   */
  public String ensureSourceFits(BaseName name, String operation) {
    Base base = bases.get(name);
    Node main = nodes.main();
    GuestXml source = source(base, main);
    boolean running =
        hypervisor.guests(main.endpoint()).stream()
            .anyMatch(g -> g.name().equals(base.domain()) && g.running());
    if (running) {
      throw Refused.conflict(
          "DOMAIN_RUNS",
          "domain '"
              + base.domain()
              + "' runs on "
              + main.name()
              + ": its disk changes while it is read",
          "shut it down (virsh shutdown " + base.domain() + "), then retry");
    }
    if (source.disks().isEmpty()) {
      throw Refused.conflict(
          "DOMAIN_WITHOUT_DISK",
          "domain '" + base.domain() + "' has no writable disk",
          "choose a domain with a disk");
    }
    long need = 0;
    for (GuestXml.Disk disk : source.disks()) {
      if (files.size(main.endpoint(), disk.file()).isEmpty())
        throw Refused.conflict(
            "DISK_NOT_A_FILE",
            "disk " + disk.target() + " of '" + base.domain() + "' is no file on " + main.name(),
            "move the disk into a file of a storage pool, then retry");
      need += overlays.flattened(main.endpoint(), disk.file(), format(disk));
    }
    Pool pool = hypervisor.pool(main.endpoint(), base.pool());
    long promised = promises.beside(operation, main.name(), pool.name());
    if (pool.available() - reserve - promised < need) {
      throw Refused.conflict(
          "NO_ROOM",
          "%s: the base needs up to %s in pool '%s', and %s is free, of which %s is kept and %s promised"
              .formatted(
                  main.name(),
                  new Bytes(need),
                  pool.name(),
                  new Bytes(pool.available()),
                  new Bytes(reserve),
                  new Bytes(promised)),
          "make room in the pool, then retry");
    }
    promises.hold(operation, main.name(), pool.name(), need);
    return source.disks().size() + " disk(s), at most " + new Bytes(need);
  }

  /** The images are made, each complete in itself. */
  public Advance convert(BaseName name, int generation, boolean anew) {
    Base base = bases.get(name);
    Node main = nodes.main();
    Map<ImageFiles.Source, Image> sources = new LinkedHashMap<>();
    String path = hypervisor.pool(main.endpoint(), base.pool()).path();
    for (GuestXml.Disk disk : source(base, main).disks())
      sources.put(
          new ImageFiles.Source(disk.file(), format(disk)),
          new Image(path, file(base, generation, disk)));
    if (published(main, sources.values())) return new Advance(true, 100, "");
    return files.convert(
        new ImageFiles.Job(
            main.endpoint(),
            work("convert", name, generation),
            "making the images of " + name,
            anew),
        sources,
        compressed);
  }

  /**
   * libvirt's own default; what a guest has written into a raw disk is never asked for a format.
   */
  private static String format(GuestXml.Disk disk) {
    return disk.format().isEmpty() ? "raw" : disk.format();
  }

  private boolean published(Node main, java.util.Collection<Image> images) {
    return images.stream().allMatch(i -> files.size(main.endpoint(), i.path()).isPresent());
  }

  /** The images bear their names; then they are summed. */
  public Advance seal(BaseName name, int generation, boolean anew) {
    Base base = bases.get(name);
    Node main = nodes.main();
    String path = hypervisor.pool(main.endpoint(), base.pool()).path();
    GuestXml source = source(base, main);
    List<Image> images =
        source.disks().stream().map(d -> new Image(path, file(base, generation, d))).toList();
    if (!published(main, images)) files.publish(main.endpoint(), images);
    Advance advance =
        files.sum(
            new ImageFiles.Job(
                main.endpoint(),
                work("sum", name, generation),
                "summing the images of " + name,
                anew),
            images.stream().map(Image::path).toList());
    if (!advance.finished()) return advance;
    Map<String, String> sums = ImageFiles.sums(advance.out());
    for (GuestXml.Disk disk : source.disks()) {
      Image image = new Image(path, file(base, generation, disk));
      long size = files.size(main.endpoint(), image.path()).orElseThrow().size();
      bases.keepVolume(
          name,
          generation,
          new Generation.Volume(
              disk.target(),
              image.file(),
              size,
              files.virtualSize(main.endpoint(), image.path()),
              sums.get(image.path())));
    }
    return advance;
  }

  /** The generation is there for all to copy and clone. */
  public String ensurePublished(BaseName name, int generation) {
    Base base = bases.get(name);
    Node main = nodes.main();
    String definition =
        hypervisor
            .definition(main.endpoint(), base.domain())
            .orElseThrow(() -> missing(base, main));
    String path = hypervisor.pool(main.endpoint(), base.pool()).path();
    boolean packs =
        bases.generation(name, generation).volumes().stream()
            .anyMatch(v -> files.packs(main.endpoint(), path + "/" + v.file()));
    bases.ready(name, generation, definition, new GuestXml(definition).memory(), packs);
    copyStates.verified(name, generation, main.name(), clock.instant());
    hypervisor.refresh(main.endpoint(), base.pool());
    files.forget(main.endpoint(), work("convert", name, generation));
    files.forget(main.endpoint(), work("sum", name, generation));
    return new Bytes(bases.generation(name, generation).size())
        + " in "
        + bases.generation(name, generation).volumes().size()
        + " image(s)";
  }

  private GuestXml source(Base base, Node main) {
    return new GuestXml(
        hypervisor
            .definition(main.endpoint(), base.domain())
            .orElseThrow(() -> missing(base, main)));
  }

  private static Refused missing(Base base, Node main) {
    return Refused.conflict(
        "DOMAIN_UNKNOWN",
        "there is no domain '" + base.domain() + "' on " + main.name(),
        "define it there (virsh define), or name another; then retry");
  }

  private static String file(Base base, int generation, GuestXml.Disk disk) {
    return "%s.g%d.%s.qcow2".formatted(base.name(), generation, disk.target());
  }

  private static String work(String what, BaseName base, int generation) {
    return what + "-" + base + "-g" + generation;
  }
}
