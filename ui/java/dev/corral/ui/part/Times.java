package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinSession;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as people read them: how long ago, and exactly when in their own zone. */
@org.springframework.stereotype.Component
public class Times {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  /** Learns the browser's time zone. */
  public void learnZone(UI ui) {
    ui.getPage()
        .retrieveExtendedClientDetails(
            details -> {
              if (details.getTimeZoneId() != null)
                ui.getSession().setAttribute(ZoneId.class, ZoneId.of(details.getTimeZoneId()));
            });
  }

  /** The zone of whoever looks. */
  public ZoneId zone() {
    ZoneId zone = VaadinSession.getCurrent().getAttribute(ZoneId.class);
    return zone == null ? ZoneId.systemDefault() : zone;
  }

  /** To the second; empty for null. */
  public String exact(Instant at) {
    return at == null ? "" : EXACT.withZone(zone()).format(at);
  }

  /** How long from one to the other; if the end is null, the browser counts on. */
  public Component lasted(Instant from, Instant to) {
    return to == null ? Clocked.since(from) : new Span(amount(from, to));
  }

  /** How long from one to the other. */
  public String amount(Instant from, Instant to) {
    Duration lasted = Duration.between(from, to);
    if (lasted.toSeconds() < 10) return "%.1f s".formatted(Math.max(0, lasted.toMillis()) / 1000.0);
    return amount(lasted.toSeconds());
  }

  /** Seconds as {@code 5 s}, {@code 3 min}, {@code 2 h}, {@code 4 d}. */
  public String amount(long seconds) {
    if (seconds < MINUTE) return seconds + " s";
    if (seconds < HOUR) return seconds / MINUTE + " min";
    return seconds < DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
  }

  /** How long ago, with the exact time as its tooltip; a dash for null. */
  public Component ago(Instant at) {
    if (at == null) return new Span("–");
    Clocked ago = Clocked.ago(at);
    ago.addClassName("muted");
    ago.setTitle(exact(at));
    return ago;
  }
}
