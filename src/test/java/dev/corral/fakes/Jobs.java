package dev.corral.fakes;

import dev.corral.fakes.shell.Host;
import dev.corral.fakes.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The processes of a node that go on by themselves. Each is a thread, of which only one moves at a
 * time, and only while somebody looks: it stands still until its next moment has come.
 */
final class Jobs {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fake process");
            thread.setDaemon(true);
            return thread;
          });

  private final FakeNode node;
  private final Map<Integer, Job> running = new TreeMap<>();
  private int numbers = 1_000;

  Jobs(FakeNode node) {
    this.node = node;
  }

  /** One of them. */
  final class Job implements Host.Pause {
    final int number;
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Instant wake;
    private boolean ended;
    private Shell.Killed killed;

    /** Paths that it has open. */
    final List<String> open = new ArrayList<>();

    private Throwable failure;

    private Job(int number, Instant wake) {
      this.number = number;
      this.wake = wake;
    }

    @Override
    public void pause(Duration time) {
      wake = node.clock().instant().plus(time);
      back.release();
      go.acquireUninterruptibly();
      if (killed != null) throw killed;
    }

    private void live(Runnable life) {
      go.acquireUninterruptibly();
      try {
        if (killed == null) life.run();
      } catch (Shell.Killed end) {
        // that is what was wanted
      } catch (Throwable unforeseen) {
        failure = unforeseen;
      } finally {
        ended = true;
        back.release();
      }
    }

    private void turn() {
      go.release();
      back.acquireUninterruptibly();
      if (ended) {
        running.remove(number);
        node.locks().leave(number);
      }
      if (failure != null)
        throw new AssertionError("a process on " + node.name() + " failed", failure);
    }

    private void kill(boolean gently) {
      killed = new Shell.Killed(gently);
      turn();
    }
  }

  int start(Shell parent, Consumer<Shell> work) {
    int number = ++numbers;
    for (String path : parent.open()) node.locks().inherit(path, parent.number(), number);
    Job job = new Job(number, node.clock().instant());
    running.put(number, job);
    Shell shell = new Shell(node.host(), number, Map.of(), job);
    THREADS.execute(() -> job.live(() -> work.accept(shell)));
    job.turn();
    return number;
  }

  /** The first moment at which one of them goes on. */
  Optional<Instant> next() {
    return running.values().stream().map(j -> j.wake).min(Comparator.naturalOrder());
  }

  /** All go on whose moment has come. */
  void settle(Instant now) {
    for (int turns = 0; turns < 100_000; turns++) {
      Optional<Job> due =
          running.values().stream()
              .filter(j -> !j.wake.isAfter(now))
              .min(Comparator.<Job, Instant>comparing(j -> j.wake).thenComparing(j -> j.number));
      if (due.isEmpty()) return;
      due.get().turn();
    }
    throw new AssertionError("processes on " + node.name() + " go round without a pause");
  }

  boolean lives(int number) {
    return running.containsKey(number);
  }

  Optional<Job> find(int number) {
    return Optional.ofNullable(running.get(number));
  }

  boolean kill(int number) {
    Job job = running.get(number);
    if (job == null) return false;
    job.kill(true);
    return true;
  }

  void powerLost() {
    for (Job job : List.copyOf(running.values())) job.kill(false);
  }

  /** What their processes have open, by process number. */
  Map<Integer, List<String>> open() {
    Map<Integer, List<String>> all = new TreeMap<>();
    running.forEach((number, job) -> all.put(number, job.open));
    return all;
  }
}
