package dev.corral.fakes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel of a node tells in /proc and /sys. */
final class Kernel {
  static final String NIC = "eno1";

  private Kernel() {}

  static Optional<String> read(FakeNode node, String path) {
    return Optional.ofNullable(
        switch (path) {
          case "/proc/meminfo" ->
              "MemTotal: %d kB\nMemAvailable: %d kB\n"
                  .formatted(node.memory() >> 10, node.memoryAvailable() >> 10);
          case "/proc/loadavg" ->
              "%.2f 0.10 0.10 1/100 1000\n"
                  .formatted(
                      0.1 + 0.2 * node.libvirt().all().stream().filter(FakeGuest::running).count());
          case "/proc/uptime" ->
              Duration.between(node.bootedAt(), node.clock().instant()).toSeconds() + ".00 0.00\n";
          case "/proc/cpuinfo" -> "flags : aes\n";
          case "/proc/net/if_inet6" -> "";
          case "/sys/class/net/" + NIC + "/address" -> node.mac + "\n";
          default -> null;
        });
  }

  static List<String> matching(FakeNode node, String regex) {
    return Stream.of(
            "/sys/class/net/" + NIC,
            "/sys/class/net/lo",
            "/sys/class/net/virbr0",
            "/sys/class/net/" + NIC + "/address")
        .filter(p -> p.matches(regex))
        .toList();
  }
}
