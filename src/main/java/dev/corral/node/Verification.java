package dev.corral.node;

import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.SignsOfLife;
import dev.corral.host.SignsOfLife.Heard;
import dev.corral.node.Signs.Kind;
import dev.corral.node.Signs.Sign;
import dev.corral.shared.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Asks a node in several ways at once: its libvirt, its sshd, and other nodes that try to reach it.
 * Takes {@link #LIMIT_SECONDS} at most, whatever hangs.
 */
@Component
public class Verification implements AutoCloseable {
  static final int LIMIT_SECONDS = 5;
  private static final int PEERS = 2;

  /** Questions that one peer answers at a time: its session has other work, too. */
  private static final int AT_ONCE = 2;

  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final SignsOfLife signs;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "verification");
            thread.setDaemon(true);
            return thread;
          });

  /** At most one for each node and way: one that hangs is waited for again, not asked twice. */
  private final Map<String, Future<Sign>> underWay = new ConcurrentHashMap<>();

  private final Map<NodeName, Semaphore> asking = new ConcurrentHashMap<>();

  Verification(Nodes nodes, Hypervisor hypervisor, SignsOfLife signs) {
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.signs = signs;
  }

  /** Asks it now. */
  public Signs of(NodeName name) {
    Endpoint node = nodes.endpoint(name);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    Future<Sign> libvirt = ask("libvirt " + name, () -> libvirt(node));
    Future<Sign> ssh = ask("ssh " + name, () -> ssh(node));
    List<Node> up =
        new ArrayList<>(
            nodes.list().stream()
                .filter(n -> n.admitted() && n.health() == Health.UP && !n.name().equals(name))
                .toList());
    Collections.shuffle(up);
    List<Node> others =
        up.stream().limit(PEERS).sorted(Comparator.comparing(n -> n.name().value())).toList();
    List<Future<Sign>> peers =
        others.stream()
            .map(n -> ask(n.name() + " to " + name, () -> peer(n.endpoint(), node)))
            .toList();
    return new Signs(
        heard(libvirt, deadline, new Sign(Kind.SILENT, "libvirt: no answer")),
        heard(ssh, deadline, new Sign(Kind.SILENT, "SSH: no answer")),
        java.util.stream.IntStream.range(0, others.size())
            .mapToObj(i -> heard(peers.get(i), deadline, notAsked(others.get(i).name())))
            .toList());
  }

  private Future<Sign> ask(String key, Callable<Sign> way) {
    return underWay.compute(
        key, (k, before) -> before == null || before.isDone() ? threads.submit(way) : before);
  }

  private Sign libvirt(Endpoint node) {
    try {
      hypervisor.guests(node);
      return new Sign(Kind.ANSWERS, "libvirt answers");
    } catch (HostProblem problem) {
      return new Sign(
          Kind.SILENT,
          problem.unreachable() ? "libvirt: no answer" : "libvirt: " + problem.detail());
    }
  }

  private Sign ssh(Endpoint node) {
    Heard heard = signs.ssh(node);
    return heard.answered()
        ? new Sign(Kind.ANSWERS, "SSH answers (" + heard.words() + ")")
        : new Sign(Kind.SILENT, "SSH: no answer");
  }

  private Sign peer(Endpoint peer, Endpoint node) {
    Semaphore questions = asking.computeIfAbsent(peer.node(), n -> new Semaphore(AT_ONCE));
    if (!questions.tryAcquire()) return notAsked(peer.node());
    try {
      Heard heard = signs.from(peer, node);
      return heard.answered()
          ? new Sign(Kind.ANSWERS, peer.node() + " reaches it (" + heard.words() + ")")
          : new Sign(Kind.SILENT, peer.node() + " does not reach it");
    } catch (HostProblem silentItself) {
      return notAsked(peer.node());
    } finally {
      questions.release();
    }
  }

  private static Sign notAsked(NodeName peer) {
    return new Sign(Kind.NOT_ASKED, peer + " could not be asked");
  }

  private static Sign heard(Future<Sign> asked, long deadline, Sign otherwise) {
    try {
      return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLate) {
      return otherwise;
    } catch (ExecutionException unforeseen) {
      return new Sign(otherwise.kind(), otherwise.words() + " (" + unforeseen.getCause() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
