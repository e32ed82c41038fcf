package dev.corral.host;

import java.util.Optional;
import java.util.UUID;

/**
 * Moves a running guest from one node to another without stopping it. Its overlay is sent along;
 * whatever fails, or if Corral is killed, the guest goes on where it was.
 */
public interface LiveMigration {
  /** How the guest stands between the two nodes. */
  enum State {
    /** It runs on the source, and is not on its way. */
    AT_SOURCE,
    /** It is on the source, paused, and is not on its way. */
    PAUSED,
    UNDER_WAY,
    /** The target has it, whatever it does there, and the source no more. */
    ARRIVED,
    /** It is on the source, and off. */
    OFF,
    /** It may have been handed over, and the side that knows is silent. */
    UNKNOWN
  }

  /**
   * What is seen of it.
   *
   * @param percent of what has to be sent
   * @param words how much was sent, if that is known
   */
  record Look(State state, int percent, String words) {}

  /**
   * The guest, where it is, and where it goes.
   *
   * @param handedOver whether the hand-over was begun, by whichever Corral: then the target may
   *     have it
   * @param paused whether it was paused when that was begun; else a guest that a broken hand-over
   *     left paused on the source goes on there
   */
  record Way(UUID guest, Endpoint source, Endpoint target, boolean handedOver, boolean paused) {
    /** Of one that nobody has begun to hand over. */
    public Way(UUID guest, Endpoint source, Endpoint target) {
      this(guest, source, target, false, false);
    }
  }

  /**
   * Looks at it, on both sides. Refused (MIGRATION_FAILED) if it was begun by this Corral, libvirt
   * has given it up since the last look, and the guest is on the source. Throws HostProblem if a
   * silent side leaves no answer.
   */
  Look look(Way way);

  /** It goes on at the source, where a broken hand-over has left it paused. */
  void resume(Way way);

  /**
   * Begins it; the overlays must be there on the target, as new. Goes on by itself, but ends with
   * this Corral.
   *
   * @param definition the guest's definition as the target needs it; empty if it needs no other
   */
  void begin(Way way, Optional<String> definition);

  /** How many guests are just leaving a node. */
  int leaving(Endpoint source);

  /**
   * Ends it, if it is under way, and waits some seconds until it has ended; {@link #look} then
   * tells where the guest is. Refused (MOVE_ENDING) if it goes on.
   */
  void abort(Way way);
}
