package dev.corral.ui.node;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.node.Finding;
import dev.corral.node.Node;
import dev.corral.operation.node.NewNode;
import dev.corral.operation.node.NewNode.Extras;
import dev.corral.shared.Problem;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Objects;

/**
 * One of many nodes on its way in: its host key, then its onboarding, or what stands in the way.
 */
final class NewNodeRow extends Div {
  private final NodeLine line;
  private final Checkbox confirmed = new Checkbox();
  private final Code fingerprint = new Code();
  private final Div standing = new Div();
  private final Div below = new Div();
  private Object standsAt;
  private volatile String shown;
  private volatile String keyLine;
  private volatile String operation;

  NewNodeRow(NodeLine line) {
    this.line = line;
    addClassName("new-node");
    setId("new-node-" + line.name());
    Span name = new Span(line.name());
    name.addClassName("step-name");
    Span where = new Span(line.problem() == null ? line.address() : line.text());
    where.addClassName("muted");
    standing.addClassName("standing");
    confirmed.setAriaLabel(Words.of("wizard.many.confirm", line.name()));
    confirmed.setId("confirm-" + line.name());
    confirmed.setVisible(false);
    Div head = new Div(confirmed, name, where, standing);
    head.addClassName("step-head");
    add(head, fingerprint, below);
    fingerprint.setVisible(false);
    if (line.problem() == null) stand(Tone.BUSY, Words.of("wizard.many.asking"));
    else failed(line.problem());
  }

  NodeLine line() {
    return line;
  }

  /** Whether its key is shown, and nothing was begun with it yet. */
  boolean waits() {
    return shown != null && operation == null;
  }

  boolean confirmed() {
    return waits() && confirmed.getValue();
  }

  void confirm() {
    if (waits()) confirmed.setValue(true);
  }

  void whenConfirmed(Runnable changed) {
    confirmed.addValueChangeListener(
        e -> {
          if (waits() && e.getValue()) stand(Tone.GOOD, Words.of("wizard.many.compared"));
          else if (waits() && e.isFromClient()) showKey();
          changed.run();
        });
  }

  String operation() {
    return operation;
  }

  String keyLine() {
    return keyLine;
  }

  /** As a request to add it; without the fingerprint it is only looked at. */
  NewNode wanted(String password, Extras extras) {
    return new NewNode(
        line.name(),
        line.address(),
        line.port(),
        line.user(),
        shown,
        password,
        line.main(),
        line.mac(),
        line.labels(),
        extras);
  }

  /** It answered with this key; told by the thread that asked. */
  void answered(String key, String command) {
    shown = key;
    keyLine = command;
  }

  /** Its onboarding has begun; told by the thread that asked. */
  void begun(Operation started) {
    operation = started.id();
  }

  void showKey() {
    fingerprint.setText(shown);
    fingerprint.setVisible(true);
    confirmed.setVisible(true);
    below.removeAll();
    stand(Tone.WARN, Words.of("wizard.many.compare"));
  }

  void failed(Problem problem) {
    stand(Tone.BAD, Words.of("wizard.many.failed"));
    confirmed.setValue(false);
    below.removeAll();
    if (problem == null)
      below.add(
          Notices.box(
              "UNFORESEEN", Words.of("problem.unforeseen"), Words.of("problem.unforeseen.fix")));
    else below.add(Notices.box(problem));
  }

  /** How its onboarding stands, and what the host lacks. */
  void show(Operation now, Node node) {
    List<Finding> found = node == null ? List.of() : node.findings();
    Object told = List.of(now.state(), now.steps(), found);
    if (told.equals(standsAt)) return;
    standsAt = told;
    confirmed.setVisible(false);
    fingerprint.setVisible(false);
    stand(Tone.of(now.state()), Words.of(now.state()));
    standing.add(new Anchor("operations/" + now.id(), Words.of("operation")));
    below.removeAll();
    if (now.state() == Operation.State.INCIDENT)
      now.steps().stream()
          .map(OperationStep::error)
          .filter(Objects::nonNull)
          .reduce((first, last) -> last)
          .ifPresent(e -> below.add(Notices.box(e)));
    List<Finding> lacks = found.stream().filter(f -> f.severity() != Finding.Severity.OK).toList();
    if (lacks.isEmpty()) return;
    FindingList list = new FindingList(lacks);
    list.setId("findings-" + line.name());
    below.add(list);
  }

  private void stand(Tone tone, String words) {
    standing.removeAll();
    standing.add(new Badge(tone, words));
  }
}
