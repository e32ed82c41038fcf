package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.corral.shared.Problem;
import java.util.function.Supplier;

/** A dialog with fields, a reason for the audit, and one button that does it. */
public abstract class Ask extends Dialog {
  private final TextField reason = new TextField(Words.of("reason"));
  private final Div form = new Div();
  private final Div plan = new Div();
  private Supplier<Component> planner;
  private Action go;

  /** Titled; the ids of its parts begin with this one. */
  protected Ask(String id, String title) {
    setId(id);
    setHeaderTitle(title);
    setCloseOnOutsideClick(false); // closing a notice beside it must not lose what was typed
    form.addClassName("form");
    add(form);
    reason.setId(id + "-reason");
    reason.setPlaceholder(Words.of("reason.hint"));
    reason.setMaxLength(500);
  }

  /** Its fields, from top to bottom; the reason comes last. */
  protected final void fields(Component... fields) {
    form.add(fields);
    form.add(reason);
  }

  /** The reason is not optional here. */
  protected final void reasonNeeded(String hint) {
    reason.setRequiredIndicatorVisible(true);
    reason.setPlaceholder(hint);
  }

  /** What follows after the reason. */
  protected final void after(Component... parts) {
    form.add(parts);
  }

  /** Before the reason: what would be done, as {@link #replan} finds it. */
  protected final void plan(Supplier<Component> found) {
    planner = found;
    plan.setId(getId().orElse("ask") + "-plan");
    plan.addClassName("plan");
    form.addComponentAtIndex(form.indexOf(reason), plan);
  }

  /** Asks for the plan anew. What is refused says why, and cannot be confirmed. */
  protected final void replan() {
    plan.removeAll();
    boolean possible = true;
    try {
      plan.add(planner.get());
    } catch (Problem no) {
      plan.add(Notices.box(no));
      possible = false;
    }
    if (go != null) go.setEnabled(possible);
  }

  /** What the button does; the dialog closes if that throws nothing. */
  protected final void onConfirm(String label, Runnable action, ButtonVariant... looks) {
    go =
        new Action(
            getId().orElse("ask") + "-go",
            label,
            () -> {
              action.run();
              close();
            },
            looks);
    Button back = new Button(Words.of("back"), e -> close());
    back.setId(getId().orElse("ask") + "-back");
    getFooter().add(back, go);
  }

  /** In the person's words; null if there are none. */
  protected final String reason() {
    return reason.isEmpty() ? null : reason.getValue();
  }
}
