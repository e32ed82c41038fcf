package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.RetireNode;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;

/** Asks before a node is taken out for good, and names what moves, goes, or stays behind. */
final class RetireDialog extends Ask {
  private static final int NAMED = 12;

  RetireDialog(RetireNode retire, Node node) {
    super("retire-dialog", Words.of("retire.title", node.name().value()));
    boolean force = node.health() != Health.UP;
    Map<String, Object> plan =
        retire
            .start(new Request(SignedIn.caller(), null, null, true), node.name(), force)
            .plan()
            .details();
    fields(
        new Paragraph(Words.of(force ? "retire.force.text" : "retire.text", node.name().value())),
        new Paragraph(Words.of(force ? "retire.behind" : "retire.moves")),
        list(plan.get(force ? "staysBehind" : "move")));
    onConfirm(
        Words.of("node.do.retire"),
        () -> {
          Outcome outcome =
              retire.start(
                  new Request(SignedIn.caller(), reason(), null, false), node.name(), force);
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }

  private static UnorderedList list(Object names) {
    UnorderedList list = new UnorderedList();
    List<?> all = (List<?>) names;
    if (all.isEmpty()) list.add(new ListItem(Words.of("retire.nothing")));
    all.stream().limit(NAMED).forEach(n -> list.add(new ListItem(String.valueOf(n))));
    if (all.size() > NAMED) list.add(new ListItem(Words.of("more", all.size() - NAMED)));
    return list;
  }
}
