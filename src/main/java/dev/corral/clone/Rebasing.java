package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.base.Promises;
import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.ImageFiles.Job;
import dev.corral.host.Overlays;
import dev.corral.host.Overlays.Change;
import dev.corral.node.Nodes;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/**
 * Puts a clone that is off onto another generation of its base, on its home. Its overlays are the
 * truth until the new ones are complete, and known to show the guest the same bytes.
 */
@Service
public class Rebasing {
  private final Clones clones;
  private final Bases bases;
  private final Promises promises;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final Overlays overlays;
  private final Rebases rebases;
  private final CloneFiles cloneFiles;
  private final long reserve;

  Rebasing(
      Clones clones,
      Bases bases,
      Promises promises,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      Overlays overlays,
      Rebases rebases,
      CloneFiles cloneFiles,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.clones = clones;
    this.bases = bases;
    this.promises = promises;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.overlays = overlays;
    this.rebases = rebases;
    this.cloneFiles = cloneFiles;
    this.reserve = reserve.toBytes();
  }

  /**
   * What is wanted.
   *
   * @param generation to get onto
   * @param discard whether what the guest has written is given up
   * @param id of this try; what is begun under it is taken up by none other
   */
  public record Wish(CloneName name, int generation, boolean discard, String id) {}

  /**
   * Nothing of an earlier try is left, and there is room for the new overlays beside the old ones.
   * Refused (NO_ROOM) if not.
   */
  public String ensureRoom(Wish wish) {
    Clone clone = clones.get(wish.name());
    Endpoint home = nodes.endpoint(clone.home());
    List<Change> changes = changes(clone, wish);
    overlays.ensureNothingBegun(home, changes);
    long need = wish.discard() ? 0 : bases.generation(clone.base(), wish.generation()).size();
    for (Change change : changes) {
      long old =
          files.size(home, change.overlay().path()).map(ImageFiles.Size::allocated).orElse(0L);
      need += wish.discard() ? 0 : old;
    }
    Pool pool = hypervisor.pool(home, bases.get(clone.base()).pool());
    long promised = promises.beside(wish.id(), clone.home(), pool.name());
    if (pool.available() - reserve - promised >= need) {
      promises.hold(wish.id(), clone.home(), pool.name(), need);
      return "needs at most " + new Bytes(need) + ", " + new Bytes(pool.available()) + " is free";
    }
    throw Refused.conflict(
        "NO_ROOM",
        "%s: while %s is put onto generation %d it may need %s more in pool '%s', and %s is free, of which %s is kept and %s promised"
            .formatted(
                clone.home(),
                clone.name(),
                wish.generation(),
                new Bytes(need),
                pool.name(),
                new Bytes(pool.available()),
                new Bytes(reserve),
                new Bytes(promised)),
        "make room there, or move the clone to a node with more; or start over with discard, which"
            + " needs none");
  }

  /** The new overlays are made. */
  public Advance build(Wish wish, boolean anew) {
    Clone clone = clones.get(wish.name());
    ensureOff(clone);
    return overlays.build(job(clone, wish, "build", anew), changes(clone, wish), !wish.discard());
  }

  /** It is known that the guest will see the same bytes as before. */
  public Advance compare(Wish wish, boolean anew) {
    Clone clone = clones.get(wish.name());
    ensureOff(clone);
    return overlays.compare(job(clone, wish, "compare", anew), changes(clone, wish));
  }

  /** The new overlays stand in the place of the old ones. That they may is kept before. */
  public void swap(Wish wish) {
    Clone clone = clones.get(wish.name());
    Endpoint home = nodes.endpoint(clone.home());
    ensureOff(clone);
    rebases.swapping(wish.name());
    if (!overlays.swap(home, changes(clone, wish)))
      throw Refused.conflict(
          "OVERLAY_CHANGED",
          clone.name() + " ran meanwhile: its disk has been written to since it was read",
          "cancel this rebase and ask for it again; the old disk is as the guest left it");
    hypervisor.refresh(home, bases.get(clone.base()).pool());
    for (String what : List.of("build", "compare")) files.forget(home, work(wish, what));
  }

  /**
   * A rebase has ended where it was: the clone is on the generation that its overlay lies on.
   * Refused (REBASE_OPEN) while its home does not say which that is.
   */
  public void settle(CloneName name) {
    Optional<Integer> other = rebases.swappingTo(name);
    if (other.isEmpty()) {
      rebases.giveUp(name);
      return;
    }
    Clone clone = clones.get(name);
    try {
      if (cloneFiles.liesOn(clone, clone.generation())) rebases.giveUp(name);
      else if (cloneFiles.liesOn(clone, other.get())) rebases.done(name);
      else throw open(clone, "some of its overlays are, and some are not");
    } catch (HostProblem silent) {
      throw open(clone, silent.detail());
    }
  }

  private static Refused open(Clone clone, String why) {
    return Refused.conflict(
        "REBASE_OPEN",
        "the disk of %s was being put onto another generation, and it is not known whether that succeeded: %s"
            .formatted(clone.name(), why),
        "see that " + clone.home() + " answers, then retry");
  }

  private void ensureOff(Clone clone) {
    boolean runs =
        hypervisor
            .guest(nodes.endpoint(clone.home()), clone.id())
            .filter(Guest::running)
            .isPresent();
    if (!runs) return;
    throw Refused.conflict(
        "GUEST_RUNS",
        clone.name() + " runs again on " + clone.home() + " while its disk is being rebased",
        "somebody started it there; shut it down and cancel this rebase, then ask for it again");
  }

  private List<Change> changes(Clone clone, Wish wish) {
    String pool =
        hypervisor.pool(nodes.endpoint(clone.home()), bases.get(clone.base()).pool()).path();
    return bases.generation(clone.base(), wish.generation()).volumes().stream()
        .map(v -> change(clone, v, pool))
        .toList();
  }

  private static Change change(Clone clone, Generation.Volume v, String pool) {
    Image overlay = new Image(pool, Disks.file(clone, v));
    return new Change(overlay, pool + "/" + v.file(), v.virtualSize());
  }

  private Job job(Clone clone, Wish wish, String what, boolean anew) {
    String purpose = "putting " + clone.name() + " onto generation " + wish.generation();
    return new Job(nodes.endpoint(clone.home()), work(wish, what), purpose, anew);
  }

  private static String work(Wish wish, String what) {
    return "rebase-" + what + "-" + wish.name() + "-" + wish.id();
  }
}
