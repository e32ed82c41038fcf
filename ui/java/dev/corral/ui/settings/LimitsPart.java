package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
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

  /** {@code PT1M} as {@code 1 min}, {@code 1GB} as {@code 1 GB}; anything else as it is. */
  private static String readable(String value, Times times) {
    try {
      return times.amount(DurationStyle.detectAndParse(value).toSeconds());
    } catch (IllegalArgumentException noDuration) {
      return value.replaceFirst("^(\\d+)([A-Z]+)$", "$1 $2");
    }
  }

  LimitsPart(Environment environment, Times times) {
    add(new Paragraph(Words.of("settings.limits.text")));
    for (String property : PROPERTIES) {
      Span value =
          new Span(
              Arrays.stream(environment.getProperty(property, "–").split(","))
                  .map(v -> readable(v.strip(), times))
                  .collect(Collectors.joining(", ")));
      value.addClassName("limit-value");
      Div row = new Div(new Div(Words.of("limit." + property)), value, new Code(property));
      row.addClassName("limit");
      add(row);
    }
  }
}
