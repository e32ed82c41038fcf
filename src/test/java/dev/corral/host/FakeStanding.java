package dev.corral.host;

import dev.corral.fakes.FakeGuest;
import dev.corral.host.LiveMigration.State;
import dev.corral.host.Standing.Side;
import java.util.Optional;

/** The real rule of where a guest stands between two nodes, asked about hosts in memory. */
public final class FakeStanding {
  private FakeStanding() {}

  /** What one node says; null if it is silent. */
  public static State of(
      Optional<FakeGuest> source, Optional<FakeGuest> target, boolean handedOver) {
    Side from = side(source);
    Side to = side(target);
    if (Standing.twice(from, to)) throw new AssertionError("it runs on both sides");
    return Standing.of(from, to, handedOver);
  }

  private static Side side(Optional<FakeGuest> guest) {
    if (guest == null) return Side.SILENT;
    if (guest.isEmpty()) return Side.NONE;
    if (!guest.get().active()) return Side.OFF;
    if (!guest.get().defined()) return Side.RECEIVING;
    return guest.get().running() ? Side.RUNS : Side.PAUSED;
  }
}
