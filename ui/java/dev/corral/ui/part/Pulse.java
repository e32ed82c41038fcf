package dev.corral.ui.part;

import com.vaadin.flow.component.UI;

/**
 * Says in the browser that Corral does not answer, and that it does again. The server's push alone
 * would not: whoever waits for it cannot tell silence from peace.
 */
public final class Pulse {
  private static final String PATH = "/actuator/health/liveness";

  private static final String BEAT =
      """
      const indicator = window.Vaadin.connectionIndicator;
      indicator.reconnectingText = $1;
      indicator.onlineText = $2;
      indicator.querySelector('.v-status-message').setAttribute('role', 'status');
      if (window.corralPulse) return;
      let lost = false;
      window.corralPulse = setInterval(async () => {
        const state = window.Vaadin.connectionState;
        try {
          const answer = await fetch($0, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
          if (!answer.ok) throw answer.status;
          if (lost) state.state = 'connected';
          lost = false;
        } catch (silence) {
          lost = true;
          state.state = 'reconnecting';
        }
      }, 2000);""";

  private Pulse() {}

  /** From now on, in this page. */
  public static void watch(UI ui) {
    ui.getPage().executeJs(BEAT, PATH, Words.of("connection.lost"), Words.of("connection.back"));
  }
}
