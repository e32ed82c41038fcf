package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.corral.clone.Clone;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Problem;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.ProblemWords;
import dev.corral.ui.part.Words;

/** Asks where a clone shall move to, and says at once whether it can. */
final class MoveDialog extends Ask {
  private final MoveClone move;
  private final Clone clone;
  private final Select<String> node = new Select<>();
  private final Checkbox stop = new Checkbox(Words.of("move.stop"));
  private final Paragraph where = new Paragraph();

  MoveDialog(MoveClone move, Nodes nodes, Clone clone) {
    super("move-dialog", Words.of("move.title", clone.name().value()));
    this.move = move;
    this.clone = clone;
    node.setId("move-node");
    node.setLabel(Words.of("move.node"));
    node.setEmptySelectionAllowed(true);
    node.setEmptySelectionCaption(Words.of("move.best"));
    node.setItems(
        nodes.list().stream()
            .map(n -> n.name().value())
            .filter(n -> !n.equals(clone.home().value()))
            .toList());
    node.addValueChangeListener(e -> refresh());
    stop.setId("move-stop");
    stop.setHelperText(Words.of("move.stop.help"));
    stop.setVisible(clone.state() == Clone.State.RUNNING && !clone.isVolatile());
    where.setId("move-where");
    boolean runs = clone.state() == Clone.State.RUNNING;
    fields(new Paragraph(Words.of(runs ? "move.text.runs" : "move.text.off")), node, stop, where);
    onConfirm(
        Words.of("clone.do.move"),
        () -> {
          move.start(request(false), clone.name(), wish());
          Notices.done("clone.do.move.done", clone.name().value());
        },
        ButtonVariant.LUMO_PRIMARY);
    refresh();
  }

  private Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), reason(), null, dryRun);
  }

  private MoveClone.Wish wish() {
    return new MoveClone.Wish(node.getValue(), stop.getValue() ? false : null, null);
  }

  private void refresh() {
    try {
      var plan = move.start(request(true), clone.name(), wish()).plan().details();
      where.setText(plan.get("from") + " → " + plan.get("to") + ": " + plan.get("why"));
      where.removeClassName("problem");
    } catch (Problem no) {
      where.setText(ProblemWords.of(no).detail());
      where.addClassName("problem");
    }
  }
}
