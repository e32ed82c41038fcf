package dev.corral.host;

import dev.corral.shared.NodeName;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;

/**
 * One kept libvirt connection per node, through its SSH session; every open has a deadline, every
 * connection keepalive.
 */
class LibvirtConnections implements AutoCloseable {
  private static final long OPEN_SECONDS = 8;
  private static final long TURN_SECONDS = 20;
  private static final int ALIVE_SECONDS = 5;
  private static final int ALIVE_COUNT = 3;

  /** Of a unix socket's path, by the kernel. */
  private static final int LONGEST_PATH = 100;

  private static final int NOT_INSTALLED = 3;
  private static final int NOT_RUNNING = 4;
  private static final String FIND_SOCKET =
      """
      for s in /var/run/libvirt/libvirt-sock /var/run/libvirt/virtqemud-sock; do [ -S $s ] && echo $s && exit 0; done
      for d in libvirtd virtqemud; do [ -x /usr/sbin/$d ] && exit 4; done; exit 3""";

  /** Else libvirt prints each error as well; kept, since libvirt goes on calling it. */
  private static final Libvirt.VirErrorCallback ALREADY_THROWN = (data, error) -> {};

  private final SshSessions ssh;
  private final Path folder;
  private final AtomicLong count = new AtomicLong();
  private final Map<NodeName, Kept> open = new ConcurrentHashMap<>();
  private final Map<NodeName, Object> doors = new ConcurrentHashMap<>();
  private final Map<Endpoint, Failure> failures = new ConcurrentHashMap<>();

  private record Failure(long at, HostProblem problem) {}

  /**
   * One that is open. One thread at a time asks over it: libvirt's client before 10.4 may use a
   * dead thread's stack if several do (CVE-2024-4418), and that ends the whole process.
   */
  record Kept(Endpoint node, SocketForward forward, Connect connect, ReentrantLock turn)
      implements AutoCloseable {
    Kept(Endpoint node, SocketForward forward, Connect connect) {
      this(node, forward, connect, new ReentrantLock(true));
    }

    @Override
    public void close() {
      forward.close();
    }
  }

  LibvirtConnections(SshSessions ssh, Path data) throws IOException {
    this.ssh = ssh;
    this.folder = socketFolder(data.toAbsolutePath());
    if (System.getProperty("jna.tmpdir") == null)
      System.setProperty("jna.tmpdir", folder.toString());
    startEventLoop();
  }

  private static Path socketFolder(Path data) throws IOException {
    var onlyUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path near = data.resolve("run");
    if (near.toString().length() > LONGEST_PATH - 20)
      return Files.createTempDirectory("corral", onlyUs);
    return Files.createDirectories(near, onlyUs);
  }

