package dev.corral.ui.clone;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.clone.Clone.State;
import dev.corral.clone.CloneList;
import dev.corral.clone.Clones;
import dev.corral.clone.ListedClone;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.clone.OpenDisplay;
import dev.corral.operation.clone.RebaseClone;
import dev.corral.operation.clone.RemoveClone;
import dev.corral.operation.clone.StartClone;
import dev.corral.operation.clone.StopClone;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.CloneName;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.OneByOne;
import dev.corral.ui.part.Words;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** What can be done with clones that are there, with one or with many. */
@Component
record CloneDeeds(
    Clones clones,
    CloneList list,
    Nodes nodes,
    StartClone start,
    StopClone stop,
    MoveClone move,
    RemoveClone remove,
    RebaseClone rebase,
    OpenDisplay display,
    OneByOne oneByOne) {

  private static final String BUTTON =
      """
      <button class="deed %1$s" id="%1$s-${item.name}" aria-label="${item.%1$s} ${item.name}" ?hidden="${!item.%1$s}" @click="${%1$s}">${item.%1$s}</button>""";

  /** What each row offers; the rest is for those that are chosen. */
  private static final List<CloneDeed> ONE =
      List.of(CloneDeed.START, CloneDeed.STOP, CloneDeed.MOVE, CloneDeed.REMOVE);

  private static final List<String> WORDS = List.of("start", "stop", "display", "move", "remove");

  /** The buttons of one: those that fit its state. */
  LitRenderer<ListedClone> buttons() {
    StringBuilder cell = new StringBuilder("<div class=\"row-actions\">");
    for (String word : WORDS) cell.append(BUTTON.formatted(word));
    LitRenderer<ListedClone> buttons =
        LitRenderer.<ListedClone>of(cell.append("</div>").toString())
            .withProperty("name", c -> c.name().value());
    for (CloneDeed deed : ONE)
      buttons
          .withProperty(deed.word(), c -> deed.fits(c) ? deed.label() : "")
          .withFunction(deed.word(), c -> one(deed, c));
    return buttons
        .withProperty(
            "display", c -> c.state() == State.RUNNING ? Words.of("clone.do.display") : "")
        .withFunction("display", c -> new DisplayDialog(display, c.name()).open());
  }

  private void one(CloneDeed deed, ListedClone clone) {
    switch (deed) {
      case START -> {
        start.start(Request.by(SignedIn.caller()), clone.name());
        Notices.done("clone.do.start.done", clone.name().value());
      }
      case MOVE -> new MoveDialog(move, nodes, clones.get(clone.name())).open();
      case STOP, REBASE, REMOVE -> many(deed, List.of(clone.name())).open();
    }
  }

  /** Asks before it is done with these. */
  Dialog many(CloneDeed deed, Collection<CloneName> names) {
    List<ListedClone> chosen = list.named(names);
    return switch (deed) {
      case START -> new StartDialog(this, chosen);
      case STOP -> new StopDialog(this, chosen);
      case MOVE -> new MoveManyDialog(this, chosen);
      case REBASE -> new RebaseDialog(this, chosen);
      case REMOVE -> new RemoveDialog(this, chosen);
    };
  }
}
