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

  /** Beside the place, and then into it; only a file that is not there yet. */
  private static final String PUT =
      """
      umask 077; mkdir -p "${1%/*}" && base64 -d >"$1.corral" && sync "$1.corral" && mv -f "$1.corral" "$1\"\
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

  /** A small file, as firmware variables are, is on the other node as it is on the first. */
  public void copy(Endpoint from, Endpoint to, String path) {
    Output read = shell.run(from, Command.of("base64", "-w0", "--", path));
    if (!read.ok()) throw SshErrors.failed(from, "reading " + path, read);
    shell.demand(to, "writing " + path, Command.script(PUT, path).reading(read.out()));
  }
}
