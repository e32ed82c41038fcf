package dev.corral.storage;

import dev.corral.host.RemoteShell;
import dev.corral.shared.Refused;
import org.springframework.stereotype.Component;

/**
 * Marks on hosts that say whose a file in a pool is: {@code .corral/own/FILE}, written before the
 * file is. A file without one, or with another's, is never taken up, changed or removed.
 */
@Component
public class Marks {
  private final RemoteShell shell;

  Marks(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * That name in the pool is the owner's from now on. Refused (FILE_FOREIGN) if a file of that name
   * is there and not marked as his; (POOL_SHARED) if it is his on another node.
   *
   * @param pool the pool's folder
   * @param known whether the guest's own definition on that node names the file: files of versions
   *     that left no mark are proven so
   */
  public void claim(Owner owner, String pool, String file, boolean known) {
    String said =
        shell
            .demand(
                owner.node(),
                "marking " + pool + "/" + file,
                StorageScript.named(
                    "claim.sh",
                    pool,
                    file,
                    owner.guest().toString(),
                    owner.node().node().value(),
                    owner.operationWord(),
                    known ? "known" : ""))
            .out()
            .strip();
    if (said.equals("ours")) return;
    if (said.startsWith("shared"))
      throw Refused.conflict(
          "POOL_SHARED",
          "%s on %s is the disk that %s has on %s: both nodes see one folder"
              .formatted(
                  pool + "/" + file,
                  owner.node().node(),
                  owner.cloneName(),
                  said.substring(said.indexOf(' ') + 1)),
          "give each node a folder of its own for its pool");
    throw Refused.conflict(
        "FILE_FOREIGN",
        "%s is on %s already, and is not the disk of %s"
            .formatted(pool + "/" + file, owner.node().node(), owner.cloneName()),
        "look whose it is; move it away from there, or choose another name or node");
  }
}
