package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CorralTest
class LoadHistoryTests {
  private static final NodeName N1 = new NodeName("n1");
  private static final long FULL = 4_000;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired LoadHistory history;
  private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  @BeforeEach
  void oneNode() {
    herd.none();
    herd.node("n1", 8 * Herd.GIB, 0);
  }

  private void seen(Instant at, long free) {
    Vitals vitals =
        new Vitals(
            at,
            FULL,
            free,
            1.5,
            60,
            List.of(new Guest(UUID.randomUUID(), "a", true, 1)),
            List.of(
                new Pool("one", "/one", true, FULL, free), new Pool("two", "/two", true, FULL, 0)));
    history.observed(new NodeObserved(N1, vitals));
  }

  @Test
  void aMinuteIsKeptOnceWhoeverSawIt() {
    Instant begin = minute.minusSeconds(120);
    seen(begin, 1_000);
    seen(begin.plusSeconds(5), 0);
    sql.sql("insert into corral.load_sample values ('n1', ?, 7, 7, 7, 7, 7, 7)")
        .param(java.sql.Timestamp.from(begin.plusSeconds(60)))
        .update(); // by another instance
    seen(begin.plusSeconds(61), 0);
    assertThat(history.of(N1, Duration.ofHours(1)))
        .containsExactly(
            new LoadSample(begin, 1, 1.5, FULL, 3_000, 2 * FULL, FULL + 3_000),
            new LoadSample(begin.plusSeconds(60), 7, 7, 7, 7, 7, 7));
  }

  @Test
  void aLongHistoryHasFewPointsEachTheHighestOfItsTime() {
    for (int i = 0; i < 300; i++) seen(minute.minusSeconds(60L * i), i == 150 ? 0 : 1_000);
    List<LoadSample> points = history.of(N1, Duration.ofHours(5));
    assertThat(points).hasSizeBetween(100, 125);
    assertThat(points).extracting(LoadSample::memoryUsed).contains(FULL);
    assertThat(points).extracting(LoadSample::at).isSorted();
  }

  @Test
  void afterADayOneInTenStaysAndAfterAWeekNone() {
    Instant tenth = minute.truncatedTo(ChronoUnit.HOURS);
    for (int days : List.of(0, 2, 8))
      for (int minutes = 0; minutes < 20; minutes++)
        seen(tenth.minus(Duration.ofDays(days)).minusSeconds(60L * minutes), 0);
    history.thinOut();
    assertThat(
            sql.sql("select count(*) from corral.load_sample where node = 'n1'")
                .query(Integer.class)
                .single())
        .isEqualTo(22);
  }
}
