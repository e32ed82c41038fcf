package dev.corral.sim;

import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What has happened in one run, in words and in order; the same for the same seed. */
final class Log {
  private final FakeHerd herd;
  private final Instant began;
  private final List<String> lines = new ArrayList<>();
  private long calls;
  private long sum;

  Log(FakeHerd herd) {
    this.herd = herd;
    this.began = herd.clock().instant();
  }

  void say(String what) {
    double seconds = Duration.between(began, herd.clock().instant()).toMillis() / 1000.0;
    lines.add("%8.1f s  %s".formatted(seconds, what));
  }

  void call(FakeNode node, String call) {
    calls++;
    sum = sum * 31 + (node + call.replaceAll("[0-9a-f-]{36}", "?")).hashCode();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Equal for runs that have asked hosts for the same in the same order. */
  String sum() {
    return calls + " calls, " + Long.toHexString(sum);
  }
}
