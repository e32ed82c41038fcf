package dev.corral.ui.operation;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import dev.corral.engine.Courses;
import dev.corral.engine.Drawings;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.Operations;
import dev.corral.node.Nodes;
import dev.corral.node.Onboarding;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.node.OnboardNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.Set;

/** One operation: watched, retried, cancelled. */
@Route(value = "operations", layout = MainLayout.class)
@PermitAll
public class OperationView extends Page implements HasUrlParameter<String> {
  private final Operations operations;
  private final OperationPanel panel;
  private final Caller caller = SignedIn.caller();
  private final Button retry = new Button(Words.of("retry"), VaadinIcon.REFRESH.create());
  private final Button cancel = new Button(Words.of("cancel.operation"));
  private final Button skip = new Button(Words.of("skip"));
  private final Interventions interventions;
  private final Span cockpitPlace = new Span();
  private Anchor cockpit;
  private Operation shown;

  OperationView(
      Operations operations,
      Drawings drawings,
      Courses courses,
      Nodes nodes,
      Onboarding onboarding,
      OnboardNode onboardNode,
      Interventions interventions,
      Live live,
      Times times) {
    super("title.operation");
    this.operations = operations;
    this.interventions = interventions;
    this.panel =
        new OperationPanel(new OperationPanel.Parts(operations, drawings, courses, nodes), times);
    configureActions(
        new RetryDialog.Parts(operations, nodes, onboarding, onboardNode, interventions));
    add(panel);
    live.refresh(this, Set.of("operation", "step_attempt"), this::refresh);
  }

  private void configureActions(RetryDialog.Parts parts) {
    retry.setId("retry");
    retry.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    retry.addClickListener(e -> new RetryDialog(parts, shown).open());
    skip.setId("skip");
    skip.addClickListener(e -> new SkipDialog(parts.interventions(), shown).open());
    cancel.setId("cancel");
    cancel.addThemeVariants(ButtonVariant.LUMO_ERROR);
    cancel.addClickListener(e -> new CancelDialog(parts.interventions(), shown).open());
    actions(retry, skip, cancel, cockpitPlace);
  }

  @Override
  public void setParameter(BeforeEvent event, String id) {
    shown = operations.get(id);
    title(Kinds.title(shown));
    cockpitPlace.removeAll();
    cockpit = OperationPanel.cockpit(id);
    cockpitPlace.add(cockpit);
  }

  private void refresh() {
    shown = operations.get(shown.id());
    panel.show(shown);
    boolean mine = caller.may(Interventions.needed(shown));
    retry.setVisible(mine && shown.state() == State.INCIDENT);
    skip.setVisible(
        mine && shown.state() == State.INCIDENT && interventions.skippable(shown).isPresent());
    cancel.setVisible(mine && !shown.state().ended());
    // Cockpit knows those that have not ended
    cockpit.setVisible(caller.may(Role.ADMIN) && !shown.state().ended());
  }
}
