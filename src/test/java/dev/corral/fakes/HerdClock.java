package dev.corral.fakes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of the herd and of Corral: it stands still until it is moved, or follows the real one.
 */
public final class HerdClock extends Clock {
  private final boolean real;
  private volatile Instant now;

  private HerdClock(boolean real, Instant now) {
    this.real = real;
    this.now = now;
  }

  /** Stands still at that moment. */
  public static HerdClock at(Instant now) {
    return new HerdClock(false, now);
  }

  /** The real one. */
  public static HerdClock real() {
    return new HerdClock(true, Instant.EPOCH);
  }

  @Override
  public Instant instant() {
    return real ? Instant.now() : now;
  }

  void set(Instant then) {
    if (real) throw new IllegalStateException("real time cannot be moved");
    now = then;
  }

  void advance(Duration time) {
    set(now.plus(time));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
