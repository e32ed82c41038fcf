package dev.corral.ui.dashboard;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import dev.corral.operation.Alert;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** What a person should know of now, each with the way to where more is seen. */
final class AlertRows extends Div {
  AlertRows(List<Alert> alerts) {
    addClassNames("rows", "alerts");
    setId("alerts");
    alerts.forEach(a -> add(row(a)));
  }

  private static Div row(Alert alert) {
    Anchor text =
        new Anchor(alert.path(), Words.of("alert." + alert.code(), alert.values().toArray()));
    Div row =
        new Div(new Badge(tone(alert.severity()), Words.of("alert." + alert.severity())), text);
    row.addClassName("row");
    return row;
  }

  private static Tone tone(Alert.Severity severity) {
    return switch (severity) {
      case URGENT -> Tone.BAD;
      case WARNING -> Tone.WARN;
      case NOTICE -> Tone.CALM;
    };
  }
}
