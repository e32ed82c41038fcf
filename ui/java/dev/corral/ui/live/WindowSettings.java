package dev.corral.ui.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Limits on open browser windows: {@code corral.ui.*}.
 *
 * @param silence how long a visible window may go without a sign of life before Corral closes it
 * @param hiddenSilence the same for a hidden one: more than a minute, since Chromium wakes the
 *     timers of a page that has been hidden for five minutes only once a minute (intensive
 *     throttling)
 * @param windows most windows at a time on this server
 * @param windowsPerSession most windows at a time in one login session
 * @param refreshesPerSecond most refreshes per second for all windows together; with many windows
 *     open each one is refreshed less often
 */
@ConfigurationProperties("corral.ui")
record WindowSettings(
    Duration silence,
    Duration hiddenSilence,
    int windows,
    int windowsPerSession,
    int refreshesPerSecond) {
  Duration silence(boolean visible) {
    return visible ? silence : hiddenSilence;
  }
}