  /** Keepalive needs the loop to turn, not only to be there. */
  private static synchronized void startEventLoop() {
    if (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("libvirt events"))) return;
    try {
      Connect.setErrorCallback(ALREADY_THROWN);
      Library.initEventLoop();
    } catch (LibvirtException e) {
      throw new IllegalStateException("libvirt's event loop did not start", e);
    }
    Thread loop = new Thread(LibvirtConnections::turn, "libvirt events");
    loop.setDaemon(true);
    loop.start();
  }

  private static void turn() {
    try {
      Library.runEventLoop();
    } catch (LibvirtException | InterruptedException e) {
      throw new IllegalStateException("libvirt's event loop ended", e);
    }
  }

  /** A piece of work with one node's libvirt. */
  interface Work<T> {
    T with(Connect libvirt) throws LibvirtException;
  }

  /** Does it over the kept connection; what libvirt says against it is thrown as HostProblem. */
  <T> T on(Endpoint node, String purpose, Work<T> work) {
    Kept kept = to(node);
    awaitTurn(kept);
    try {
      return work.with(kept.connect());
    } catch (LibvirtException e) {
      HostProblem problem = LibvirtErrors.translate(node, purpose, e);
      if (problem.unreachable()) drop(kept);
      throw problem;
    } finally {
      kept.turn().unlock();
      Reference.reachabilityFence(kept.connect()); // its finalizer closes it, in use or not
    }
  }

  private static void awaitTurn(Kept kept) {
    try {
      if (kept.turn().tryLock(TURN_SECONDS, TimeUnit.SECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw LibvirtErrors.stopped(
        kept.node(), "it has not answered an earlier question for " + TURN_SECONDS + " s", null);
  }

  /** If it does not open, all that have waited for it share the failure. */
  private Kept to(Endpoint node) {
    Kept kept = open.get(node.node());
    if (usable(kept, node)) return kept;
    long came = System.nanoTime();
    synchronized (doors.computeIfAbsent(node.node(), name -> new Object())) {
      Kept other = open.get(node.node());
      if (usable(other, node)) return other;
      Failure last = failures.get(node);
      if (last != null && last.at() - came > 0) throw last.problem();
      drop(node);
      try {
        Kept fresh = connect(node);
        open.put(node.node(), fresh);
        return fresh;
      } catch (HostProblem problem) {
        failures.put(node, new Failure(System.nanoTime(), problem));
        throw problem;
      }
    }
  }

  private static boolean usable(Kept kept, Endpoint node) {
    try {
      return kept != null && kept.node().equals(node) && kept.connect().isAlive();
    } catch (LibvirtException dead) {
      return false;
    } finally {
      if (kept != null) Reference.reachabilityFence(kept.connect());
    }
  }

  /** Another thread may have replaced it by now: that one stays. */
  private void drop(Kept dead) {
    open.remove(dead.node().node(), dead);
    dead.close();
  }

  void drop(Endpoint node) {
    Kept dead = open.remove(node.node());
    if (dead != null) dead.close();
  }

  /** One of its own, for work that must not end when the kept one does. The caller closes it. */
  Kept another(Endpoint node) {
    return connect(node);
  }

  private Kept connect(Endpoint node) {
    String socket = socketOn(node);
    Path local = folder.resolve(node.node() + "-" + count.incrementAndGet());
    try {
      SocketForward forward = SocketForward.open(ssh.session(node), socket, local);
      FutureTask<Connect> opening =
          new FutureTask<>(
              () -> new Connect("qemu+unix:///system?socket=" + encoded(local), false));
      Thread thread = new Thread(opening, "open libvirt " + node.node());
      thread.setDaemon(true);
      thread.start();
      try {
        Connect connect = opening.get(OPEN_SECONDS, TimeUnit.SECONDS);
        connect.setKeepAlive(ALIVE_SECONDS, ALIVE_COUNT);
        return new Kept(node, forward, connect);
      } catch (TimeoutException e) {
        forward.close(); // ends the waiting open as well
        throw LibvirtErrors.stopped(node, "no answer within " + OPEN_SECONDS + " s", e);
      } catch (ExecutionException e) {
        forward.close();
        throw LibvirtErrors.stopped(node, e.getCause().getMessage(), e.getCause());
      } catch (LibvirtException e) {
        forward.close();
        throw LibvirtErrors.translate(node, "opening libvirt", e);
      }
    } catch (IOException e) {
      throw SshErrors.unreachable(node, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SshErrors.unreachable(node, "interrupted", e);
    }
  }

  /** A folder's name may have blanks, a URI may not. */
  private static String encoded(Path path) {
    return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String socketOn(Endpoint node) {
    Output found = ssh.run(node, Command.script(FIND_SOCKET));
    if (found.exit() == NOT_INSTALLED) throw LibvirtErrors.missing(node);
    if (found.exit() == NOT_RUNNING)
      throw LibvirtErrors.stopped(node, "its socket is not there", null);
    if (!found.ok()) throw SshErrors.failed(node, "looking for libvirt", found);
    return found.out().strip();
  }

  @Override
  public void close() {
    open.values().forEach(Kept::close);
    open.clear();
  }
}
