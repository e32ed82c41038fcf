package dev.corral.host;

import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One open SSH session with a node. Many commands share it: each is a channel of its own. */
final class SshSession {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ALIVE_MILLIS = 5_000;
  private static final int ALIVE_COUNT = 3;

  /** sshd refuses channels beyond MaxSessions, 10 by default; some are left to others. */
  private static final int CHANNELS = 6;

  private final Endpoint node;
  private final Session session;
  private final Semaphore channels = new Semaphore(CHANNELS, true);

  private SshSession(Endpoint node, Session session) {
    this.node = node;
    this.session = session;
  }

  /** Logs in with the password if there is one, else with the key. */
  static SshSession open(Endpoint node, SshKey key, String password) {
    return open(
        node,
        new PinnedKey(node.hostKey() == null ? null : HostKey.parse(node.hostKey())),
        key,
        password);
  }

  static SshSession open(Endpoint node, PinnedKey accepted, SshKey key, String password) {
    try {
      JSch jsch = new JSch();
      jsch.setHostKeyRepository(accepted);
      if (password == null)
        jsch.addIdentity("corral", key.privateKey(), key.publicKeyBytes(), null);
      Session session = jsch.getSession(node.user(), node.address(), node.port());
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig(
          "PreferredAuthentications",
          password == null ? "publickey" : "password,keyboard-interactive");
      session.setConfig("server_host_key", hostKeyTypes(accepted.pinned()));
      if (password != null) session.setPassword(password.getBytes(StandardCharsets.UTF_8));
      session.setServerAliveInterval(ALIVE_MILLIS);
      session.setServerAliveCountMax(ALIVE_COUNT);
      session.setDaemonThread(true);
      session.connect(CONNECT_MILLIS);
      return new SshSession(node, session);
    } catch (JSchException e) {
      throw SshErrors.connecting(node, e, accepted.shown());
    }
  }

  /** The type that is pinned, so that a host with keys of several types shows the one we know. */
  private static String hostKeyTypes(HostKey pinned) {
    if (pinned == null) return "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256";
    return pinned.type().equals("ssh-rsa") ? "rsa-sha2-512,rsa-sha2-256" : pinned.type();
  }

  boolean usableFor(Endpoint other) {
    return session.isConnected() && node.equals(other);
  }

  void close() {
    session.disconnect();
  }

  /** Throws SessionLost if nothing was run because the session is dead. */
  Output run(Command command) throws SessionLost {
    try {
      if (!channels.tryAcquire(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        throw SshErrors.unreachable(node, "all " + CHANNELS + " channels are busy", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SshErrors.unreachable(node, "interrupted", e);
    }
    try {
      return exchange(command);
    } finally {
      channels.release();
    }
  }

  private Output exchange(Command command) throws SessionLost {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ChannelExec channel;
    try {
      channel = (ChannelExec) session.openChannel("exec");
      channel.setCommand(command.line());
      channel.setInputStream(
          new ByteArrayInputStream(command.input().getBytes(StandardCharsets.UTF_8)));
      channel.setOutputStream(out);
      channel.setErrStream(err);
      channel.connect((int) Math.min(CONNECT_MILLIS, command.limit().toMillis()));
    } catch (JSchException e) {
      throw new SessionLost(e);
    }
    try {
      long deadline = System.nanoTime() + command.limit().toNanos();
      while (!channel.isClosed()) {
        if (System.nanoTime() > deadline) {
          throw SshErrors.unreachable(
              node,
              "'"
                  + command.words().get(0)
                  + "' did not end within "
                  + command.limit().toSeconds()
                  + " s",
              null);
        }
        if (!session.isConnected())
          throw SshErrors.unreachable(
              node, "the connection broke while '" + command.words().get(0) + "' ran", null);
        LockSupport.parkNanos(2_000_000);
      }
      return new Output(channel.getExitStatus(), text(out), text(err));
    } finally {
      channel.disconnect();
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A stream to a unix socket on the node. */
  ChannelDirectStreamLocal socket(String path) throws IOException {
    try {
      var channel =
          (ChannelDirectStreamLocal) session.openChannel("direct-streamlocal@openssh.com");
      channel.setSocketPath(path);
      return channel;
    } catch (JSchException e) {
      throw new IOException(e);
    }
  }

  /**
   * The session was dead before the command reached the node: it is safe to run it on another one.
   */
  static final class SessionLost extends Exception {
    SessionLost(Throwable cause) {
      super(cause);
    }
  }
}
