package dev.corral.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The image files of bases on a node. A file is made or received in the hidden folder {@code
 * .corral} of its pool, and bears its final name only once it is known to be right.
 */
@Component
public class ImageFiles {
  private final RemoteShell shell;
  private final DetachedWork work;

  ImageFiles(RemoteShell shell, DetachedWork work) {
    this.shell = shell;
    this.work = work;
  }

  /**
   * A file on its way: where it will be in the end. No name has blanks.
   *
   * @param tag the operation whose part it is, so that no other takes it up; empty if any may
   */
  public record Image(String pool, String file, String tag) {
    /** One whose part anybody may go on with. */
    public Image(String pool, String file) {
      this(pool, file, "");
    }

    /** Its final path. */
    public String path() {
      return pool + "/" + file;
    }

    /** Where it lies until then. */
    public String part() {
      return pool + "/.corral/" + partName();
    }

    String partName() {
      return file + (tag.isEmpty() ? "" : "." + tag) + ".part";
    }
  }

  /**
   * An image to read from.
   *
   * @param format as its definition says: one that is guessed from the content is the guest's to
   *     choose
   */
  public record Source(String path, String format) {}

  /**
   * The size of a file, if it is there.
   *
   * @param size its length in bytes
   * @param allocated the bytes that it takes on the disk
   */
  public record Size(long size, long allocated) {}

  /** Looks at a file. */
  public Optional<Size> size(Endpoint node, String path) {
    Output output = shell.run(node, Command.of("stat", "-c", "%s %b %B", path));
    if (output.exit() == 1) return Optional.empty();
    if (!output.ok()) throw SshErrors.failed(node, "looking at " + path, output);
    String[] n = output.out().strip().split(" ");
    return Optional.of(new Size(Long.parseLong(n[0]), Long.parseLong(n[1]) * Long.parseLong(n[2])));
  }

  /**
   * Tells whether files have been written to since: their sizes and times, none of them missing.
   */
  public String stamp(Endpoint node, List<String> paths) {
    List<String> words = new ArrayList<>(List.of("stat", "-c", "%i %s %.Y", "--"));
    words.addAll(paths);
    return shell
        .demand(node, "looking at files", Command.of(words.toArray(String[]::new)))
        .out()
        .strip();
  }

  /**
   * Those of some files that are there.
   *
   * @param sizes the length of each, in bytes, by path
   * @param quiet how long nothing has been written to any of them, by the node's own clock
   */
  public record Found(Map<String, Long> sizes, Duration quiet) {}

