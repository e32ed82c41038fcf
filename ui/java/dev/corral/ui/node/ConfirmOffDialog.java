package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Node;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.ConfirmOff;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a person whether a silent node is off for sure, and names what follows from that. */
final class ConfirmOffDialog extends Ask {
  private static final int MOST_CLONES = 10_000;
  private static final int NAMED = 12;

  ConfirmOffDialog(ConfirmOff confirmOff, Clones clones, Node node) {
    super("confirm-off-dialog", Words.of("confirm-off.title", node.name().value()));
    String name = node.name().value();
    List<Clone> persistent = persistent(clones, node);
    Paragraph evidence = new Paragraph(node.evidence());
    evidence.addClassName("muted");
    Checkbox elsewhere = new Checkbox(Words.of("confirm-off.elsewhere"));
    elsewhere.setId("confirm-off-elsewhere");
    elsewhere.setVisible(!persistent.isEmpty());
    Paragraph loudly = new Paragraph(Words.of("confirm-off.elsewhere.text", name));
    loudly.addClassName("problem");
    loudly.setVisible(false);
    elsewhere.addValueChangeListener(e -> loudly.setVisible(e.getValue()));
    fields(
        new Paragraph(Words.of("confirm-off.text", name)),
        evidence,
        new Paragraph(
            persistent.isEmpty()
                ? Words.of("confirm-off.none", name)
                : Words.of("confirm-off.clones", persistent.size(), names(persistent), name)),
        elsewhere,
        loudly);
    reasonNeeded(Words.of("confirm-off.reason"));
    onConfirm(
        Words.of("node.do.confirm-off"),
        () -> {
          Outcome outcome =
              confirmOff.start(
                  new Request(SignedIn.caller(), reason(), null, false),
                  node.name(),
                  elsewhere.getValue());
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }

  private static List<Clone> persistent(Clones clones, Node node) {
    Set<Clone.State> ran = Set.of(Clone.State.RUNNING, Clone.State.UNREACHABLE);
    Stream<Clone> unreachable =
        clones
            .list(new Clones.Filter(null, node.name().value(), null, null), 0, MOST_CLONES)
            .stream()
            .filter(c -> !c.isVolatile() && ran.contains(c.state()));
    return Stream.concat(unreachable, clones.interrupted(node.name()).stream()).toList();
  }

  private static String names(List<Clone> all) {
    String some =
        all.stream().limit(NAMED).map(c -> c.name().value()).collect(Collectors.joining(", "));
    return all.size() > NAMED ? some + " " + Words.of("more", all.size() - NAMED) : some;
  }
}
