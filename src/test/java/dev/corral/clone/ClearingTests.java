package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClearingTests {
  private static final UUID GUEST = UUID.randomUUID();
  private static final Leftover LEFT =
      new Leftover(
          new NodeName("n1"),
          GUEST,
          "web",
          "default",
          List.of("web.vda.qcow2"),
          "it was removed",
          Instant.EPOCH,
          null,
          null,
          false);

  private static Optional<Clone> web(UUID guest, boolean isVolatile) {
    return Optional.of(
        new Clone(
            new CloneName("web"),
            new BaseName("debian"),
            1,
            "eve",
            isVolatile,
            1L,
            true,
            Clone.State.RUNNING,
            new NodeName("n2"),
            guest,
            null,
            Instant.EPOCH));
  }

  @Test
  void onlyAVolatileClonesOwnDiskGoesForGood() {
    assertThat(Clearing.goesForGood(LEFT, web(GUEST, true))).isTrue();
    assertThat(Clearing.goesForGood(LEFT, web(GUEST, false))).isFalse();
    assertThat(Clearing.goesForGood(LEFT, Optional.empty())).isFalse();
  }

  @Test
  void aVolatileCloneThatBearsTheNameNowCostsTheEarlierOneNothing() {
    assertThat(Clearing.goesForGood(LEFT, web(UUID.randomUUID(), true))).isFalse();
  }
}
