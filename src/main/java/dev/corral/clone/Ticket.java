package dev.corral.clone;

import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets somebody in at a clone's display, for a short while.
 *
 * @param until who is in by then stays
 */
public record Ticket(CloneName cloneName, Display display, String password, Instant until) {
  /** What virt-viewer reads, and removes after that. */
  public String vv() {
    List<String> lines = new ArrayList<>(List.of("[virt-viewer]", "type=" + display.type()));
    lines.add("host=" + display.address());
    if (display.port() != null) lines.add("port=" + display.port());
    else lines.add("tls-port=" + display.tlsPort());
    lines.add("password=" + password);
    lines.add("title=" + cloneName + " on " + display.node());
    lines.add("delete-this-file=1");
    return String.join("\n", lines) + "\n";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Ticket[" + cloneName + ", " + display + ", until " + until + "]";
  }
}
