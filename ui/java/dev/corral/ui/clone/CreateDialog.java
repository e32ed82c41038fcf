package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks what clones are wanted, shows where they would go, and makes them. */
final class CreateDialog extends Ask {
  private static final int MOST = 10_000;
  private final ProvisionClones provision;
  private final ComboBox<Base> base = new ComboBox<>(Words.of("base"));
  private final IntegerField count = new IntegerField(Words.of("clones.count"));
  private final TextField name = new TextField(Words.of("clone.name"));
  private final TextField owner = new TextField(Words.of("clone.owner"));
  private final IntegerField memory = new IntegerField(Words.of("clone.memory"));
  private final Checkbox isVolatile = new Checkbox(Words.of("clone.volatile"));
  private final Checkbox start = new Checkbox(Words.of("clone.start"), true);
  private final Div plan = new Div();

  CreateDialog(ProvisionClones provision, Bases bases) {
    super("create-dialog", Words.of("clone.create"));
    this.provision = provision;
    configureFields(bases.list().stream().filter(b -> b.generation() > 0).toList());
    Action where = new Action("where", Words.of("clone.where"), this::showPlan);
    Div pair = new Div(count, memory);
    pair.addClassName("form-row");
    Div names = new Div(name, owner);
    names.addClassName("form-row");
    fields(base, pair, names, start, isVolatile);
    after(where, plan);
    onConfirm(Words.of("clone.create.go"), this::create, ButtonVariant.LUMO_PRIMARY);
  }

  private void configureFields(List<Base> ready) {
    base.setId("clone-base");
    base.setItems(ready);
    base.setItemLabelGenerator(b -> b.name().value());
    if (ready.size() == 1) base.setValue(ready.get(0));
    count.setId("clone-count");
    count.setValue(1);
    count.setMin(1);
    count.setMax(MOST);
    count.setStepButtonsVisible(true);
    name.setId("clone-name");
    name.setHelperText(Words.of("clone.name.help"));
    owner.setId("clone-owner");
    memory.setId("clone-memory");
    memory.setPlaceholder(Words.of("clone.memory.base"));
    isVolatile.setId("clone-volatile");
    start.setId("clone-start");
    plan.setId("plan");
    plan.addClassName("plan");
    base.addValueChangeListener(e -> plan.removeAll());
    count.addValueChangeListener(e -> plan.removeAll());
    memory.addValueChangeListener(e -> plan.removeAll());
  }

  private void showPlan() {
    plan.removeAll();
    Outcome outcome = provision.start(request(true), wanted());
    plan.add(new PlanTable((List<?>) outcome.plan().details().get("placements")));
  }

  private void create() {
    Outcome outcome = provision.start(request(false), wanted());
    Notices.done("clone.create.done");
    getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
  }

  private Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), reason(), null, dryRun);
  }

  private NewClones wanted() {
    return new NewClones(
        base.getValue() == null ? null : base.getValue().name().value(),
        count.getValue(),
        name.isEmpty() ? null : name.getValue().strip(),
        owner.isEmpty() ? null : owner.getValue().strip(),
        isVolatile.getValue(),
        start.getValue(),
        memory.getValue() == null ? null : Bytes.ofMiB(memory.getValue()).count());
  }
}
