package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import dev.corral.clone.Clones;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.OnboardNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.Set;
import java.util.function.Function;

/** The buttons of a node: those that fit how it is, and that its viewer may press. */
final class NodeButtons extends Div {
  private static final Set<Health> ASLEEP = Set.of(Health.OFF, Health.LOST, Health.DEGRADED);
  private static final Set<Health> ANSWERS = Set.of(Health.UP, Health.DEGRADED);
  private static final OnboardNode.Changes NOTHING_NEW =
      new OnboardNode.Changes(null, null, null, null, null, null);
  private final boolean mayRun = SignedIn.caller().may(Role.OPERATOR);
  private final boolean mayChange = SignedIn.caller().may(Role.ADMIN);
  private final Action wake;
  private final Action cordon;
  private final Action activate;
  private final Action again;
  private final Action powerOff;
  private final Action confirmOff;
  private final Action drain;
  private final Action restore;
  private final Action retire;
  private final Clones clones;
  private Node node;

  NodeButtons(NodeDeeds deeds, Clones clones) {
    this.clones = clones;
    addClassName("actions");
    wake = follow("wake", request -> deeds.wake().start(request, node.name()));
    wake.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    cordon = stay("cordon", request -> deeds.cordon().start(request, node.name()));
    activate = stay("activate", request -> deeds.activate().start(request, node.name()));
    again =
        follow("check-again", request -> deeds.onboard().again(request, node.name(), NOTHING_NEW));
    powerOff =
        new Action(
            "power-off",
            Words.of("node.do.power-off"),
            () -> new PowerOffDialog(deeds.powerOff(), node).open(),
            ButtonVariant.LUMO_ERROR);
    confirmOff =
        new Action(
            "confirm-off",
            Words.of("node.do.confirm-off"),
            () -> new ConfirmOffDialog(deeds.confirmOff(), clones, node).open(),
            ButtonVariant.LUMO_ERROR);
    drain =
        new Action(
            "drain", Words.of("node.do.drain"), () -> new DrainDialog(deeds.drain(), node).open());
    restore = follow("restore", request -> deeds.restore().start(request, node.name()));
    restore.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    retire =
        new Action(
            "retire",
            Words.of("node.do.retire"),
            () -> new RetireDialog(deeds.retire(), node).open(),
            ButtonVariant.LUMO_ERROR);
    drain.setTooltipText(Words.of("node.do.drain.help"));
    restore.setTooltipText(Words.of("node.do.restore.help"));
    retire.setTooltipText(Words.of("node.do.retire.help"));
    add(wake, restore, drain, cordon, activate, again, powerOff, confirmOff, retire);
    confirmOff.setTooltipText(Words.of("node.do.confirm-off.help"));
    again.setTooltipText(Words.of("node.do.check-again.help"));
    cordon.setTooltipText(Words.of("node.do.cordon.help"));
    activate.setTooltipText(Words.of("node.do.activate.help"));
  }

  /** For something that lasts: leads to its operation. */
  private Action follow(String id, Function<Request, Outcome> deed) {
    return new Action(
        id,
        Words.of("node.do." + id),
        () -> {
          Outcome outcome = deed.apply(Request.by(SignedIn.caller()));
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        });
  }

  /** For something that is done at once: the page shows it. */
  private Action stay(String id, Function<Request, Outcome> deed) {
    return new Action(
        id,
        Words.of("node.do." + id),
        () -> {
          deed.apply(Request.by(SignedIn.caller()));
          Notices.done("node.do." + id + ".done", node.name().value());
        });
  }

  /** Those that fit it as it is now. */
  void show(Node now) {
    node = now;
    boolean active = node.availability() == Availability.ACTIVE;
    boolean drained = node.availability() == Availability.DRAINED;
    boolean up = node.health() == Health.UP;
    wake.setVisible(mayRun && node.admitted() && ASLEEP.contains(node.health()));
    cordon.setVisible(mayRun && node.admitted() && active);
    activate.setVisible(mayRun && node.admitted() && !active && !drained);
    boolean settled = node.availability() != Availability.DRAINING;
    drain.setVisible(mayRun && node.admitted() && up && settled && !drained);
    restore.setVisible(mayRun && node.admitted() && drained);
    retire.setVisible(mayChange && settled);
    again.setVisible(mayChange);
    powerOff.setVisible(mayChange && node.admitted() && ANSWERS.contains(node.health()));
    confirmOff.setVisible(mayChange && node.admitted() && mayBeConfirmed());
  }

  /** One that is off already only if there are clones that somebody may want elsewhere. */
  private boolean mayBeConfirmed() {
    return switch (node.health()) {
      case LOST, DEGRADED -> true;
      case OFF -> !clones.interrupted(node.name()).isEmpty();
      case UP, WAKING -> false;
    };
  }
}
