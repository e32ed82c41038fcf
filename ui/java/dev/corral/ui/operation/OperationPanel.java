package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import dev.corral.engine.Courses;
import dev.corral.engine.Drawings;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.engine.Operations;
import dev.corral.node.Finding;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.ui.diagram.Diagram;
import dev.corral.ui.node.FindingList;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** One operation, moving: how far, its steps, what it started, and what it waits for. */
final class OperationPanel extends Div {
  private static final int MOST_CHILDREN = 200;
  private final Parts parts;
  private final Times times;
  private final Div summary = new Div();
  private final Badge state = new Badge();
  private final Bar bar = new Bar();
  private final Div facts = new Div();
  private final Panel findings = new Panel("operation.findings");
  private final Diagram diagram = new Diagram();
  private final Panel diagramPanel = new Panel("diagram", diagram);
  private final StepList steps;
  private final OperationRows children;
  private final Panel stepsPanel;
  private final Panel childrenPanel;

  /** What it needs of the rooms. */
  record Parts(Operations operations, Drawings drawings, Courses courses, Nodes nodes) {}

  OperationPanel(Parts parts, Times times) {
    this.parts = parts;
    this.times = times;
    this.steps = new StepList(times);
    this.children = new OperationRows(times);
    this.stepsPanel = new Panel("operation.steps", steps);
    this.childrenPanel = new Panel("operation.children", children);
    summary.setId("operation-summary");
    summary.addClassName("panel");
    Div standing = new Div(state, bar);
    standing.addClassName("standing");
    summary.add(standing, facts);
    Div below = new Div(stepsPanel, childrenPanel);
    below.addClassName("columns");
    add(summary, findings, diagramPanel, below);
  }

  void show(Operation o) {
    state.show(Tone.of(o.state()), Words.of(o.state()));
    bar.show(o.percent(), Tone.of(o.state()), o.percent() + " %");
    bar.setVisible(o.percent() > 0);
    showFacts(o);
    showFindings(o);
    var drawing = parts.drawings().of(o.id());
    drawing.ifPresent(d -> diagram.show(d, parts.courses().of(o, d)));
    diagramPanel.setVisible(drawing.isPresent());
    steps.show(o.steps());
    stepsPanel.setVisible(!o.steps().isEmpty());
    List<Operation> started =
        parts
            .operations()
            .list(
                new Operations.Filter(null, null, null, null, null, null, o.id()),
                0,
                MOST_CHILDREN);
    children.show(started);
    childrenPanel.setVisible(!started.isEmpty());
  }

  /** They change once: when it ends. */
  private void showFacts(Operation o) {
    if (facts.getChildren().findAny().isPresent() && !o.state().ended()) return;
    facts.removeAll();
    facts.add(facts(o));
  }

  private Facts facts(Operation o) {
    Facts facts =
        new Facts()
            .flat()
            .with("operation.by", o.startedBy())
            .with("operation.when", times.ago(o.startedAt()))
            .with("operation.lasted", times.lasted(o.startedAt(), o.endedAt()))
            .with("reason", o.reason());
    if (o.state() == Operation.State.WAITING) {
      facts.with("operation.waiting-for", o.waitingFor());
      if (o.waitingUntil() != null)
        facts.with("operation.waiting-until", times.exact(o.waitingUntil()));
    }
    if (o.node() != null) facts.with("node", new Anchor("nodes/" + o.node(), o.node()));
    if (o.base() != null) facts.with("base", new Anchor("bases/" + o.base(), o.base()));
    if (o.cloneName() != null)
      facts.with("clone", new Anchor("clones?name=" + o.cloneName(), o.cloneName()));
    if (o.parent() != null)
      facts.with("operation.parent", new Anchor("operations/" + o.parent(), Words.of("show")));
    return facts.with(
        "audit", new Anchor("audit?operation=" + o.id(), Words.of("operation.story")));
  }

  private void showFindings(Operation o) {
    boolean unfit =
        !o.state().ended()
            && o.node() != null
            && o.steps().stream()
                .map(OperationStep::error)
                .anyMatch(e -> e != null && e.code().equals("PREFLIGHT_FAILED"));
    List<Finding> found =
        unfit
            ? parts.nodes().find(new NodeName(o.node())).map(Node::findings).orElse(List.of())
            : List.of();
    findings.show(found.isEmpty() ? null : found, FindingList::new);
  }

  /** Where Cockpit shows its process instance. */
  static Anchor cockpit(String id) {
    Anchor link =
        new Anchor(
            "/camunda/app/cockpit/default/#/process-instance/" + id + "/runtime",
            Words.of("operation.cockpit"));
    link.setRouterIgnore(true);
    link.setTarget(AnchorTarget.BLANK);
    link.setId("cockpit");
    link.addClassName("button-link");
    return link;
  }
}
