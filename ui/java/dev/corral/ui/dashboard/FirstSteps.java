package dev.corral.ui.dashboard;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.node.AddNodeView;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Words;

/** What to do next, as long as there is no node, no base, or no clone. */
final class FirstSteps extends Div {
  /** Asked while it is made: later it is shown without a request, and nobody is signed in. */
  private final boolean mayAdd = SignedIn.caller().may(Role.ADMIN);

  private String shown = "";

  FirstSteps() {
    setVisible(false);
  }

  void show(Tiles.Numbers n) {
    String step =
        n.nodes().isEmpty()
            ? "nodes"
            : n.bases().isEmpty() ? "bases" : n.allClones() == 0 ? "clones" : "";
    if (step.equals(shown)) return;
    shown = step;
    removeAll();
    switch (step) {
      case "nodes" -> add(nodes());
      case "bases" -> add(Empty.leadingTo(step, VaadinIcon.DISC, step + ".empty"));
      case "clones" -> add(Empty.leadingTo(step, VaadinIcon.COPY_O, step + ".empty"));
      default -> {}
    }
    setVisible(!step.isEmpty());
  }

  private Empty nodes() {
    Empty empty = new Empty(VaadinIcon.SERVER, "nodes.empty");
    if (!mayAdd) return empty;
    Button add = new Button(Words.of("node.add.first"), VaadinIcon.PLUS.create());
    add.setId("add-first-node");
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.addClickListener(e -> add.getUI().ifPresent(ui -> ui.navigate(AddNodeView.class)));
    empty.add(add);
    return empty;
  }
}
