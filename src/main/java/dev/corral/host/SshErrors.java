package dev.corral.host;

import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import dev.corral.host.HostProblem.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/** What JSch and remote commands say, translated for people. */
final class SshErrors {
  private SshErrors() {}

  /** A connection that did not come about. */
  static HostProblem connecting(Endpoint node, JSchException e, HostKey shown) {
    if (e instanceof JSchHostKeyException) return keyNotAccepted(node, e, shown);
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    String words = root.getMessage() == null ? root.toString() : root.getMessage();
    if (words.startsWith("Auth ")
        || words.contains("USERAUTH")
        || words.contains("Too many authentication")) {
      return loginRefused(node, words, e);
    }
    if (root instanceof UnknownHostException) {
      return problem(
          Kind.NODE_UNREACHABLE,
          node,
          "the name '" + node.address() + "' has no address",
          "correct the address, or add the name to DNS",
          e);
    }
    if (root instanceof NoRouteToHostException) return unreachable(node, words, e);
    if (root instanceof ConnectException && words.contains("refused")) {
      return problem(
          Kind.SSH_REFUSED,
          node,
          "nothing listens on port " + node.port() + " (" + words + ")",
          "start sshd there, or correct the port",
          e);
    }
    return unreachable(node, words, e);
  }

  static HostProblem unreachable(Endpoint node, String words, Throwable cause) {
    return problem(
        Kind.NODE_UNREACHABLE,
        node,
        "no answer (" + words + ")",
        "see that it is switched on and that the network between is up, then retry",
        cause);
  }

  static HostProblem loginRefused(Endpoint node, String words, Throwable cause) {
    return problem(
        Kind.LOGIN_REFUSED,
        node,
        "login as " + node.user() + " is refused (" + words + ")",
        "retry with the right password, or paste Corral's key line on the node, and see that sshd there permits the login of "
            + node.user(),
        cause);
  }

  private static HostProblem keyNotAccepted(Endpoint node, JSchException e, HostKey shown) {
    String now = shown == null ? "another key" : shown.type() + " " + shown.fingerprint();
    if (e instanceof JSchChangedHostKeyException) {
      return problem(
          Kind.HOST_KEY_CHANGED,
          node,
          "its host key has changed: confirmed was "
              + HostKey.parse(node.hostKey()).fingerprint()
              + ", it now shows "
              + now,
          "if the node was reinstalled, confirm the new fingerprint; if not, somebody else may be answering at its address",
          e);
    }
    return problem(
        Kind.HOST_KEY_UNKNOWN,
        node,
        "its host key " + now + " was never confirmed",
        "compare it with the node's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and confirm it",
        e);
  }

  /** A command that ended with an error. */
  static HostProblem failed(Endpoint node, String purpose, Output output) {
    if (output.exit() == 127) {
      return problem(
          Kind.COMMAND_MISSING,
          node,
          purpose + ": a program is missing: " + output.words(),
          "install it on the node, then retry",
          null);
    }
    String words = output.words();
    String fix =
        words.contains("No space left")
            ? "make room on the node, then retry"
            : "fix on the node what the command reports, then retry";
    return problem(
        Kind.COMMAND_FAILED,
        node,
        purpose + " failed (exit " + output.exit() + "): " + words,
        fix,
        null);
  }

  static HostProblem problem(Kind kind, Endpoint node, String what, String fix, Throwable cause) {
    return new HostProblem(kind, node, what, fix, cause);
  }
}
