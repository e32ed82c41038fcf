package dev.corral.ui.base;

import dev.corral.base.Copy;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;

/** How a copy stands, in few words: how far, how fast, from where, until when. */
final class CopyWords {
  /** A copy of which nothing has come for so long does not move. */
  private static final Duration STILL = Duration.ofSeconds(20);

  private CopyWords() {}

  /** When it was verified, for the {@code {0}} in its words; null where there is none. */
  static Instant at(Copy copy) {
    return copy.state() == Copy.State.READY ? copy.verifiedAt() : null;
  }

  /** Of a copy whose generation has that many bytes. */
  static String of(Copy copy, long size, Times times) {
    return switch (copy.state()) {
      case READY -> copy.verifiedAt() == null ? "" : Words.of("base.verified", "{0}");
      case COPYING ->
          copy.percent() == 0 && copy.rate() <= 0 ? copy.detail() : moving(copy, size, times);
      case VERIFYING -> Words.of("base.summing");
      case FAILED, ABSENT, REMOVING -> copy.detail();
    };
  }

  private static String moving(Copy copy, long size, Times times) {
    if (copy.movedAt() != null && copy.movedAt().plus(STILL).isBefore(Instant.now()))
      return Words.of("base.stands", copy.percent());
    StringJoiner words = new StringJoiner(" · ").add(copy.percent() + " %");
    if (copy.rate() > 0) {
      words.add(new Bytes(copy.rate()) + "/s");
      long left = Math.max(0, size - copy.bytes());
      words.add(Words.of("base.left", times.amount(left / copy.rate())));
    }
    if (copy.from() != null) words.add(Words.of("base.from", copy.from().value()));
    return words.toString();
  }

  /** How far it is, or -1 where there is nothing to measure. */
  static int percent(Copy copy) {
    return switch (copy.state()) {
      case COPYING, VERIFYING -> copy.percent();
      case ABSENT, READY, REMOVING, FAILED -> -1;
    };
  }
}
