package dev.corral.ui.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.ui.node.Sparkline.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Sparkline chart =
      new Sparkline(NOON, NOON.plus(Duration.ofMinutes(24)), MINUTE, 100);

  private static Point at(int minute, double value) {
    return new Point(NOON.plus(MINUTE.multipliedBy(minute)), value);
  }

  @Test
  void timeGoesToTheRightAndValuesUp() {
    assertThat(chart.svg(List.of(at(0, 0), at(1, 50), at(2, 100)), "x"))
        .contains("class=\"line\" d=\"M0.0,47.0 h0.01 L10.0,24.0 L20.0,1.0\"");
  }

  @Test
  void whereNothingWasSeenIsAGap() {
    assertThat(chart.svg(List.of(at(0, 0), at(1, 0), at(9, 0)), "x"))
        .contains("L10.0,47.0M90.0,47.0");
  }

  @Test
  void whatIsHigherThanTheTopStaysInTheImage() {
    assertThat(chart.svg(List.of(at(0, 900)), "x")).contains("M0.0,1.0");
  }

  @Test
  void noTextBreaksTheImage() {
    assertThat(chart.svg(List.of(), "a \"b\" <c> & d"))
        .contains("aria-label=\"a &quot;b&quot; &lt;c> &amp; d\"");
  }
}
