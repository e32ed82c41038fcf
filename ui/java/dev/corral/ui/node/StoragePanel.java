package dev.corral.ui.node;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.clone.UnknownFile;
import dev.corral.operation.node.CleanNode;
import dev.corral.operation.node.NodeStorage;
import dev.corral.operation.node.NodeStorage.PoolUse;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import dev.corral.storage.AsideItem;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.OneByOne;
import dev.corral.ui.part.OneByOne.News;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import dev.corral.ui.storage.RemovedClones;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** A node's pools: what is used, promised, left; and on demand the files that are nobody's. */
final class StoragePanel extends Div {
  /** What it needs. */
  @Component
  record Rooms(NodeStorage storage, CleanNode clean, RemovedClones removed, OneByOne oneByOne) {}

  private final Rooms rooms;
  private final boolean mayChange;
  private final Div pools = new Div();
  private final KeyedRows<PoolUse, Div> poolRows =
      new KeyedRows<>(pools, PoolUse::name, Div::new, StoragePanel::show);
  private final Div aside = new Div();
  private final Div files = new Div();
  private final CheckboxGroup<UnknownFile> chosen = new CheckboxGroup<>();
  private final Action clean;
  private NodeName node;

  StoragePanel(Rooms rooms, boolean mayChange) {
    this.rooms = rooms;
    this.mayChange = mayChange;
    files.setId("unknown-files");
    chosen.setItemLabelGenerator(UnknownFile::path);
    chosen.setRenderer(new com.vaadin.flow.data.renderer.ComponentRenderer<>(StoragePanel::line));
    chosen.setAriaLabel(Words.of("storage.unknown"));
    clean =
        new Action(
            "clean-files",
            Words.of("storage.clean"),
            () ->
                new CleanDialog(
                        rooms.clean(),
                        node,
                        chosen.getValue().stream().map(UnknownFile::path).toList())
                    .open(),
            ButtonVariant.LUMO_SMALL,
            ButtonVariant.LUMO_ERROR);
    chosen.addValueChangeListener(e -> clean.setEnabled(!e.getValue().isEmpty()));
    add(
        pools,
        aside,
        new Action("look-files", Words.of("storage.look"), this::look, ButtonVariant.LUMO_SMALL),
        files);
  }

  void show(NodeName name) {
    node = name;
    poolRows.show(rooms.storage().pools(name));
    showAside(rooms.removed().on(name));
  }

  private void showAside(List<AsideItem> items) {
    aside.setVisible(!items.isEmpty());
    aside.removeAll();
    long bytes = items.stream().mapToLong(AsideItem::bytes).sum();
    aside.add(
        new Action(
            "show-aside",
            Words.of("storage.aside", items.size(), new Bytes(bytes).toString()),
            () -> rooms.removed().open(node),
            ButtonVariant.LUMO_SMALL,
            ButtonVariant.LUMO_TERTIARY));
  }

  private static void show(Div shown, PoolUse pool) {
    shown.removeAll();
    Tone tone =
        pool.left() < 0 ? Tone.BAD : pool.percent() >= pool.highWater() ? Tone.WARN : Tone.GOOD;
    Span words =
        new Span(
            Words.of(
                "storage.words",
                new Bytes(pool.free()).toString(),
                new Bytes(pool.reserve()).toString(),
                new Bytes(pool.promised()).toString(),
                new Bytes(pool.left()).toString()));
    words.addClassName("muted");
    words.setTitle(pool.path());
    Div row =
        new Div(new Span(pool.name()), new Bar().show(pool.percent(), tone, pool.percent() + " %"));
    row.addClassName("named-bar");
    shown.add(row, words);
  }

  /** The node itself is asked, beside the page: it may be slow. */
  private void look() {
    files.removeAll();
    files.add(new Span(Words.of("storage.looking")));
    AtomicReference<List<UnknownFile>> found = new AtomicReference<>(List.of());
    rooms
        .oneByOne()
        .run(
            UI.getCurrent(),
            List.of(node),
            n -> found.set(rooms.storage().unknownFiles(n)),
            (News<NodeName> news) -> {
              if (news.refusals().isEmpty()) showFiles(found.get());
              else showProblem(news.refusals().get(0).problem());
            });
  }

  private void showProblem(Problem problem) {
    files.removeAll();
    if (problem == null)
      files.add(
          Notices.box(
              "UNFORESEEN", Words.of("problem.unforeseen"), Words.of("problem.unforeseen.fix")));
    else files.add(Notices.box(problem));
  }

  private void showFiles(List<UnknownFile> unknown) {
    files.removeAll();
    if (unknown.isEmpty()) {
      files.add(new Paragraph(Words.of("storage.none")));
      return;
    }
    chosen.setItems(unknown);
    clean.setEnabled(false);
    files.add(new Paragraph(Words.of("storage.unknown")), chosen);
    if (mayChange) files.add(clean);
  }

  private static Div line(UnknownFile file) {
    Span why = new Span(new Bytes(file.allocated()) + " · " + file.why());
    why.addClassName("muted");
    Div line = new Div(new Span(file.path()), new Div(why));
    line.addClassName("file");
    return line;
  }
}
