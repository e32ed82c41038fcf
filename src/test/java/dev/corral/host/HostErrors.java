package dev.corral.host;

import dev.corral.host.HostProblem.Kind;
import org.libvirt.Error.ErrorDomain;
import org.libvirt.Error.ErrorNumber;

/** What the real parts throw, for fakes that throw the same. */
public final class HostErrors {
  private HostErrors() {}

  public static HostProblem unreachable(Endpoint node, String words) {
    return SshErrors.unreachable(node, words, null);
  }

  public static HostProblem refused(Endpoint node) {
    return SshErrors.problem(
        Kind.SSH_REFUSED,
        node,
        "nothing listens on port " + node.port() + " (Connection refused)",
        "start sshd there, or correct the port",
        null);
  }

  public static HostProblem loginRefused(Endpoint node) {
    return SshErrors.loginRefused(node, "Auth fail for methods 'publickey,password'", null);
  }

  /** The host shows another key than the one that is pinned, or none is. */
  public static HostProblem keyNotAccepted(Endpoint node, HostKey shown) {
    boolean unknown = node.hostKey() == null;
    return SshErrors.problem(
        unknown ? Kind.HOST_KEY_UNKNOWN : Kind.HOST_KEY_CHANGED,
        node,
        "its host key "
            + shown.fingerprint()
            + (unknown ? " was never confirmed" : " is another one than was confirmed"),
        "compare it with the node's own, and confirm it",
        null);
  }

  public static HostProblem libvirtMissing(Endpoint node) {
    return LibvirtErrors.missing(node);
  }

  public static HostProblem libvirtStopped(Endpoint node, String words) {
    return LibvirtErrors.stopped(node, words, null);
  }

  /** What libvirt said, translated. */
  public static HostProblem libvirt(Endpoint node, String purpose, String words) {
    var fault =
        new LibvirtErrors.Fault(
            ErrorDomain.VIR_FROM_QEMU, ErrorNumber.VIR_ERR_OPERATION_FAILED, 0, words);
    return LibvirtErrors.translate(node, purpose, fault, null);
  }
}
