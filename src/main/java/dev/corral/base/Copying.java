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
import dev.corral.storage.Aside;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/** Brings a generation to a node, and trusts only the sum of what arrived. */
@Service
public class Copying {
  private static final Duration LOOK = Duration.ofSeconds(8);
  private final Bases bases;
  private final CopyStates copyStates;
  private final Promises promises;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final Transfers transfers;
  private final Sources sources;
  private final Relaying relaying;
  private final Mending mending;
  private final Aside aside;
  private final Clock clock;
  private final long reserve;

  Copying(
      Bases bases,
      CopyStates copyStates,
      Promises promises,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      Transfers transfers,
      Sources sources,
      Relaying relaying,
      Mending mending,
      Aside aside,
      Clock clock,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.bases = bases;
    this.copyStates = copyStates;
    this.promises = promises;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.transfers = transfers;
    this.sources = sources;
    this.relaying = relaying;
    this.mending = mending;
    this.aside = aside;
    this.clock = clock;
    this.reserve = reserve.toBytes();
  }

  /** One generation on its way to one node. */
  public record Way(BaseName base, int generation, NodeName node) {
    String id() {
      return base + "-g" + generation + "-" + node;
    }

    String sum() {
      return "sum-" + id();
    }
  }

  /**
   * The target's pool takes the whole generation and keeps its reserve. Refused (NO_ROOM) before
   * the first byte.
   */
  public String ensureRoom(Way way, String operation) {
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
    long missing = need - (pool.available() - reserve - promised);
    if (missing > 0) missing -= aside.free(target, pool.name(), missing, operation);
    if (missing > 0) {
      Refused refused =
          Refused.conflict(
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
      copyStates.copyFailed(way.base(), way.generation(), way.node(), 0, refused.detail());
      throw refused;
    }
    copyStates.copying(way.base(), way.generation(), way.node(), 0, "");
    return "needs " + new Bytes(need) + ", " + new Bytes(pool.available()) + " is free";
  }

  /**
   * One look at the sending: all bytes are there, or more come. What was found to be wrong is sent
   * again, as far as it differs.
   *
   * @param fresh the first look of an attempt: it chooses anew from whom to get them
   * @param wrong what is there has another sum than the manifest says
   */
  public Sending send(Way way, Sending sending, boolean fresh, boolean wrong) {
    Ground all = ground(way);
    if (all.named() && !wrong) return sending.done("the files are there");
    Ground ground = wrong ? all : all.unnamed();
    Map<Image, String> basis = mending.basis(way, ground, wrong);
    if (!wrong && (basis.isEmpty() || mending.mostlyNew(way, ground)))
      return relaying.look(way, ground, sending, fresh);
    if (fresh) files.forget(ground.target(), way.sum());
    return mending.look(way, ground, basis, sending, fresh);
  }

  /** True if a node other than the target has it and is known to answer. */
  public boolean hasSource(Way way) {
    return bases.copies(way.base()).stream()
        .anyMatch(
            c ->
                c.of(way.base(), way.generation())
                    && c.state() == Copy.State.READY
                    && !c.node().equals(way.node())
                    && !sources.silent().contains(c.node()));
  }

  /** How many bytes of it are on the target. */
  public long arrived(Way way) {
    return ground(way).arrived();
  }

  /** For the audit: how many bytes were sent, and of how many. */
  public static String sent(long bytes, long of) {
    return "sent " + new Bytes(Math.max(0, bytes)) + " of " + new Bytes(of);
  }

  /** The same, of what was there before. */
  public String sentBeyond(Way way, long before) {
    long size = bases.generation(way.base(), way.generation()).size();
    return sent(size - before, size);
  }

  /** The sums are known; compare them with {@link #equal}. */
  public Advance sum(Way way, boolean anew) {
    copyStates.verifying(way.base(), way.generation(), way.node());
    Ground ground = ground(way);
    return files.sum(
        new ImageFiles.Job(ground.target(), way.sum(), "summing the copy of " + way.base(), anew),
        ground.sizes().keySet().stream().map(ground::newest).toList());
  }

  /** Whether what lies on the target is what the manifest says. */
  public boolean equal(Way way, Advance sums) {
    Generation generation = bases.generation(way.base(), way.generation());
    Map<String, String> found = ImageFiles.sums(sums.out());
    files.forget(nodes.endpoint(way.node()), way.sum());
    return generation.volumes().stream()
        .allMatch(
            v ->
                found.entrySet().stream()
                    .anyMatch(
                        f ->
                            f.getKey().contains("/" + v.file())
                                && f.getValue().equals(v.sha256())));
  }

  /** The transfer's key is gone on both sides, so that nothing can be sent any more. */
  public void ensureKeyWithdrawn(Way way) {
    NodeName source =
        bases
            .copy(way.base(), way.generation(), way.node())
            .map(Copy::from)
            .orElse(nodes.main().name());
    transfers.withdraw(sources.route(way, source), pool(way).path());
  }

  /** The files bear their names, and the copy can be cloned. */
  public void ensurePublished(Way way) {
    Endpoint target = nodes.endpoint(way.node());
    files.publish(target, images(way, pool(way)));
    hypervisor.refresh(target, bases.get(way.base()).pool());
    copyStates.verified(way.base(), way.generation(), way.node(), clock.instant());
  }

  /** What is there of it now. */
  private Ground ground(Way way) {
    Endpoint target = nodes.endpoint(way.node());
    String path = pool(way).path();
    Map<Image, Long> sizes = new LinkedHashMap<>();
    for (Generation.Volume v : bases.generation(way.base(), way.generation()).volumes())
      sizes.put(new Image(path, v.file()), v.size());
    ImageFiles.Found found = files.find(target, Ground.paths(sizes.keySet()), LOOK);
    return new Ground(target, sizes, found.sizes(), found.quiet());
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
                Refused.conflict(
                    "POOL_UNKNOWN",
                    way.node() + " has no active pool '" + name + "'",
                    "make it there as on the main node (virsh pool-define-as), or start it; then"
                        + " retry"));
  }
}
