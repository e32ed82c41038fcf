package dev.corral.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.ImageFiles.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * A guest's overlays, put onto another backing file: the new overlay is made beside the old one,
 * which is the truth until the new one takes its name in one rename.
 */
@Component
public class Overlays {
  /** Whoever still writes a part (a job that was cancelled) is ended first. */
  private static final String CLEAR =
      """
      for part in "$@"; do
        find /proc/[0-9]*/fd -lname "$part" 2>/dev/null | cut -d/ -f3 | sort -u | xargs -r kill 2>/dev/null
        rm -f -- "$part" "$part.of" || exit 1
      done\
      """;

  /** What the old overlay was when it was read stands in the file .of beside the new one. */
  private static final String BUILD =
      """
      how=$1; shift
      while [ $# -gt 0 ]; do
        mkdir -p "${2%/*}" && rm -f -- "$2" && stat -c '%i %s %.Y' -- "$1" > "$2.of" || exit 1
        if [ "$how" = keep ]; then
          cp --sparse=always --reflink=auto -- "$1" "$2" && qemu-img rebase -p -f qcow2 -F qcow2 -b "$3" "$2" || exit 1
        else
          qemu-img create -q -f qcow2 -F qcow2 -b "$3" "$2" "$4" || exit 1
        fi
        chmod --reference="$1" "$2" && chown --reference="$1" "$2" && sync "$2" || exit 1
        shift 4
      done\
      """;

  private static final String COMPARE =
      """
      while [ $# -gt 0 ]; do
        qemu-img compare -p -f qcow2 -F qcow2 "$1" "$2" || { echo "$2 is not what a guest sees in $1" >&2; exit 1; }
        shift 2
      done\
      """;

  /** Exit status 4: an old one has been written to since it was read; then none is replaced. */
  private static final String SWAP =
      """
      part() { echo "$1/.corral/$2.part"; }
      pool=$1; shift
      for file in "$@"; do
        new=$(part "$pool" "$file"); [ -e "$new" ] || continue
        [ "$(stat -c '%i %s %.Y' -- "$pool/$file")" = "$(cat "$new.of")" ] || exit 4
      done
      for file in "$@"; do
        new=$(part "$pool" "$file")
        [ ! -e "$new" ] || mv -f -- "$new" "$pool/$file" || exit 1
        rm -f -- "$new.of"; test -e "$pool/$file" || exit 1
      done\
      """;

  private final RemoteShell shell;
  private final ImageFiles files;

  Overlays(RemoteShell shell, ImageFiles files) {
    this.shell = shell;
    this.files = files;
  }

  /**
   * An overlay that is put onto another backing file.
   *
   * @param backing path of the new one
   * @param size that the guest sees if it begins anew
   */
  public record Change(Image overlay, String backing, long size) {}

  /** Nothing that an earlier try has begun is left, nor does it go on. */
  public void ensureNothingBegun(Endpoint node, List<Change> changes) {
    String[] parts = changes.stream().map(c -> c.overlay().part()).toArray(String[]::new);
    shell.demand(node, "clearing what an earlier try has begun", Command.script(CLEAR, parts));
  }

  /** Makes the new overlays: with all that the guest sees now, or, if not kept, empty ones. */
  public Advance build(Job job, List<Change> changes, boolean keep) {
    List<String> arguments = new ArrayList<>(List.of(keep ? "keep" : "discard"));
    for (Change c : changes)
      arguments.addAll(
          List.of(c.overlay().path(), c.overlay().part(), c.backing(), Long.toString(c.size())));
    return files.advance(job, BUILD, arguments, () -> {});
  }

  /** Compares byte by byte what a guest sees in the old and in the new ones. */
  public Advance compare(Job job, List<Change> changes) {
    List<String> arguments =
        changes.stream().flatMap(c -> Stream.of(c.overlay().path(), c.overlay().part())).toList();
    return files.advance(job, COMPARE, arguments, () -> {});
  }

  /**
   * The new ones bear the old ones' names, each from one moment to the next. False, and nothing is
   * changed, if an old one has been written to since it was read.
   */
  public boolean swap(Endpoint node, List<Change> changes) {
    List<String> arguments = new ArrayList<>(List.of(changes.get(0).overlay().pool()));
    changes.forEach(c -> arguments.add(c.overlay().file()));
    Output output = shell.run(node, Command.script(SWAP, arguments.toArray(String[]::new)));
    if (output.exit() == 4) return false;
    if (!output.ok()) throw SshErrors.failed(node, "replacing overlays", output);
    return true;
  }

  /** The bytes that a disk image takes once it is complete in itself, with all below it. */
  public long flattened(Endpoint node, String path, String format) {
    String measured =
        shell
            .demand(
                node,
                "measuring " + path,
                Command.of(
                    "qemu-img",
                    "measure",
                    "-U",
                    "--output=json",
                    "-f",
                    format,
                    "-O",
                    "qcow2",
                    path))
            .out();
    try {
      return new ObjectMapper().readTree(measured).get("required").asLong();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
