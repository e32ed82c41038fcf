package dev.corral.host;

import dev.corral.shared.Problem;

/** What went wrong between Corral and a host, in words that a person understands. */
public final class HostProblem extends Problem {
  /** The causes that are told apart; the name is the error's code. */
  public enum Kind {
    /** No answer on the network. */
    NODE_UNREACHABLE(true),
    /** The host is there, but nothing listens on the SSH port. */
    SSH_REFUSED(true),
    /** Nobody has confirmed the key that the host shows. */
    HOST_KEY_UNKNOWN(false),
    /** The host shows another key than the one confirmed. */
    HOST_KEY_CHANGED(false),
    /** The host takes neither our key nor the password. */
    LOGIN_REFUSED(false),
    /** libvirt is not installed. */
    LIBVIRT_MISSING(false),
    /** libvirt is installed and does not answer. */
    LIBVIRT_STOPPED(true),
    /** libvirt answered with an error. */
    LIBVIRT_FAILED(true),
    /** A program that is needed is not installed. */
    COMMAND_MISSING(false),
    /** A command ended with an error. */
    COMMAND_FAILED(true);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }
  }

  private final Kind kind;

  HostProblem(Kind kind, String detail, String fix, Throwable cause) {
    super(kind.name(), detail, fix, cause);
    this.kind = kind;
  }

  /** Which of the causes it is. */
  public Kind kind() {
    return kind;
  }

  @Override
  public boolean passing() {
    return kind.passing;
  }

  /**
   * True if nothing is known of what its guests do: it was not reached, or libvirt does not answer.
   */
  public boolean silent() {
    return unreachable() || kind == Kind.LIBVIRT_STOPPED;
  }

  /** True if the node itself could not be reached: what it does is then unknown. */
  public boolean unreachable() {
    return kind == Kind.NODE_UNREACHABLE || kind == Kind.SSH_REFUSED;
  }
}
