package dev.corral.node;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * What was seen before Corral was stopped is no news any more when it starts: seen to before
 * anybody can ask.
 */
@Component
class OldNews implements SmartInitializingSingleton {
  /** An answer older than this proves nothing. */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final NodeSightings sightings;
  private final Clock clock;

  OldNews(NodeSightings sightings, Clock clock) {
    this.sightings = sightings;
    this.clock = clock;
  }

  @Override
  public void afterSingletonsInstantiated() {
    sightings.doubtOlderThan(clock.instant().minus(FRESH));
  }
}
