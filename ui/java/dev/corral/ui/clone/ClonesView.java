package dev.corral.ui.clone;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Nodes;
import dev.corral.operation.ProvisionClones;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All clones, thousands of them: where they are, how they are, and why there. */
@Route(value = "clones", layout = MainLayout.class)
@PermitAll
@Uses(Button.class)
public class ClonesView extends Page implements BeforeEnterObserver {
  private final Clones clones;
  private final Bases bases;
  private final Times times;
  private final CloneDeeds deeds;
  private final Grid<Clone> grid = Columns.grid("clones.none");
  private final CloneFilters filters;
  private final Button create = new Button(Words.of("clone.create"), VaadinIcon.PLUS.create());
  private final Empty noClone = new Empty(VaadinIcon.COPY_O, "clones.empty");
  private final Empty noBase = new Empty(VaadinIcon.DISC, "clones.nobase");
  private final boolean mayCreate = SignedIn.caller().may(Role.OPERATOR);
  private CloneName only;

  ClonesView(
      Clones clones,
      Bases bases,
      Nodes nodes,
      ProvisionClones provision,
      CloneDeeds deeds,
      Live live,
      Times times) {
    super("clones");
    this.clones = clones;
    this.bases = bases;
    this.times = times;
    this.deeds = deeds;
    addClassName("full");
    create.setId("create-clones");
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(e -> new CreateDialog(provision, bases).open());
    actions(create);
    this.filters = new CloneFilters(bases, nodes, this::refresh);
    configureGrid();
    add(filters, noClone, noBase, grid);
    live.refresh(this, Set.of("clone"), this::refresh);
  }

  private void configureGrid() {
    grid.setId("clones-grid");
    grid.setDataProvider(
        DataProvider.fromCallbacks(
            q -> found(q.getOffset(), q.getLimit()), q -> (int) countFound()));
    grid.addColumn(Columns.words(c -> c.name().value(), this::made)).setHeader(Words.of("clone"));
    grid.addColumn(Columns.badge(c -> Tone.of(c.state()), c -> Words.of(c.state()), c -> ""))
        .setHeader(Words.of("state"))
        .setWidth("10em")
        .setFlexGrow(0);
    grid.addColumn(where()).setHeader(Words.of("node")).setWidth("11em").setFlexGrow(0);
    var of =
        grid.addColumn(
                Columns.words(c -> c.base().value(), c -> Words.of("generation", c.generation())))
            .setHeader(Words.of("base"));
    var owner =
        grid.addColumn(Columns.words(Clone::owner, c -> "")).setHeader(Words.of("clone.owner"));
    var memory =
        grid.addColumn(
                Columns.words(
                    c -> new Bytes(c.memory()).toString(),
                    c -> Words.of(c.isVolatile() ? "clone.is.volatile" : "clone.is.persistent")))
            .setHeader(Words.of("memory"))
            .setWidth("8em")
            .setFlexGrow(0);
    if (mayCreate)
      grid.addColumn(deeds.buttons())
          .setHeader(Words.of("clone.do"))
          .setWidth("16em")
          .setFlexGrow(0);
    Narrow.hide(grid, List.of(of, owner, memory), List.of(owner));
  }

  private LitRenderer<Clone> where() {
    return LitRenderer.<Clone>of(
            """
            <a class="cell-link" href="nodes/${item.node}" ?hidden="${!item.node}">${item.node}</a>
            <vaadin-button theme="tertiary-inline small" ?hidden="${!item.why}" @click="${why}">${item.why}</vaadin-button>""")
        .withProperty("node", c -> c.home() == null ? "" : c.home().value())
        .withProperty("why", c -> c.decision() == null ? "" : Words.of("why.here"))
        .withFunction("why", c -> new WhyDialog(clones.get(c.name())).open());
  }

  private String made(Clone clone) {
    return times.ago(clone.createdAt());
  }

  private Stream<Clone> found(int offset, int limit) {
    if (only != null) return clones.find(only).stream().skip(offset).limit(limit);
    return clones.list(filters.filter(), offset, limit).stream();
  }

  private long countFound() {
    return only != null ? clones.find(only).stream().count() : clones.count(filters.filter());
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    var asked = event.getLocation().getQueryParameters();
    only = asked.getSingleParameter("name").map(CloneName::new).orElse(null);
    filters.ask(asked);
  }

  private void refresh() {
    boolean any = clones.count(Clones.Filter.all()) > 0;
    boolean ready = bases.list().stream().map(Base::generation).anyMatch(g -> g > 0);
    create.setVisible(ready && mayCreate);
    noBase.setVisible(!any && !ready);
    noClone.setVisible(!any && ready);
    filters.setVisible(any && only == null);
    grid.setVisible(any);
    grid.getDataProvider().refreshAll();
  }
}
