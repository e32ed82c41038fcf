package dev.corral.ui.clone;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.clone.Clone;
import dev.corral.placement.Decision;
import dev.corral.placement.Decision.Verdict;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** Why a clone is where it is, and why not on each other node. */
final class WhyDialog extends Dialog {
  WhyDialog(Clone clone) {
    setId("why-dialog");
    setHeaderTitle(Words.of("why.title", clone.name().value()));
    Decision decision = clone.decision();
    add(new Paragraph(decision.words()), verdicts(decision));
    Button close = new Button(Words.of("close"), e -> close());
    close.setId("why-close");
    getFooter().add(close);
    setWidth("44em");
    setMaxWidth("95vw");
  }

  private static Grid<Verdict> verdicts(Decision decision) {
    Grid<Verdict> grid = Columns.grid("why.empty");
    grid.setId("verdicts");
    grid.setItems(decision.verdicts());
    grid.setAllRowsVisible(decision.verdicts().size() <= 10);
    grid.addColumn(Columns.words(Verdict::node, v -> ""))
        .setHeader(Words.of("node"))
        .setAutoWidth(true)
        .setFlexGrow(0);
    grid.addColumn(
            Columns.badge(v -> tone(v, decision), v -> verdict(v, decision), Verdict::objection))
        .setHeader(Words.of("why.verdict"))
        .setFlexGrow(3);
    grid.addColumn(
            Columns.words(
                v -> String.valueOf(v.guests()), v -> new Bytes(v.freeMemory()).toString()))
        .setHeader(Words.of("why.guests"));
    return grid;
  }

  private static Tone tone(Verdict verdict, Decision decision) {
    if (verdict.objection() != null) return Tone.WARN;
    return verdict.node().equals(decision.node()) ? Tone.GOOD : Tone.CALM;
  }

  private static String verdict(Verdict verdict, Decision decision) {
    if (verdict.objection() != null) return Words.of("why.out");
    return Words.of(verdict.node().equals(decision.node()) ? "why.chosen" : "why.fits");
  }
}
