package dev.corral.host;

import dev.corral.shared.Category;
import dev.corral.shared.Problem;

/** What went wrong between Corral and a host, in words that a person understands. */
public final class HostProblem extends Problem {
  /** The causes that are told apart; the name is the error's code. */
  public enum Kind {
    /** No answer on the network. */
    NODE_UNREACHABLE(Category.NODE_FAILED),
    /** The host is there, but nothing listens on the SSH port. */
    SSH_REFUSED(Category.NODE_FAILED),
    /** Nobody has confirmed the key that the host shows. */
    HOST_KEY_UNKNOWN(Category.CONFLICT),
    /** The host shows another key than the one confirmed. */
    HOST_KEY_CHANGED(Category.CONFLICT),
    /** The host takes neither our key nor the password. */
    LOGIN_REFUSED(Category.CONFLICT),
    /** libvirt is not installed. */
    LIBVIRT_MISSING(Category.CONFLICT),
    /** libvirt is installed and does not answer. */
    LIBVIRT_STOPPED(Category.NODE_FAILED),
    /** libvirt answered with an error. */
    LIBVIRT_FAILED(Category.NODE_FAILED),
    /** A program that is needed is not installed. */
    COMMAND_MISSING(Category.CONFLICT),
    /** A command ended with an error. */
    COMMAND_FAILED(Category.NODE_FAILED);

    private final Category category;

    Kind(Category category) {
      this.category = category;
    }
  }

  private final Kind kind;

  HostProblem(Kind kind, String detail, String fix, Throwable cause) {
    super(kind.category, kind.name(), detail, fix, cause);
    this.kind = kind;
  }

  /** What failed on a node, in words that its name and address precede. The cause may be null. */
  HostProblem(Kind kind, Endpoint node, String what, String fix, Throwable cause) {
    this(kind, "%s (%s): %s".formatted(node.node(), node.address(), what), fix, cause);
    put("node", node.node());
    put("address", node.address());
    put("said", what);
  }

  /** Which of the causes it is. */
  public Kind kind() {
    return kind;
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
