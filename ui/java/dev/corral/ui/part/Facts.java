package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Map;

/** Names and values, side by side. */
public final class Facts extends DescriptionList {
  /** None yet. */
  public Facts() {
    addClassName("facts");
  }

  /** Of these, by the keys of their labels. */
  public static Facts of(Map<String, String> values) {
    Facts facts = new Facts();
    values.forEach(facts::with);
    return facts;
  }

  /** One more; left out if the value is null or empty. */
  public Facts with(String labelKey, String value) {
    return value == null || value.isEmpty() ? this : with(labelKey, new Span(value));
  }

  /** One more. */
  public Facts with(String labelKey, Component value) {
    add(new Div(new Term(Words.of(labelKey)), new Description(value)));
    return this;
  }

  /** In a row instead, each value below its name. */
  public Facts flat() {
    addClassName("flat");
    return this;
  }
}
