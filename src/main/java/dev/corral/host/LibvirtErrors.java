package dev.corral.host;

import dev.corral.host.HostProblem.Kind;
import org.libvirt.Error.ErrorDomain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/**
 * Translates libvirt's errors. Tells causes apart by number (virErrorNumber and virErrorDomain in
 * virterror.h), because the messages depend on the daemon's locale.
 */
final class LibvirtErrors {
  private static final String INSTALL =
      "install libvirt on the node (Debian: apt install libvirt-daemon-system qemu-system-x86 qemu-utils), then retry";
  private static final String START =
      "start it on the node (systemctl start libvirtd), and look at its journal";

  /** Of errno.h: no such file or directory. */
  static final int ENOENT = 2;

  /** Of errno.h, on Linux: nobody listens at that socket. */
  static final int ECONNREFUSED = 111;

  /**
   * What libvirt reported: who says it, which error it is, the errno of a system error (it comes as
   * the first number of VIR_ERR_SYSTEM_ERROR, else 0), and its words for a person.
   */
  record Fault(ErrorDomain domain, ErrorNumber number, int errno, String words) {
    static Fault of(LibvirtException e) {
      var error = e.getError();
      boolean system = error.getCode() == ErrorNumber.VIR_ERR_SYSTEM_ERROR;
      return new Fault(
          error.getDomain(), error.getCode(), system ? error.getInt1() : 0, e.getMessage());
    }

    private boolean system(ErrorDomain by, int errno) {
      return number == ErrorNumber.VIR_ERR_SYSTEM_ERROR && domain == by && this.errno == errno;
    }

    /** A daemon's socket is not there, or nobody listens at it. */
    private boolean refused() {
      return system(ErrorDomain.VIR_FROM_RPC, ENOENT)
          || system(ErrorDomain.VIR_FROM_RPC, ECONNREFUSED);
    }

    /** The connection ended: it was cut, closed, or kept no more alive. */
    private boolean cut() {
      return domain == ErrorDomain.VIR_FROM_RPC
          && switch (number) {
            case VIR_ERR_SYSTEM_ERROR, VIR_ERR_INTERNAL_ERROR, VIR_ERR_RPC -> true;
            default -> false;
          };
    }
  }

  private LibvirtErrors() {}

  static HostProblem missing(Endpoint node) {
    return SshErrors.problem(Kind.LIBVIRT_MISSING, node, "libvirt is not installed", INSTALL, null);
  }

  static HostProblem stopped(Endpoint node, String words, Throwable cause) {
    return SshErrors.problem(
        Kind.LIBVIRT_STOPPED, node, "libvirt does not answer (" + words + ")", START, cause);
  }

  static HostProblem translate(Endpoint node, String purpose, LibvirtException e) {
    return translate(node, purpose, Fault.of(e), e);
  }

  static HostProblem translate(Endpoint node, String purpose, Fault fault, Throwable cause) {
    String said = fault.words() == null ? "no words" : fault.words().strip();
    if (fault.refused()) return stopped(node, said, cause);
    if (fault.cut()) return SshErrors.unreachable(node, said, cause);
    return SshErrors.problem(
        Kind.LIBVIRT_FAILED, node, purpose + " failed: " + said, fix(fault), cause);
  }

  private static String fix(Fault fault) {
    if (fault.system(ErrorDomain.VIR_FROM_STORAGE, ENOENT))
      return "a file is not on this node: if it is a base's, enable it there, then retry";
    if (fault.system(ErrorDomain.VIR_FROM_QEMU, ENOENT)
        || fault.domain() == ErrorDomain.VIR_FROM_CAPABILITIES) return incapable();
    return switch (fault.number()) {
      case VIR_ERR_CONFIG_UNSUPPORTED, VIR_ERR_CPU_INCOMPATIBLE -> incapable();
      case VIR_ERR_NO_STORAGE_POOL ->
          "make the pool on the node, with the same name and path as on the main node";
      case VIR_ERR_NO_NETWORK -> "define the network on the node (virsh net-define), then retry";
      default ->
          fault.domain() == ErrorDomain.VIR_FROM_NETWORK
              ? "start the network on the node (virsh net-start), then retry"
              : "fix what libvirt reports on the node, then retry";
    };
  }

  private static String incapable() {
    return "the node cannot run this kind of machine: compare its emulator and machine types with the main node's";
  }
}
