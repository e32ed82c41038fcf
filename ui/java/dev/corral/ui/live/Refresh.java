package dev.corral.ui.live;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/** A part of a window that shows some tables: whether it is due, and when it last ran. */
final class Refresh {
  private final Set<String> tables;
  private final long paceNanos;
  private final Runnable work;
  private volatile boolean due;
  private volatile long lastNanos = System.nanoTime();

  Refresh(Set<String> tables, Duration pace, Runnable work) {
    this.tables = tables;
    this.paceNanos = pace.toNanos();
    this.work = work;
  }

  /** Marks it if it shows one of these tables; answers whether it is due now. */
  boolean marked(Set<String> changed) {
    if (!due && !Collections.disjoint(changed, tables)) due = true;
    return due;
  }

  boolean due() {
    return due;
  }

  /** Nanoseconds until it may run again, given the pace that all windows keep together. */
  long waitNanos(long now, long leastPaceNanos) {
    return Math.max(0, lastNanos + Math.max(paceNanos, leastPaceNanos) - now);
  }

  void run(long now) {
    due = false;
    lastNanos = now;
    work.run();
  }
}
