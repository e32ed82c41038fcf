package dev.corral.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;

/** Threads that run the engine's jobs as they become due, as its executor does. */
public final class Executing implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);
  private final ManagementService management;
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Executing(ManagementService management, int number) {
    this.management = management;
    for (int i = 0; i < number; i++) {
      Thread thread = new Thread(this::work, "job thread " + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void work() {
    while (!closed) {
      List<Job> due = management.createJobQuery().executable().orderByJobId().asc().list();
      for (Job job : due) if (!closed && taken.add(job.getId())) run(job);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void run(Job job) {
    try {
      management.executeJob(job.getId());
    } catch (RuntimeException failed) {
      // the step's row says why
    } finally {
      taken.remove(job.getId());
    }
  }

  /** Waits for it, four minutes at most. */
  public static void await(BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end)
        throw new AssertionError("it has not come about within four minutes");
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(
        t -> {
          try {
            t.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
