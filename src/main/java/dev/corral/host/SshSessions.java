package dev.corral.host;

import dev.corral.shared.NodeName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One kept session per node; opened when needed, replaced when dead or when the node's address or
 * key changed.
 */
class SshSessions implements RemoteShell, AutoCloseable {
  private final SshKey key;
  private final Map<NodeName, SshSession> open = new ConcurrentHashMap<>();
  private final Map<NodeName, Object> doors = new ConcurrentHashMap<>();
  private final Map<Endpoint, Failure> failures = new ConcurrentHashMap<>();

  private record Failure(long at, HostProblem problem) {}

  SshSessions(SshKey key) {
    this.key = key;
  }

  @Override
  public Output run(Endpoint node, Command command) {
    try {
      return session(node).run(command);
    } catch (SshSession.SessionLost dead) {
      drop(node);
    } catch (HostProblem silent) {
      drop(node); // a session that swallowed one command would swallow the next as well
      throw silent;
    }
    try {
      return session(node).run(command);
    } catch (SshSession.SessionLost deadAgain) {
      drop(node);
      throw SshErrors.unreachable(
          node, String.valueOf(deadAgain.getCause().getMessage()), deadAgain);
    }
  }

  @Override
  public Output runAnew(Endpoint node, Command command) {
    SshSession session = SshSession.open(node, key, null);
    try {
      return session.run(command);
    } catch (SshSession.SessionLost e) {
      throw SshErrors.unreachable(node, "the connection broke", e);
    } finally {
      session.close();
    }
  }

  /**
   * Only callers of the same node wait for each other while a session opens; if it does not, all
   * that have waited share the failure.
   */
  SshSession session(Endpoint node) {
    SshSession kept = open.get(node.node());
    if (kept != null && kept.usableFor(node)) return kept;
    long came = System.nanoTime();
    synchronized (doors.computeIfAbsent(node.node(), name -> new Object())) {
      SshSession other = open.get(node.node());
      if (other != null && other.usableFor(node)) return other;
      if (other != null) other.close();
      Failure last = failures.get(node);
      if (last != null && last.at() - came > 0) throw last.problem();
      try {
        SshSession fresh = SshSession.open(node, key, null);
        open.put(node.node(), fresh);
        return fresh;
      } catch (HostProblem problem) {
        failures.put(node, new Failure(System.nanoTime(), problem));
        throw problem;
      }
    }
  }

  private void drop(Endpoint node) {
    SshSession dead = open.remove(node.node());
    if (dead != null) dead.close();
  }

  @Override
  public HostKey hostKey(Endpoint node) {
    PinnedKey none = new PinnedKey(null);
    try {
      SshSession.open(node, none, key, null).close();
      throw new IllegalStateException("a host key that was never confirmed was accepted");
    } catch (HostProblem notAccepted) {
      if (none.shown() != null) return none.shown();
      throw notAccepted;
    }
  }

  @Override
  public void installKey(Endpoint node, String password) {
    SshSession session = SshSession.open(node, key, password);
    try {
      Output output = session.run(AuthorizedKeys.with(key.publicKey()));
      if (!output.ok()) throw SshErrors.failed(node, "installing Corral's key", output);
    } catch (SshSession.SessionLost e) {
      throw SshErrors.unreachable(node, "the connection broke", e);
    } finally {
      session.close();
    }
  }

  @Override
  public void hangUp(Endpoint node) {
    drop(node);
  }

  @Override
  public String publicKey() {
    return key.publicKey();
  }

  @Override
  public void close() {
    open.values().forEach(SshSession::close);
    open.clear();
  }
}
