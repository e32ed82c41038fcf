package dev.corral.shared;

import java.util.Locale;

/** An amount of memory or disk. */
public record Bytes(long count) implements Comparable<Bytes> {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  /** That many MiB. */
  public static Bytes ofMiB(long mib) {
    return new Bytes(mib << 20);
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /** As a person reads it: {@code 1.5 GiB}. */
  @Override
  public String toString() {
    double amount = count;
    int unit = 0;
    while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
