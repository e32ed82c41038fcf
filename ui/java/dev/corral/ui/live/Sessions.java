package dev.corral.ui.live;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.VaadinSessionState;
import com.vaadin.flow.server.WrappedSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Ends what Vaadin keeps of a login once no window of it has been open for as long as a silent
 * window may live. Whoever is signed in stays so, since Cockpit and a page opened later go by the
 * same HTTP session; one that nobody has signed in to ends as a whole.
 */
@Component
class Sessions implements VaadinServiceInitListener {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private final Windows windows;
  private final WindowSettings settings;

  /** Each session, and when a window of it was last seen open. */
  private final Map<VaadinSession, Long> lastOpenNanos = new ConcurrentHashMap<>();

  Sessions(Windows windows, WindowSettings settings, MeterRegistry metrics) {
    this.windows = windows;
    this.settings = settings;
    metrics.gaugeMapSize("corral.ui.sessions", List.of(), lastOpenNanos);
    windows.regularly(this::sweep);
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event
        .getSource()
        .addSessionInitListener(e -> lastOpenNanos.put(e.getSession(), System.nanoTime()));
    event.getSource().addSessionDestroyListener(e -> lastOpenNanos.remove(e.getSession()));
  }

  private void sweep() {
    long now = System.nanoTime();
    for (VaadinSession session : lastOpenNanos.keySet()) {
      if (windows.inSession(session) > 0) lastOpenNanos.replace(session, now);
      else if (now - lastOpenNanos.getOrDefault(session, now) > settings.silence().toNanos())
        Windows.whileFree(session, () -> end(session));
    }
  }

  private void end(VaadinSession session) {
    if (windows.inSession(session) > 0) return; // opened meanwhile
    lastOpenNanos.remove(session);
    WrappedSession http = session.getSession();
    if (session.getState() != VaadinSessionState.OPEN || http == null) return;
    try {
      if (http.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
          == null) http.invalidate();
      else session.getService().removeSession(http);
    } catch (IllegalStateException ended) {
      log.debug("the session had ended already", ended);
    }
  }
}
