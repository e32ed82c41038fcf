package dev.corral.ui.dashboard;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import dev.corral.operation.herd.Alert;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** What a person should know of now, each with the way to where more is seen. */
final class AlertRows extends Div {
  AlertRows(List<Alert> alerts) {
    addClassNames("rows", "alerts");
    setId("alerts");
    alerts.forEach(a -> add(row(a))); // few: made anew as a whole, when one of them has changed
  }

  private static Div row(Alert alert) {
    Anchor text = new Anchor(alert.path(), Words.of("alert." + alert.code(), values(alert)));
    Div row =
        new Div(new Badge(tone(alert.severity()), Words.of("alert." + alert.severity())), text);
    row.addClassName("row");
    return row;
  }

  /** Counts as numbers, so that the words can follow them: one clone, two clones. */
  private static Object[] values(Alert alert) {
    Object[] values = alert.values().toArray();
    int count =
        switch (alert.code()) {
          case INCIDENTS -> 0;
          case NODE_LOST -> 1;
          case NODES_VANISHED, GUEST_TWICE, NODE_DEGRADED, POOL_FULL, DISK_KEPT -> -1;
        };
    if (count >= 0) values[count] = Long.valueOf(alert.values().get(count));
    return values;
  }

  private static Tone tone(Alert.Severity severity) {
    return switch (severity) {
      case URGENT -> Tone.BAD;
      case WARNING -> Tone.WARN;
      case NOTICE -> Tone.CALM;
    };
  }
}
