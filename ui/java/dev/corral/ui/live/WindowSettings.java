package dev.corral.ui.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Limits on open browser windows: {@code corral.ui.*}.
 *
 * @param silence how long a visible window may go without a sign of life before Corral closes it; a
 *     hidden one, whose browser lets it speak only once a minute, gets at least {@link
 *     #HIDDEN_SILENCE}
 * @param windows most windows at a time on this server
 * @param windowsPerSession most windows at a time in one login session
 * @param refreshesPerSecond most refreshes per second for all windows together; with many windows
 *     open each one is refreshed less often
 */
@ConfigurationProperties("corral.ui")
record WindowSettings(
    Duration silence, int windows, int windowsPerSession, int refreshesPerSecond) {
  /**
   * Two and a half minutes: Chromium wakes the timers of a page that was hidden for five minutes
   * once a minute (intensive throttling).
   */
  static final Duration HIDDEN_SILENCE = Duration.ofSeconds(150);

  Duration silence(boolean visible) {
    return visible || silence.compareTo(HIDDEN_SILENCE) > 0 ? silence : HIDDEN_SILENCE;
  }
}
