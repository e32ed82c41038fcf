package dev.corral.ui.part;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;

/** A button that cannot be pressed twice while it does its work. */
public final class Action extends Button {
  /** With an id for tests; comes back also if the work fails. */
  public Action(String id, String label, Runnable work, ButtonVariant... looks) {
    super(label);
    setId(id);
    addThemeVariants(looks);
    setDisableOnClick(true);
    addClickListener(
        e -> {
          try {
            work.run();
          } finally {
            setEnabled(true);
          }
        });
  }
}
