package dev.corral.host;

import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Image files from one node straight to another, over SSH with a key made for this one transfer. It
 * runs on the source by itself. There are two ways: {@link #pass} appends, also while the file
 * still grows on the source; {@link #mend} is rsync, which sends what differs from something that
 * is there.
 */
@Component
public class Transfers {
  /** The least that rsync compares: scattered changes of a file system are of this size. */
  private static final int SMALLEST_BLOCK = 4 << 10;

  /** rsync's own limit. */
  private static final int LARGEST_BLOCK = 128 << 10;

  /** Beyond so many blocks, rsync's sums take more memory than they save. */
  private static final long MOST_BLOCKS = 4L << 20;

  private static final String MEND =
      """
      k=$1 port=$2 target=$3 rate=$4 block=$5 basis=$6; shift 6
      while [ $# -gt 0 ]; do ln -sf "$1" "$k/$2" || exit 1; shift 2; done
      exec rsync --copy-links --inplace --sparse --ignore-times --no-whole-file ${block:+--block-size="$block"} ${basis:+--copy-dest="$basis"} --timeout=15 \
        --compress --compress-level=1 --bwlimit="$rate" --info=progress2,stats2 --no-human-readable --outbuf=L \
        -e "ssh -F none -i $k/key -p $port -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$k/known_hosts -o GlobalKnownHostsFile=none -o StrictHostKeyChecking=yes -o ConnectTimeout=5 -o ServerAliveInterval=5 -o ServerAliveCountMax=3" \
        "$k"/*.part "$target\"\
      """;

  /**
   * What rsync compares with lies in a folder of its own, as hard links. What an earlier try left
   * would be compared with instead: it goes.
   */
  private static final String LAY_BASIS =
      """
      b=$1/$2; shift 2; umask 077; mkdir -p "$b" || exit 1
      while [ $# -gt 0 ]; do ln -f "$1" "$b/${2##*/}" && rm -f "$2" || exit 1; shift 2; done\
      """;

  private final RemoteShell shell;
  private final ImageFiles files;
  private final DetachedWork work;
  private final TransferKeys keys;

  Transfers(RemoteShell shell, ImageFiles files, DetachedWork work, TransferKeys keys) {
    this.shell = shell;
    this.files = files;
    this.work = work;
    this.keys = keys;
  }

  /** Who sends to whom; the id is the same for every look at it. */
  public record Route(String id, Endpoint source, Endpoint target) {
    /** The same way for the work that mends, which is not the work that passes. */
    Route mending() {
      return new Route("mend-" + id, source, target);
    }

    String purpose() {
      return "sending to " + target.node() + " (" + target.address() + ")";
    }

    String login() {
      return target.user() + "@" + target.address();
    }
  }

  /**
   * How to pass files on.
   *
   * @param pack compress on the way, if both nodes can
   * @param rate bytes per second at most; 0: no limit
   */
  public record Manner(boolean pack, long rate) {}

  /**
   * Passes files on, each under its part's name, from the first byte that the target lacks. On the
   * source a file may still be growing under its part's name. Answers whether all that it has to
   * send is sent; throws with the sender's own words if it failed.
   */
  public boolean pass(Route route, Map<Image, Long> sizes, Manner manner) {
    DetachedWork.Look look = work.look(route.source(), route.id());
    if (look.succeeded()) return true;
    if (look.state() == DetachedWork.State.RUNNING) return false;
    if (look.state() == DetachedWork.State.ENDED) {
      work.forget(route.source(), route.id());
      throw SshErrors.failed(
          route.source(), route.purpose(), new Output(look.exit(), "", look.err()));
    }
    startPassing(route, sizes, manner);
    return false;
  }

  /** The same from the beginning: whatever an earlier try has left on the source is gone. */
  public void passAnew(Route route, Map<Image, Long> sizes, Manner manner) {
    leave(route);
    startPassing(route, sizes, manner);
  }

  private void startPassing(Route route, Map<Image, Long> sizes, Manner manner) {
    String own = work.folder(route.id());
    boolean both =
        keys.authorise(route, own, folder(sizes.keySet().iterator().next()), sizes.keySet());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                own,
                Integer.toString(route.target().port()),
                route.login(),
                both && manner.pack() ? "zstd" : "plain",
                Long.toString(manner.rate())));
    sizes.forEach((i, size) -> arguments.addAll(List.of(i.path(), i.part(), size.toString())));
    work.ensureStarted(
        route.source(),
        route.id(),
        HostScript.named("follow.sh", "send.sh"),
        arguments.toArray(String[]::new));
  }

  /**
   * What is on the target already, and may differ little.
   *
   * @param paths files there, by image; none: the parts themselves
   * @param size bytes of the largest image; 0: rsync chooses what it compares
   */
  public record Basis(Map<Image, String> paths, long size) {
    /** Parts of which nothing is known. */
    public static final Basis PARTS = new Basis(Map.of(), 0);
  }

  /**
   * Sends what differs from the basis on the target, at most so many bytes per second if it is not
   * 0. Begun anew if it failed before.
   */
  public Advance mend(Route route, Collection<Image> images, Basis basis, long rate, boolean anew) {
    String folder = folder(images.iterator().next());
    String laid = basis.paths().isEmpty() ? "" : basis(route);
    Route mending = route.mending();
    String own = work.folder(mending.id());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                own,
                Integer.toString(route.target().port()),
                route.login() + ":" + folder + "/",
                Long.toString(rate == 0 ? 0 : Math.max(1, rate >> 10)), // rsync's are KiB
                block(basis.size()),
                laid));
    images.forEach(i -> arguments.addAll(List.of(i.path(), i.partName())));
    return files.advance(
        new ImageFiles.Job(route.source(), mending.id(), route.purpose(), anew),
        MEND,
        arguments,
        () -> {
          keys.authorise(mending, own, folder, images);
          if (!laid.isEmpty()) layBasis(route, folder, laid, basis.paths());
        });
  }

  private void layBasis(Route route, String folder, String laid, Map<Image, String> basis) {
    List<String> arguments = new ArrayList<>(List.of(folder, laid));
    basis.forEach((image, path) -> arguments.addAll(List.of(path, image.part())));
    shell.demand(
        route.target(),
        "laying out what is compared with",
        Command.script(LAY_BASIS, arguments.toArray(String[]::new)));
  }

  private static String folder(Image image) {
    return image.pool() + "/.corral";
  }

  private static String block(long size) {
    if (size == 0) return "";
    long block = SMALLEST_BLOCK;
    while (size / block > MOST_BLOCKS && block < LARGEST_BLOCK) block *= 2;
    return Long.toString(block);
  }

  /** The source sends no more, if it can be reached; its key is gone there. */
  public void leave(Route route) {
    try {
      work.stop(route.source(), route.id(), route.mending().id());
    } catch (HostProblem silent) {
      if (!silent.unreachable()) throw silent; // its key opens nothing once the target has another
    }
  }

  /** The transfer's key is gone on both sides, and so is what was compared with. */
  public void withdraw(Route route, String pool) {
    keys.withdraw(
        route.target(),
        List.of(route.id(), route.mending().id()),
        pool + "/.corral/" + basis(route));
    leave(route);
  }

  /**
   * Nothing that an operation has begun on a node goes on or is left: its works, the key that lets
   * others send to it, and the parts that bear its name.
   *
   * @param folder of the pool
   */
  public void end(Endpoint node, String folder, String operation) {
    work.stopAllOf(node, operation);
    keys.withdrawAllOf(node, operation);
    shell.demand(
        node,
        "removing the parts of operation " + operation,
        Command.script("rm -f -- \"$1\"/.corral/*.\"$2\".part", folder, operation));
  }

  private static String basis(Route route) {
    return "basis-" + route.id();
  }
}
