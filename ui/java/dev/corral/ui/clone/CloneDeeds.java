package dev.corral.ui.clone;

import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.clone.Clone;
import dev.corral.clone.Clone.State;
import dev.corral.node.Nodes;
import dev.corral.operation.MoveClone;
import dev.corral.operation.RemoveClone;
import dev.corral.operation.Request;
import dev.corral.operation.StartClone;
import dev.corral.operation.StopClone;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What can be done with a clone that is there. */
@Component
record CloneDeeds(
    StartClone start, StopClone stop, MoveClone move, RemoveClone remove, Nodes nodes) {
  private static final Set<State> BUSY = Set.of(State.PLACED, State.STARTING, State.REMOVING);

  private static final String CELL =
      """
      <div class="row-actions">
        <vaadin-button id="start-${item.name}" theme="tertiary small" title="${item.name}" ?hidden="${!item.off}" @click="${start}">${item.start}</vaadin-button>
        <vaadin-button id="stop-${item.name}" theme="tertiary small" title="${item.name}" ?hidden="${!item.on}" @click="${stop}">${item.stop}</vaadin-button>
        <vaadin-button id="move-${item.name}" theme="tertiary small" title="${item.name}" ?hidden="${!item.on && !item.off}" @click="${move}">${item.move}</vaadin-button>
        <vaadin-button id="remove-${item.name}" theme="tertiary error small" title="${item.name}" ?hidden="${item.busy}" @click="${remove}">${item.remove}</vaadin-button>
      </div>""";

  /** Its buttons: those that fit its state. */
  LitRenderer<Clone> buttons() {
    return LitRenderer.<Clone>of(CELL)
        .withProperty("name", c -> c.name().value())
        .withProperty("off", c -> c.state() == State.STOPPED)
        .withProperty("on", c -> c.state() == State.RUNNING)
        .withProperty("busy", c -> BUSY.contains(c.state()))
        .withProperty("start", c -> Words.of("clone.do.start"))
        .withProperty("stop", c -> Words.of("clone.do.stop"))
        .withProperty("move", c -> Words.of("clone.do.move"))
        .withProperty("remove", c -> Words.of("clone.do.remove"))
        .withFunction("start", this::begin)
        .withFunction("stop", c -> new StopDialog(stop, c).open())
        .withFunction("move", c -> new MoveDialog(move, nodes, c).open())
        .withFunction("remove", c -> new RemoveDialog(remove, c).open());
  }

  private void begin(Clone clone) {
    start.start(Request.by(SignedIn.caller()), clone.name());
    Notices.done("clone.do.start.done", clone.name().value());
  }
}
