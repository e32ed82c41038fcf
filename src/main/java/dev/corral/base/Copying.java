package dev.corral.base;

import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.Transfers;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/** Brings a generation from the main node to another, and trusts only the sum of what arrived. */
@Service
public class Copying {
  private static final Pattern SENT = Pattern.compile("Total bytes sent: (\\d+)");
  private final Bases bases;
  private final Promises promises;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final Transfers transfers;
  private final Clock clock;
  private final long reserve;

  Copying(
      Bases bases,
      Promises promises,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      Transfers transfers,
      Clock clock,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.bases = bases;
    this.promises = promises;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.transfers = transfers;
    this.clock = clock;
    this.reserve = reserve.toBytes();
  }

  /** One generation on its way to one node. */
  public record Way(BaseName base, int generation, NodeName node) {
    String id() {
      return base + "-g" + generation + "-" + node;
    }
  }

  /**
   * The target's pool takes the whole generation and keeps its reserve. Refused (NO_ROOM) before
   * the first byte.
   */
  public String ensureRoom(Way way) {
    Generation generation = bases.generation(way.base(), way.generation());
    Endpoint target = nodes.endpoint(way.node());
    Pool pool = pool(way);
    long there = 0;
    for (Image image : images(way, pool)) {
      there +=
          files
              .size(target, image.path())
              .or(() -> files.size(target, image.part()))
              .map(ImageFiles.Size::allocated)
              .orElse(0L);
    }
    long need = Math.max(0, generation.size() - there);
    long promised = promises.beside(way, pool.name());
    if (pool.available() - reserve - promised < need) {
      Refused refused =
          new Refused(
              "NO_ROOM",
              "%s: %s %s still needs %s in pool '%s', and %s is free, of which %s is kept and %s promised"
                  .formatted(
                      way.node(),
                      way.base(),
                      way.generation(),
                      new Bytes(need),
                      pool.name(),
                      new Bytes(pool.available()),
                      new Bytes(reserve),
                      new Bytes(promised)),
              "make room in the node's pool, then enable the base there again");
      bases.mark(way.base(), way.generation(), way.node(), Copy.State.FAILED, 0, refused.detail());
      throw refused;
    }
    files.forget(
        nodes.main().endpoint(), way.id()); // what an earlier, cancelled copy may have left
    bases.mark(way.base(), way.generation(), way.node(), Copy.State.COPYING, 0, "");
    return "needs " + new Bytes(need) + ", " + new Bytes(pool.available()) + " is free";
  }

  /** All bytes have been sent. Begun anew if it failed before. */
  public Advance send(Way way, boolean anew) {
    Endpoint source = nodes.main().endpoint();
    Endpoint target = nodes.endpoint(way.node());
    List<Image> images = images(way, pool(way));
    if (images.stream().allMatch(i -> files.size(target, i.path()).isPresent()))
      return new Advance(true, 100, "");
    Advance advance = transfers.send(way.id(), source, target, images, anew);
    bases.mark(way.base(), way.generation(), way.node(), Copy.State.COPYING, advance.percent(), "");
    return advance;
  }

  /** What rsync said it sent. */
  public String sent(Way way, Advance advance) {
    Matcher sent = SENT.matcher(advance.out());
    String size = new Bytes(bases.generation(way.base(), way.generation()).size()).toString();
    return sent.find()
        ? "sent " + new Bytes(Long.parseLong(sent.group(1))) + " of " + size
        : "the files are there";
  }

  /** The sums are known; compare them with {@link #equal}. */
  public Advance sum(Way way, boolean anew) {
    Endpoint target = nodes.endpoint(way.node());
    bases.mark(way.base(), way.generation(), way.node(), Copy.State.VERIFYING, 100, "");
    List<Image> images = images(way, pool(way));
    boolean published = images.stream().allMatch(i -> files.size(target, i.path()).isPresent());
    return files.sum(
        new ImageFiles.Job(target, "sum-" + way.id(), "summing the copy of " + way.base(), anew),
        images.stream().map(published ? Image::path : Image::part).toList());
  }

  /** Whether what lies on the target is what the manifest says. */
  public boolean equal(Way way, Advance sums) {
    Generation generation = bases.generation(way.base(), way.generation());
    Map<String, String> found = ImageFiles.sums(sums.out());
    files.forget(nodes.endpoint(way.node()), "sum-" + way.id());
    boolean equal =
        generation.volumes().stream()
            .allMatch(
                v ->
                    found.entrySet().stream()
                        .anyMatch(
                            f ->
                                f.getKey().contains("/" + v.file())
                                    && f.getValue().equals(v.sha256())));
    if (!equal)
      files.forget(
          nodes.main().endpoint(),
          way.id()); // the next sending begins anew, and mends what differs
    return equal;
  }

  /** The transfer's key is gone on both sides, so that nothing can be sent any more. */
  public void ensureKeyWithdrawn(Way way) {
    transfers.withdraw(way.id(), nodes.main().endpoint(), nodes.endpoint(way.node()));
  }

  /** The files bear their names, and the copy can be cloned. */
  public void ensurePublished(Way way) {
    Endpoint target = nodes.endpoint(way.node());
    files.publish(target, images(way, pool(way)));
    hypervisor.refresh(target, bases.get(way.base()).pool());
    bases.verified(way.base(), way.generation(), way.node(), clock.instant());
  }

  private List<Image> images(Way way, Pool pool) {
    return bases.generation(way.base(), way.generation()).volumes().stream()
        .map(v -> new Image(pool.path(), v.file()))
        .toList();
  }

  private Pool pool(Way way) {
    String name = bases.get(way.base()).pool();
    return hypervisor.pools(nodes.endpoint(way.node())).stream()
        .filter(p -> p.name().equals(name) && p.active())
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    "POOL_UNKNOWN",
                    way.node() + " has no active pool '" + name + "'",
                    "make it there as on the main node (virsh pool-define-as), or start it; then retry"));
  }
}
