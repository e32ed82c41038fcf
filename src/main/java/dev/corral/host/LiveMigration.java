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
    UNDER_WAY,
    /** It runs on the target, and on the source no more. */
    ARRIVED,
    /** It runs on neither. */
    OFF
  }

  /**
   * What is seen of it.
   *
   * @param percent of what has to be sent
   * @param words how much was sent, if that is known
   */
  record Look(State state, int percent, String words) {}

  /** The guest, where it is, and where it goes. */
  record Way(UUID guest, Endpoint source, Endpoint target) {}

  /**
   * Looks at it. Refused (MIGRATION_FAILED) if it was begun by this Corral and libvirt has given it
   * up since the last look.
   */
  Look look(Way way);

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
