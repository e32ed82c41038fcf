package dev.corral.ui.part;

import com.vaadin.flow.component.HtmlComponent;
import com.vaadin.flow.component.Tag;
import java.time.Instant;

/**
 * A time that the browser keeps true: how long ago something was, or how long it has lasted. The
 * element is defined in {@code ui/window.js}.
 */
@Tag("corral-time")
public final class Clocked extends HtmlComponent {
  /** How long ago that was. */
  static Clocked ago(Instant at) {
    Clocked time = new Clocked();
    time.getElement().setAttribute("at", millis(at));
    return time;
  }

  /** How long it has lasted since then. */
  static Clocked since(Instant from) {
    Clocked time = ago(from);
    time.getElement().setAttribute("lasted", true);
    return time;
  }

  /** As the element's attribute: epoch milliseconds, empty for null. */
  public static String millis(Instant at) {
    return at == null ? "" : String.valueOf(at.toEpochMilli());
  }
}
