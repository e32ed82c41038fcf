package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.node.Signs.Kind;
import dev.corral.node.Signs.Sign;
import dev.corral.node.Signs.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignsTests {
  private static Signs signs(Kind libvirt, Kind ssh, Kind... peers) {
    return new Signs(
        new Sign(libvirt, "libvirt: " + libvirt),
        new Sign(ssh, "SSH: " + ssh),
        Arrays.stream(peers).map(p -> new Sign(p, "n3: " + p)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERS, ANSWERS, ANSWERS, WELL",
    "ANSWERS, SILENT, SILENT, WELL",
    "SILENT, ANSWERS, ANSWERS, WITHOUT_LIBVIRT",
    "SILENT, ANSWERS, SILENT, WITHOUT_LIBVIRT",
    "SILENT, ANSWERS, NOT_ASKED, WITHOUT_LIBVIRT",
    "SILENT, SILENT, ANSWERS, CUT_OFF",
    "SILENT, SILENT, NOT_ASKED, SILENT",
    "SILENT, SILENT, SILENT, SILENT",
  })
  void oneWayThatWorksIsEnoughNotToBeLost(Kind libvirt, Kind ssh, Kind peer, Verdict verdict) {
    assertThat(signs(libvirt, ssh, peer).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, SILENT, UP, 14, DEGRADED",
    "SILENT, SILENT, UP, 15, LOST",
    "SILENT, SILENT, DEGRADED, 15, LOST",
    "SILENT, SILENT, LOST, 0, LOST",
    "SILENT, ANSWERS, UP, 900, DEGRADED",
    "SILENT, ANSWERS, LOST, 900, DEGRADED",
    "ANSWERS, SILENT, LOST, 900, DEGRADED",
  })
  void aSuspectIsLostOnceNoWayHasWorkedForSoLong(
      Kind ssh, Kind peer, Health before, int seconds, Health then) {
    assertThat(
            signs(Kind.SILENT, ssh, peer)
                .health(before, Duration.ofSeconds(seconds), Duration.ofSeconds(15)))
        .isEqualTo(then);
  }

  @Test
  void aNodeThatIsOnlySlowToAnswerStaysUp() {
    Signs signs = signs(Kind.ANSWERS, Kind.ANSWERS, Kind.ANSWERS);
    Duration lostAfter = Duration.ofSeconds(15);
    assertThat(signs.health(Health.UP, Duration.ofSeconds(900), lostAfter)).isEqualTo(Health.UP);
    assertThat(signs.health(Health.DEGRADED, Duration.ZERO, lostAfter)).isEqualTo(Health.DEGRADED);
  }

  @Test
  void onePeerOfSeveralThatReachesItIsEnough() {
    assertThat(signs(Kind.SILENT, Kind.SILENT, Kind.SILENT, Kind.ANSWERS).verdict())
        .isEqualTo(Verdict.CUT_OFF);
  }

  @Test
  void theEvidenceNamesEachWay() {
    assertThat(signs(Kind.SILENT, Kind.SILENT, Kind.SILENT).evidence())
        .isEqualTo("no answer by any way: libvirt: SILENT; SSH: SILENT; n3: SILENT");
    assertThat(
            new Signs(
                    new Sign(Kind.SILENT, "libvirt: no answer"),
                    new Sign(Kind.SILENT, "SSH: no answer"),
                    List.of())
                .evidence())
        .endsWith("no other node is up that could be asked");
  }
}
