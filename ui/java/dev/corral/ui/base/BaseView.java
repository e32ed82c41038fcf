package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import dev.corral.audit.AuditTrail;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.clone.CloneList;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.security.SignedIn;
import dev.corral.shared.BaseName;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.audit.AuditRows;
import dev.corral.ui.live.Live;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One base: its generations, and where each of them is. */
@Route(value = "bases", layout = MainLayout.class)
@PermitAll
public class BaseView extends Page implements HasUrlParameter<String> {
  private static final int LATEST = 8;
  private final Bases bases;
  private final CloneList clones;
  private final Nodes nodes;
  private final Operations operations;
  private final AuditTrail audit;
  private final Panel facts = new Panel("base.facts");
  private final GenerationGrid generations;
  private final CopyGrid copies;
  private final OperationRows latest;
  private final AuditRows story;
  private BaseName name;

  BaseView(
      Bases bases,
      CloneList clones,
      Nodes nodes,
      Operations operations,
      AuditTrail audit,
      BaseDeeds deeds,
      Live live,
      Times times) {
    super("base");
    this.bases = bases;
    this.clones = clones;
    this.nodes = nodes;
    this.operations = operations;
    this.audit = audit;
    boolean mayChange = SignedIn.caller().may(Role.ADMIN);
    this.generations = new GenerationGrid(deeds, nodes, mayChange);
    this.copies = new CopyGrid(deeds, times, mayChange);
    this.latest = new OperationRows(times);
    this.story = new AuditRows(times);
    if (mayChange) offer(deeds);
    Div panels = new Div(facts, new Panel("operations", latest), new Panel("audit", story));
    panels.addClassName("panels");
    add(new Panel("base.generations", generations), new Panel("base.copies", copies), panels);
    live.refresh(this, Set.of("base", "base_generation", "base_copy", "clone"), this::refresh);
    live.refresh(this, Set.of("operation"), this::showStory);
  }

  private void offer(BaseDeeds deeds) {
    Action next =
        button("next", b -> new NextDialog(deeds.prepare(), b), ButtonVariant.LUMO_PRIMARY);
    actions(
        next,
        button("verify", b -> new VerifyDialog(deeds.verify(), b.name())),
        button(
            "remove",
            b -> new RemoveBaseDialog(deeds.remove(), b.name()),
            ButtonVariant.LUMO_ERROR));
  }

  private Action button(String id, Function<Base, BaseDialog> dialog, ButtonVariant... looks) {
    return new Action(
        "base-" + id,
        Words.of(id.equals("next") ? "base.next" : "base.do." + id),
        () -> dialog.apply(bases.get(name)).open(),
        looks);
  }

  @Override
  public void setParameter(BeforeEvent event, String parameter) {
    name = bases.get(new BaseName(parameter)).name();
    title(name.value());
  }

  private void refresh() {
    Optional<Base> found = bases.find(name);
    if (found.isEmpty()) { // it was removed while somebody looked at it
      getUI().ifPresent(ui -> ui.navigate(BasesView.class));
      return;
    }
    Base base = found.get();
    List<GenerationRow> rows = GenerationRow.all(bases, clones, base);
    generations.show(rows);
    Map<Integer, Long> sizes =
        rows.stream().collect(Collectors.toMap(GenerationRow::number, r -> r.generation().size()));
    copies.show(bases.copies(name), sizes, nodes.findMain().map(Node::name).orElse(null));
    facts.show(base, BaseView::facts);
  }

  private static Facts facts(Base base) {
    return new Facts()
        .with("base.domain", base.domain())
        .with("pool", base.pool())
        .with(
            "base.gets",
            base.current() == 0
                ? Words.of("base.unprepared")
                : Words.of("generation", base.current()));
  }

  private void showStory() {
    String base = name.value();
    latest.show(
        operations.list(
            new Operations.Filter(null, null, null, null, base, null, null), 0, LATEST));
    story.show(
        audit.find(
            new AuditTrail.Filter(null, base, null, null, null, null, null, null), 0, LATEST),
        "audit?base=" + base);
  }
}
