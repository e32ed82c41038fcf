package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.ui.part.Words;
import java.util.List;
import org.springframework.core.env.Environment;

/** What Corral goes by that only a restart changes: what each is for, its property, its value. */
final class LimitsPart extends Div {
  private static final List<String> PROPERTIES =
      List.of(
          "corral.domain-type",
          "corral.reserve.memory",
          "corral.reserve.disk",
          "corral.monitor.every",
          "corral.monitor.lost-after",
          "corral.monitor.together",
          "corral.retry",
          "corral.wake.deadline",
          "corral.power-off.deadline",
          "corral.firewall.patience");

  LimitsPart(Environment environment) {
    add(new Paragraph(Words.of("settings.limits.text")));
    for (String property : PROPERTIES) {
      Span value = new Span(environment.getProperty(property, "–"));
      value.addClassName("limit-value");
      Div row = new Div(new Div(Words.of("limit." + property)), value, new Code(property));
      row.addClassName("limit");
      add(row);
    }
  }
}
