package dev.corral.shared;

import java.time.Duration;

/** Too much is asked for at once: the same request may pass later. */
public class Busy extends Problem {
  private final Duration retryAfter;

  /** What is full, what to do, and after how long to ask again. */
  public Busy(String code, String detail, String fix, Duration retryAfter) {
    super(Category.BUSY, code, detail, fix, null);
    this.retryAfter = retryAfter;
  }

  /** How long to wait before asking again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
