package dev.corral.node;

import dev.corral.shared.Guest;
import dev.corral.shared.Offers;
import dev.corral.shared.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a node was when last looked at; memory in bytes, uptime in seconds.
 *
 * @param offers null in rows of versions that did not look
 */
public record Vitals(
    Instant at,
    long memory,
    long available,
    double load,
    long uptime,
    List<Guest> guests,
    List<Pool> pools,
    Offers offers) {
  /** One of which is not known what it offers beside memory and disk. */
  public Vitals(
      Instant at,
      long memory,
      long available,
      double load,
      long uptime,
      List<Guest> guests,
      List<Pool> pools) {
    this(at, memory, available, load, uptime, guests, pools, null);
  }

  /** Its pool of that name. */
  public Optional<Pool> pool(String name) {
    return pools.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** The guests that run, Corral's and others. */
  public List<Guest> running() {
    return guests.stream().filter(Guest::running).toList();
  }
}
