package dev.corral.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Whether a node is there at all: asked past the kept connections, each time for a few seconds. */
@Component
public class SignsOfLife {
  private static final int SSH_MILLIS = 3_000;
  private static final int BANNER = 64;

  /** Longer than it takes: a command that does not end in time costs the peer its session. */
  private static final Duration PEER = Duration.ofSeconds(10);

  /** A refusal is an answer, too: something there is switched on. Not every host has ping. */
  private static final String ASK =
      """
      if command -v ping >/dev/null 2>&1 && ping -c 1 -W 1 "$1" >/dev/null 2>&1; then echo "ping answered"; exit 0; fi
      said=$(timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1) && { echo "port $2 answered"; exit 0; }
      case "$said" in *refused*) echo "port $2 refused"; exit 0;; esac
      exit 1""";

  private final RemoteShell shell;

  SignsOfLife(RemoteShell shell) {
    this.shell = shell;
  }

  /** What was heard. */
  public record Heard(boolean answered, String words) {}

  /** Its sshd greets whoever connects, before any login. */
  public Heard ssh(Endpoint node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.address(), node.port()), SSH_MILLIS);
      socket.setSoTimeout(SSH_MILLIS);
      InputStream in = socket.getInputStream();
      byte[] bytes = new byte[BANNER];
      int n = in.read(bytes);
      String banner =
          n <= 0
              ? ""
              : new String(bytes, 0, n, StandardCharsets.US_ASCII).lines().findFirst().get();
      return new Heard(true, banner.startsWith("SSH-") ? banner.strip() : "the port is open");
    } catch (ConnectException e) {
      String words = String.valueOf(e.getMessage());
      return new Heard(words.contains("refused"), words);
    } catch (IOException e) {
      return new Heard(false, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /** What comes back from a port. */
  public enum Knock {
    SILENT,
    /** An answer, too: something there is switched on. */
    REFUSED,
    OPEN
  }

  /**
   * Asks for a connection to its SSH port: the shortest question, which also a busy node's kernel
   * answers at once.
   */
  public Knock knock(Endpoint node, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.address(), node.port()), (int) limit.toMillis());
      return Knock.OPEN;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused") ? Knock.REFUSED : Knock.SILENT;
    } catch (IOException e) {
      return Knock.SILENT;
    }
  }

  /** Something there is switched on, and the network leads there. */
  public boolean reachable(Endpoint node, Duration limit) {
    return knock(node, limit) != Knock.SILENT;
  }

  /** Another node tries to reach it: by ping, else by its SSH port. Throws HostProblem. */
  public Heard from(Endpoint peer, Endpoint node) {
    Output said =
        shell.run(
            peer, Command.script(ASK, node.address(), Integer.toString(node.port())).within(PEER));
    return new Heard(said.ok(), said.ok() ? said.out().strip() : "no answer");
  }
}
