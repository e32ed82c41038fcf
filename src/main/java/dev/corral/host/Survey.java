package dev.corral.host;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Looks over a node by one command: clock, memory, network card, programs. */
@Component
public class Survey {
  private final RemoteShell shell;

  Survey(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * What was seen.
   *
   * @param skew how far the node's clock is ahead of ours; negative if behind
   * @param available memory that programs can have, in bytes: free and page cache
   * @param mac the hardware address of the card that answers us, or empty
   * @param wake the card's Wake-on-LAN flags as ethtool shows them ({@code g}: magic packet), or
   *     empty if unknown
   * @param broadcast the address that reaches all of the node's subnet, or empty
   * @param links its network devices, but for those of guests
   * @param devices of its buses, as {@code pci 0000:01:00.0} and {@code usb 1d6b:0002}
   * @param missing the programs asked for that are not there
   */
  public record Seen(
      Duration skew,
      long memory,
      long available,
      double load,
      Duration uptime,
      String nic,
      String mac,
      String wake,
      String broadcast,
      List<String> links,
      List<String> devices,
      List<String> missing) {}

  /** Looks; asks whether these programs are there. */
  public Seen look(Endpoint node, String... programs) {
    String out =
        shell
            .demand(
                node,
                "looking the node over",
                Command.script(HostScript.named("survey.sh"), programs)
                    .within(Duration.ofSeconds(10)))
            .out();
    Instant now = Instant.now();
    Map<String, String> seen = new HashMap<>();
    for (String line : out.split("\n")) {
      String[] pair = line.split("=", 2);
      if (pair.length == 2) seen.put(pair[0], pair[1].strip());
    }
    long clock = (long) (Double.parseDouble(seen.get("clock")) * 1000);
    return new Seen(
        Duration.ofMillis(clock - now.toEpochMilli()),
        Long.parseLong(seen.get("memory")) * 1024,
        Long.parseLong(seen.get("available")) * 1024,
        Double.parseDouble(seen.get("load")),
        Duration.ofSeconds(Long.parseLong(seen.get("uptime"))),
        seen.getOrDefault("nic", ""),
        seen.getOrDefault("mac", ""),
        seen.getOrDefault("wake", ""),
        seen.getOrDefault("broadcast", ""),
        all(out, "link="),
        all(out, "device="),
        all(out, "missing="));
  }

  private static List<String> all(String out, String key) {
    return out.lines()
        .filter(l -> l.startsWith(key))
        .map(l -> l.substring(key.length()))
        .distinct()
        .toList();
  }
}
