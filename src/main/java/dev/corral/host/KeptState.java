package dev.corral.host;

import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What libvirt keeps of a guest beside its definition and its disks, where its QEMU driver keeps
 * it: saved memory, snapshots, checkpoints, firmware variables.
 */
@Component
public class KeptState {
  private static final String FOLDER = "/var/lib/libvirt/qemu/";

  private static final String LIST =
      """
      cd "$1" && for f in "save/$2.save" "snapshot/$2"/*.xml "checkpoint/$2"/*.xml; do [ ! -e "$f" ] || echo "$f"; done\
      """;

  /** Writes beside the place first. Whatever else was in the place is kept beside it. */
  private static final String PUT =
      """
      umask 077; mkdir -p "${1%/*}" && base64 -d >"$1.corral" && sync "$1.corral" || exit 1
      if [ -e "$1" ] && ! cmp -s "$1.corral" "$1"; then
        again=1; while [ -e "$1.before-$again" ]; do again=$((again + 1)); done
        mv -n -- "$1" "$1.before-$again" && [ ! -e "$1" ] || exit 1
      fi
      mv -f "$1.corral" "$1\"\
      """;

  private final RemoteShell shell;

  KeptState(RemoteShell shell) {
    this.shell = shell;
  }

  /** Where the memory of a guest of that name lies if it was saved. */
  public static String memory(String guest) {
    return FOLDER + "save/" + guest + ".save";
  }

  /** What is kept of a guest of that name: {@code save/x.save, snapshot/x/s1.xml}. */
  public List<String> of(Endpoint node, String guest) {
    return shell
        .demand(node, "looking what libvirt keeps of " + guest, Command.script(LIST, FOLDER, guest))
        .out()
        .lines()
        .toList();
  }

  /**
   * A small file, such as firmware variables, is the same on the other node. A different file in
   * its place is kept as {@code PATH.before-N}.
   */
  public void copy(Endpoint from, Endpoint to, String path) {
    Output read = shell.run(from, Command.of("base64", "-w0", "--", path));
    if (!read.ok()) throw SshErrors.failed(from, "reading " + path, read);
    shell.demand(to, "writing " + path, put(path, read.out()));
  }

  static Command put(String path, String base64) {
    return Command.script(PUT, path).reading(base64);
  }
}
