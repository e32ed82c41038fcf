package dev.corral.host;

import dev.corral.host.LiveMigration.State;

/**
 * Where a guest stands between two nodes, from what each of them says. Pure.
 *
 * <p>libvirt hands over in this order: the source's QEMU has sent all and stands still; the target
 * makes the guest persistent and lets it run; the source forgets it. So a guest that is persistent
 * on the target, or gone from the source, was handed over; one that the target only receives is
 * taken away there with the connection that sent it.
 */
final class Standing {
  private Standing() {}

  /** What one node says of the guest. */
  enum Side {
    RUNS,
    PAUSED,
    /** A migration is under way there. */
    BUSY,
    /** It is there, but will not outlive its process: it is being received. */
    RECEIVING,
    /** It is defined, and off. */
    OFF,
    NONE,
    SILENT;

    private boolean has() {
      return this == RUNS || this == PAUSED;
    }
  }

  /**
   * Where it stands, if it does not run {@link #twice}.
   *
   * @param handedOver whether the hand-over was begun
   */
  static State of(Side source, Side target, boolean handedOver) {
    return switch (source) {
      case BUSY, RECEIVING -> State.UNDER_WAY;
      case NONE -> gone(target, handedOver);
      case RUNS -> target == Side.RECEIVING ? State.UNDER_WAY : State.AT_SOURCE;
      case PAUSED -> still(target, handedOver, State.PAUSED);
      case OFF -> still(target, handedOver, State.OFF);
      case SILENT -> target.has() ? State.ARRIVED : State.UNKNOWN;
    };
  }

  /** The source has let it go; only the target can have it. */
  private static State gone(Side target, boolean handedOver) {
    if (target.has() || target == Side.RECEIVING || target == Side.OFF) return State.ARRIVED;
    return handedOver && target == Side.SILENT ? State.ARRIVED : State.OFF;
  }

  /** It does not run on the source: if the target keeps it, the target was the last to have it. */
  private static State still(Side target, boolean handedOver, State atSource) {
    return switch (target) {
      case RUNS, PAUSED -> State.ARRIVED;
      case RECEIVING, BUSY -> State.UNDER_WAY;
      case OFF -> handedOver ? State.ARRIVED : atSource;
      case SILENT -> handedOver ? State.UNKNOWN : atSource;
      case NONE -> atSource;
    };
  }

  /** It runs on both. */
  static boolean twice(Side source, Side target) {
    return source == Side.RUNS && target.has();
  }
}