  /** Looks at files; within some seconds, or a problem. */
  public Found find(Endpoint node, List<String> paths, Duration limit) {
    Command look =
        Command.script(
            "date +%s.%3N; exec stat -c '%.3Y %s %n' \"$@\"", paths.toArray(String[]::new));
    Output output = shell.run(node, look.within(limit));
    if (output.exit() != 0 && output.exit() != 1 || output.out().isBlank())
      throw SshErrors.failed(node, "looking at files", output);
    List<String> lines = output.out().lines().toList();
    Map<String, Long> sizes = new HashMap<>();
    long written = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 3);
      sizes.put(words[2], Long.parseLong(words[1]));
      written = Math.max(written, millis(words[0]));
    }
    return new Found(sizes, Duration.ofMillis(Math.max(0, millis(lines.get(0)) - written)));
  }

  private static long millis(String secondsWithThreeDecimals) {
    return Long.parseLong(secondsWithThreeDecimals.replace(".", ""));
  }

  /** The virtual size of a qcow2 image, in bytes. */
  public long virtualSize(Endpoint node, String path) {
    String info =
        shell
            .demand(
                node,
                "reading " + path,
                Command.of("qemu-img", "info", "-U", "-f", "qcow2", "--output=json", path))
            .out();
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(info)
          .get("virtual-size")
          .asLong();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts making parts out of other images, each complete in itself; true once all are made. The
   * percent is of the last. Compressed ones (zstd, cluster by cluster; QEMU 5.1 or newer) take less
   * room and network, and a core when they are read.
   */
  public Advance convert(Job job, Map<Source, Image> sources, boolean compressed) {
    List<String> arguments = new ArrayList<>();
    arguments.add(compressed ? "-c -o compression_type=zstd" : "");
    sources.forEach(
        (source, image) -> {
          arguments.add(source.format());
          arguments.add(source.path());
          arguments.add(image.part());
        });
    return advance(
        job,
        """
        how=$1; shift
        while [ $# -gt 0 ]; do mkdir -p "$(dirname "$3")" && qemu-img convert -p -f "$1" -O qcow2 $how "$2" "$3" && sync "$3" || exit 1; shift 3; done\
        """,
        arguments);
  }

  /**
   * Starts summing files; once all are summed, the sums are in {@link Advance#out}: read them with
   * {@link #sums}.
   */
  public Advance sum(Job job, List<String> paths) {
    return advance(
        job,
        HostScript.named("sha256.sh")
            + """
            for f in "$@"; do
              sum=$(sha256 <"$f") || exit 1
              printf '%s  %s\\n' "${sum%% *}" "$f"
            done\
            """,
        paths);
  }

  /**
   * The same for images in use: from the disk, not from what the kernel remembers of it, with what
   * guests leave of it. What cannot be read is left out of the sum, which then differs.
   */
  public Advance sumFromDisk(Job job, List<String> paths) {
    return advance(
        job,
        HostScript.named("sha256.sh")
            + """
            renice -n 19 -p $$ >/dev/null; ! command -v ionice >/dev/null || ionice -c3 -p $$
            for f in "$@"; do
              [ -r "$f" ] || exit 1
              dd if="$f" iflag=nocache count=0 status=none
              sum=$(dd if="$f" iflag=nocache bs=1M conv=noerror status=none | sha256) || exit 1
              printf '%s  %s\\n' "${sum%% *}" "$f"
            done\
            """,
        paths);
  }

  /**
   * As {@link #sum}, of files that are still arriving: their sizes are known. Ends with the last
   * byte; waits no longer than two minutes for the next one.
   */
  public Advance sumArriving(Job job, Map<String, Long> sizes) {
    List<String> arguments = new ArrayList<>();
    sizes.forEach((path, size) -> arguments.addAll(List.of(path, size.toString())));
    return advance(job, HostScript.named("sha256.sh", "follow.sh", "sum.sh"), arguments);
  }

  /** True if a sample of the file is worth packing, and the node can (zstd). */
  public boolean packs(Endpoint node, String path) {
    return shell.run(node, Command.script(HostScript.named("packs.sh"), path)).ok();
  }

  /** The sha256 of each path, from the words of sha256sum. */
  public static Map<String, String> sums(String out) {
    Map<String, String> sums = new HashMap<>();
    for (String line : out.split("\n")) {
      if (line.length() > 66) sums.put(line.substring(66), line.substring(0, 64));
    }
    return sums;
  }

  /**
   * Gives images their final names, each in one rename, readable and no more writable. Those of
   * which there is no part are left.
   */
  public void publish(Endpoint node, List<Image> images) {
    for (Image image : images) {
      shell.demand(
          node,
          "publishing " + image.file(),
          Command.script(
              "[ -e \"$1\" ] || exec test -e \"$2\"; sync \"$1\" && chmod 0444 \"$1\" && mv -f"
                  + " \"$1\" \"$2\"",
              image.part(),
              image.path()));
    }
  }

  /** Gives images their final names, in the place of what bears them now. */
  public void replace(Endpoint node, List<Image> images) {
    for (Image image : images) {
      shell.demand(
          node,
          "publishing " + image.file(),
          Command.script(
              "[ -e \"$1\" ] || exec test -e \"$2\"; sync \"$1\" && mv -f \"$1\" \"$2\"",
              image.part(),
              image.path()));
    }
  }

  /** Removes files, if they are there. */
  public void remove(Endpoint node, List<String> paths) {
    List<String> words = new ArrayList<>(List.of("rm", "-f", "--"));
    words.addAll(paths);
    shell.demand(node, "removing files", Command.of(words.toArray(String[]::new)));
  }

  /** How far a piece of long work is. */
  public record Advance(boolean finished, int percent, String out) {}

  /**
   * A piece of long work on a node.
   *
   * @param id the same for every look at it
   * @param purpose for the error message: {@code sending debian to n2}
   * @param anew begin it again, from what is there, if it is found to have failed
   * @param patience how long a look waits for its end; seconds at most
   */
  public record Job(Endpoint node, String id, String purpose, boolean anew, Duration patience) {
    /** One that is not waited for. */
    public Job(Endpoint node, String id, String purpose, boolean anew) {
      this(node, id, purpose, anew, Duration.ZERO);
    }
  }

  private Advance advance(Job job, String script, List<String> arguments) {
    return advance(job, script, arguments, () -> {});
  }

  /**
   * Starts it if it does not run, after what is done first each time, and looks. A failure is
   * thrown with the work's own words.
   */
  Advance advance(Job job, String script, List<String> arguments, Runnable first) {
    DetachedWork.Look look = work.look(job.node(), job.id(), job.patience());
    if (look.succeeded()) return new Advance(true, 100, look.out());
    if (look.state() == DetachedWork.State.RUNNING)
      return new Advance(false, look.percent(), look.out());
    if (look.state() == DetachedWork.State.ENDED) {
      if (!job.anew())
        throw SshErrors.failed(job.node(), job.purpose(), new Output(look.exit(), "", look.err()));
      work.forget(job.node(), job.id());
    }
    first.run();
    work.ensureStarted(job.node(), job.id(), script, arguments.toArray(String[]::new));
    return new Advance(false, 0, "");
  }

  /** Forgets finished work. */
  public void forget(Endpoint node, String id) {
    work.forget(node, id);
  }
}
