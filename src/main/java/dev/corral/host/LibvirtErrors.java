package dev.corral.host;

import dev.corral.host.HostProblem.Kind;

/**
 * libvirt's own words, translated. Code 38 is nearly everything, so the causes are told apart by
 * their text.
 */
final class LibvirtErrors {
  private static final String INSTALL =
      "install libvirt on the node (Debian: apt install libvirt-daemon-system qemu-system-x86 qemu-utils), then retry";
  private static final String START =
      "start it on the node (systemctl start libvirtd), and look at its journal";

  private LibvirtErrors() {}

  static HostProblem missing(Endpoint node) {
    return SshErrors.problem(Kind.LIBVIRT_MISSING, node, "libvirt is not installed", INSTALL, null);
  }

  static HostProblem stopped(Endpoint node, String words, Throwable cause) {
    return SshErrors.problem(
        Kind.LIBVIRT_STOPPED, node, "libvirt does not answer (" + words + ")", START, cause);
  }

  static HostProblem translate(Endpoint node, String purpose, String words, Throwable cause) {
    String said = words == null ? "no words" : words.strip();
    if (said.contains("nc: not found")
        || said.contains("virt-ssh-helper: not found")
        || said.contains("code: 127")) {
      return SshErrors.problem(
          Kind.LIBVIRT_MISSING, node, "libvirt is not installed (" + said + ")", INSTALL, cause);
    }
    if (said.contains("libvirt-sock")
        || said.contains("virtqemud-sock")
        || said.contains("nc: unix connect failed")) {
      return stopped(node, said, cause);
    }
    if (said.contains("keepalive")
        || said.contains("client socket is closed")
        || said.contains("End of file while reading")
        || said.contains("connection reset")
        || said.contains("Connection reset")) {
      return SshErrors.unreachable(node, said, cause);
    }
    return SshErrors.problem(
        Kind.LIBVIRT_FAILED, node, purpose + " failed: " + said, fix(said), cause);
  }

  private static String fix(String said) {
    if (said.contains("Cannot access backing file"))
      return "the base is not on this node: enable it there, then retry";
    if (said.contains("emulator")
        || said.contains("could not find capabilities")
        || said.contains("unsupported machine")) {
      return "the node cannot run this kind of machine: compare its emulator and machine types with the main node's";
    }
    if (said.contains("Storage pool not found"))
      return "make the pool on the node, with the same name and path as on the main node";
    if (said.contains("network"))
      return "start the network on the node (virsh net-start), then retry";
    return "mend what libvirt says on the node, then retry";
  }
}
