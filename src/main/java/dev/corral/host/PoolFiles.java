package dev.corral.host;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The files in a pool's folder and in its hidden folder {@code .corral}; nothing outside of these
 * two is ever touched, and no link followed.
 */
@Component
public class PoolFiles {
  private static final Duration LIMIT = Duration.ofSeconds(25);

  /** So many images are read by one command. */
  private static final int AT_ONCE = 100;

  private static final int CHANGED = 3;
  private static final int OPEN = 4;

  private static final String LIST =
      """
      cd "$1" || exit 1
      find . -maxdepth 1 -type f -printf '%s %b %T@ %f\\0'
      [ ! -d .corral ] || [ -L .corral ] || find .corral -maxdepth 1 -type f -printf '%s %b %T@ .corral/%f\\0'\
      """;

  /**
   * From the header of a qcow2 image alone (docs/interop/qcow2.txt: magic, backing_file_offset,
   * backing_file_size): what a guest has written is given to no program that opens more files.
   */
  private static final String BACKING =
      """
      for f in "$@"; do
        [ -f "$f" ] && [ "$(od -An -N4 -tx1 "$f" | tr -d ' ')" = 514649fb ] || continue
        at=$(od -An -j8 -N8 -tu8 --endian=big "$f" | tr -d ' ') size=$(od -An -j16 -N4 -tu4 --endian=big "$f" | tr -d ' ')
        [ "$at" != 0 ] && [ "$size" -gt 0 ] && [ "$size" -le 1023 ] || continue
        printf '%s\\0' "$f"; dd if="$f" iflag=skip_bytes,count_bytes skip="$at" count="$size" status=none; printf '\\0'
      done\
      """;

  private static final String REMOVE =
      """
      cd -P "$1" && [ ! -L .corral ] && [ -f "$2" ] && [ ! -L "$2" ] || exit 0
      [ "$(stat -c '%s %Y' "$2")" = "$3" ] || exit 3
      f=$(pwd -P)/$2
      ! find /proc/[0-9]*/fd -maxdepth 1 -type l -printf '%l\\n' 2>/dev/null | grep -qxF -- "$f" || exit 4
      [ -z "$(losetup -j "$f" 2>/dev/null)" ] || exit 4
      rm -f -- "$2\"\
      """;

  private final RemoteShell shell;

  PoolFiles(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * One of them.
   *
   * @param folder of the pool
   * @param name in that folder; {@code .corral/…} in the hidden one
   * @param size its length in bytes
   * @param allocated the bytes that it takes on the disk
   */
  public record Found(String folder, String name, long size, long allocated, Instant modified) {
    /** Its path. */
    public String path() {
      return folder + "/" + name;
    }
  }

  /** What became of a file that was to be removed. */
  public enum Removal {
    GONE,
    /** It is not as it was. */
    CHANGED,
    /** A process has it open. */
    OPEN
  }

  /** All of them; folders, links and the like are left out. */
  public List<Found> list(Endpoint node, String folder) {
    String out =
        shell
            .demand(
                node, "listing the files in " + folder, Command.script(LIST, folder).within(LIMIT))
            .out();
    List<Found> files = new ArrayList<>();
    for (String line : out.split("\0")) {
      String[] parts = line.split(" ", 4);
      if (parts.length < 4) continue;
      files.add(
          new Found(
              folder,
              parts[3],
              Long.parseLong(parts[0]),
              Long.parseLong(parts[1]) * 512,
              time(parts[2])));
    }
    return files;
  }

  /** As {@code 1764066138.1234567890}; the database keeps microseconds. */
  private static Instant time(String seconds) {
    return Instant.ofEpochSecond(0)
        .plusNanos(new java.math.BigDecimal(seconds).movePointRight(9).longValue())
        .truncatedTo(ChronoUnit.MICROS);
  }

  /** The file that each image is an overlay on; those that are none are left out. */
  public Map<String, String> backing(Endpoint node, List<String> images) {
    Map<String, String> all = new HashMap<>();
    for (int from = 0; from < images.size(); from += AT_ONCE) {
      List<String> some = images.subList(from, Math.min(from + AT_ONCE, images.size()));
      String out =
          shell
              .demand(
                  node,
                  "reading images",
                  Command.script(BACKING, some.toArray(String[]::new)).within(LIMIT))
              .out();
      String[] parts = out.split("\0");
      for (int i = 0; i + 1 < parts.length; i += 2) {
        all.put(parts[i], resolved(parts[i], parts[i + 1]));
      }
    }
    return all;
  }

  /** A name without a folder is meant in that of the image. */
  private static String resolved(String image, String backing) {
    if (backing.startsWith("/") || backing.contains(":")) return backing;
    return image.substring(0, image.lastIndexOf('/') + 1) + backing;
  }

  /** Removes it if it is still as it was, and nobody has it open. */
  public Removal remove(Endpoint node, String folder, String name, long size, Instant modified) {
    Command command =
        Command.script(REMOVE, folder, name, size + " " + modified.getEpochSecond()).within(LIMIT);
    Output output = shell.run(node, command);
    if (output.exit() == CHANGED) return Removal.CHANGED;
    if (output.exit() == OPEN) return Removal.OPEN;
    if (!output.ok()) throw SshErrors.failed(node, "removing " + folder + "/" + name, output);
    return Removal.GONE;
  }
}
