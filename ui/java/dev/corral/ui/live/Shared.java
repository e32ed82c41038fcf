package dev.corral.ui.live;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A value of some tables, read again only after one of them has changed. */
final class Shared<T> implements Supplier<T> {
  /**
   * So old it may get without word of a change: that may be lost with the database's connection.
   */
  private static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Set<String> tables;
  private final Supplier<T> read;
  private volatile boolean stale = true;
  private long readNanos;
  private T value;

  Shared(Set<String> tables, Supplier<T> read) {
    this.tables = tables;
    this.read = read;
  }

  void changed(Set<String> these) {
    if (!Collections.disjoint(these, tables)) stale = true;
  }

  @Override
  public synchronized T get() {
    if (stale || System.nanoTime() - readNanos > OLDEST_NANOS) {
      stale = false; // before it is read: what changes meanwhile makes it stale again
      readNanos = System.nanoTime();
      value = readOrStale();
    }
    return value;
  }

  private T readOrStale() {
    try {
      return read.get();
    } catch (RuntimeException failed) {
      stale = true;
      throw failed;
    }
  }
}
