package dev.corral.operation.desk;

import dev.corral.shared.Busy;
import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Asks hosts on behalf of requests: in no transaction, few at a time per node, and never for longer
 * than 10 s. A node that does not answer holds up two threads and a few who asked about it; it
 * holds no connection to the database.
 */
@Component
public class Looks implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int AT_ONCE = 2;
  private static final int WAITING = 8;
  private final Map<NodeName, Semaphore> slots = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "look at a node");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What is seen there. Busy (NODE_LATE) if the node has not answered within 10 s, (NODE_ASKED) at
   * once if too many ask about it; else whatever looking throws.
   */
  public <S> S at(NodeName node, Supplier<S> look) {
    if (TransactionSynchronizationManager.isActualTransactionActive())
      throw new IllegalStateException("a host is asked inside a transaction");
    long end = System.nanoTime() + LONGEST.toNanos();
    Semaphore free = slots.computeIfAbsent(node, n -> new Semaphore(AT_ONCE, true));
    if (free.getQueueLength() >= WAITING) throw asked(node);
    try {
      if (!free.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) throw late(node);
      Future<S> seen =
          threads.submit(
              () -> {
                try {
                  return look.get();
                } finally {
                  free.release();
                }
              });
      return seen.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLong) {
      throw late(node);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) throw problem;
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw late(node);
    }
  }

  private static Busy asked(NodeName node) {
    return new Busy(
        "NODE_ASKED",
        (AT_ONCE + WAITING) + " requests about " + node + " are waiting for it already",
        "ask again once the node answers: GET /api/v1/nodes/" + node + " says whether it does",
        LONGEST);
  }

  private static Busy late(NodeName node) {
    return new Busy(
        "NODE_LATE",
        node + " did not answer within " + LONGEST.toSeconds() + " s",
        "ask again once the node answers: GET /api/v1/nodes/" + node + " says whether it does",
        LONGEST);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
