package dev.corral.ui.storage;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import dev.corral.storage.AsideItem;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Words;
import java.util.List;

/** Clones that were removed and can be brought back, or deleted now. */
final class RemovedDialog extends Dialog {
  private static final String BUTTONS =
      """
      <div class="row-actions"><button class="deed" id="bring-back-${item.id}" aria-label="${item.back} ${item.name}" ?hidden="${!item.back}" @click="${back}">${item.back}</button>\
      <button class="deed remove" id="delete-now-${item.id}" aria-label="${item.gone} ${item.name}" ?hidden="${!item.gone}" @click="${gone}">${item.gone}</button></div>""";

  private final RemovedClones removed;
  private final boolean mayRun = SignedIn.caller().may(Role.OPERATOR);
  private final boolean mayDelete = SignedIn.caller().may(Role.ADMIN);

  RemovedDialog(RemovedClones removed, NodeName node) {
    this.removed = removed;
    setId("removed-dialog");
    setHeaderTitle(node == null ? Words.of("removed.title") : Words.of("removed.on", node.value()));
    setWidth("min(70rem, 96vw)");
    List<AsideItem> items = removed.on(node);
    Div form = new Div();
    form.addClassName("form");
    if (items.isEmpty()) form.add(new Empty(VaadinIcon.ARCHIVE, "removed.empty"));
    else form.add(new Paragraph(Words.of("removed.text")), grid(items));
    add(form);
    Button close = new Button(Words.of("close"), e -> close());
    close.setId("removed-close");
    getFooter().add(close);
  }

  private Grid<AsideItem> grid(List<AsideItem> items) {
    Grid<AsideItem> grid = Columns.grid("removed.none");
    grid.setId("removed-grid");
    grid.setAllRowsVisible(items.size() <= 10);
    grid.addColumn(
            Columns.<AsideItem>words(
                AsideItem::cloneName, i -> i.superseded() ? Words.of("removed.superseded") : ""))
        .setHeader(Words.of("clone"))
        .setFlexGrow(2);
    Grid.Column<AsideItem> node =
        grid.addColumn(
                Columns.<AsideItem>link(
                    i -> "nodes/" + i.node(),
                    i -> i.node().value(),
                    i -> Words.of("removed.pool", i.pool())))
            .setHeader(Words.of("node"));
    Grid.Column<AsideItem> at =
        grid.addColumn(Columns.ago(removed.times(), AsideItem::since))
            .setHeader(Words.of("removed.at"));
    Grid.Column<AsideItem> why =
        grid.addColumn(Columns.<AsideItem>words(AsideItem::why, i -> ""))
            .setHeader(Words.of("removed.why"))
            .setFlexGrow(2);
    Grid.Column<AsideItem> size =
        grid.addColumn(Columns.<AsideItem>words(i -> new Bytes(i.bytes()).toString(), i -> ""))
            .setHeader(Words.of("removed.size"));
    Grid.Column<AsideItem> until =
        grid.addColumn(
                Columns.<AsideItem>words(
                    i -> removed.times().exact(i.since().plus(removed.aside().keep())), i -> ""))
            .setHeader(Words.of("removed.until"))
            .setWidth("14rem")
            .setFlexGrow(0);
    Narrow.hide(grid, List.of(node, at, why, until), List.of(size));
    if (mayRun)
      grid.addColumn(buttons()).setHeader(Words.of("clone.do")).setWidth("14rem").setFlexGrow(0);
    grid.setItems(items);
    return grid;
  }

  private LitRenderer<AsideItem> buttons() {
    return LitRenderer.<AsideItem>of(BUTTONS)
        .withProperty("id", AsideItem::id)
        .withProperty("name", AsideItem::cloneName)
        .withProperty(
            "back", i -> i.origin() != null && i.backBy() == null ? Words.of("removed.back") : "")
        .withProperty(
            "gone", i -> mayDelete && i.backBy() == null ? Words.of("removed.delete") : "")
        .withFunction("back", this::bringBack)
        .withFunction("gone", i -> new DeleteNowDialog(removed.clean(), i, this::close).open());
  }

  private void bringBack(AsideItem item) {
    Outcome outcome =
        removed
            .bringBack()
            .start(Request.by(SignedIn.caller()), new CloneName(item.cloneName()), item.id());
    close();
    getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
  }
}
