package dev.corral.ui.clone;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.shared.CloneName;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.function.BiConsumer;

/** How many clones are chosen, and what can be done with them together. */
final class SelectionBar extends Div {
  private final Span count = new Span();
  private List<CloneName> chosen = List.of();

  SelectionBar(BiConsumer<CloneDeed, List<CloneName>> deed, Runnable clear) {
    setId("selection");
    addClassName("selection");
    getElement().setAttribute("role", "toolbar");
    getElement().setAttribute("aria-label", Words.of("clones.chosen.bar"));
    count.getElement().setAttribute("aria-live", "polite");
    add(count);
    for (CloneDeed d : CloneDeed.values()) {
      Button button = new Button(d.label(), e -> deed.accept(d, chosen));
      button.setId("selection-" + d.word());
      button.addThemeVariants(ButtonVariant.LUMO_SMALL);
      if (d == CloneDeed.REMOVE) button.addThemeVariants(ButtonVariant.LUMO_ERROR);
      add(button);
    }
    Button none = new Button(Words.of("clones.chosen.none"), e -> clear.run());
    none.setId("selection-none");
    none.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
    add(none);
    show(List.of());
  }

  void show(List<CloneName> names) {
    chosen = names;
    count.setText(Words.of("clones.chosen", names.size()));
    setVisible(!names.isEmpty());
  }
}
