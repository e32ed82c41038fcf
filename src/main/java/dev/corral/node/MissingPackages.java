package dev.corral.node;

import dev.corral.host.HostProblem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The packages that bring what a host lacks, by the names that distributions give them. Pure.
 *
 * @param debian for apt-get
 * @param redhat for dnf
 */
record MissingPackages(List<String> debian, List<String> redhat) {
  private static final List<String> LIBVIRT_DEBIAN =
      List.of("libvirt-clients", "libvirt-daemon-system", "qemu-system-x86", "qemu-utils");
  private static final List<String> LIBVIRT_REDHAT =
      List.of("libvirt-client", "libvirt-daemon-kvm", "qemu-img", "qemu-kvm");

  /** Program, Debian's package, Red Hat's. */
  private static final Map<String, List<String>> PACKAGES =
      Map.of(
          "rsync", List.of("rsync", "rsync"),
          "ssh", List.of("openssh-client", "openssh-clients"),
          "ssh-keygen", List.of("openssh-client", "openssh"),
          "qemu-img", List.of("qemu-utils", "qemu-img"),
          "sha256sum", List.of("coreutils", "coreutils"),
          "stat", List.of("coreutils", "coreutils"),
          "flock", List.of("util-linux", "util-linux"),
          "setsid", List.of("util-linux", "util-linux"),
          "awk", List.of("gawk", "gawk"),
          "ethtool", List.of("ethtool", "ethtool"));

  /**
   * For these programs, and for libvirt if it does not answer.
   *
   * @param silence why libvirt did not answer; null if it did
   */
  static MissingPackages of(Collection<String> programs, HostProblem silence) {
    TreeSet<String> debian = new TreeSet<>();
    TreeSet<String> redhat = new TreeSet<>();
    for (String program : programs) {
      List<String> names = PACKAGES.getOrDefault(program, List.of());
      if (names.isEmpty()) continue;
      debian.add(names.get(0));
      redhat.add(names.get(1));
    }
    if (silence != null && !silence.unreachable()) {
      debian.addAll(LIBVIRT_DEBIAN);
      redhat.addAll(LIBVIRT_REDHAT);
    }
    return new MissingPackages(List.copyOf(debian), List.copyOf(redhat));
  }

  boolean isEmpty() {
    return debian.isEmpty();
  }

  @Override
  public String toString() {
    return String.join(", ", debian);
  }
}
