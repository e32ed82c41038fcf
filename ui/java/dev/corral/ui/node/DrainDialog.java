package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.node.Node;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.DrainNode;
import dev.corral.operation.node.DrainPlan;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks how a node shall be drained, and shows at once what becomes of each guest. */
final class DrainDialog extends Ask {
  private static final int USUAL_MINUTES = 10;
  private static final int LONGEST_MINUTES = 7 * 24 * 60;
  private static final int SECONDS = 60;
  private final DrainNode drain;
  private final Node node;
  private final Select<Mode> mode = ways("drain-mode", "drain.mode", Mode.values());
  private final Select<Mode> then =
      ways("drain-then", "drain.then", Mode.MIGRATE, Mode.SHUTDOWN, Mode.FORCE);
  private final IntegerField minutes = new IntegerField(Words.of("drain.minutes"));
  private final Checkbox powerOff = new Checkbox(Words.of("drain.power-off"));
  private final Paragraph consequences = new Paragraph();
  private final Div plan = new Div();
  private final Map<String, Mode> own = new TreeMap<>();

  DrainDialog(DrainNode drain, Node node) {
    super("drain-dialog", Words.of("drain.title", node.name().value()));
    this.drain = drain;
    this.node = node;
    mode.setValue(Mode.MIGRATE);
    then.setEmptySelectionAllowed(true);
    then.setPlaceholder(Words.of("drain.then.nothing"));
    then.setHelperText(Words.of("drain.then.help"));
    minutes.setId("drain-minutes");
    minutes.setMin(0);
    minutes.setMax(LONGEST_MINUTES);
    minutes.setValue(USUAL_MINUTES);
    minutes.setStepButtonsVisible(true);
    powerOff.setId("drain-power-off");
    powerOff.setVisible(SignedIn.caller().may(Role.ADMIN));
    consequences.setId("drain-consequences");
    plan.setId("drain-plan");
    plan.addClassName("drain-plan");
    fields(mode, minutes, then, powerOff, consequences, plan);
    mode.addValueChangeListener(e -> refresh());
    then.addValueChangeListener(e -> refresh());
    powerOff.addValueChangeListener(e -> refresh());
    onConfirm(
        Words.of("node.do.drain"),
        () -> {
          Outcome outcome = drain.start(request(false), node.name(), wish());
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY);
    refresh();
  }

  private static Select<Mode> ways(String id, String label, Mode... modes) {
    Select<Mode> select = new Select<>();
    select.setId(id);
    select.setLabel(Words.of(label));
    select.setItems(modes);
    select.setItemLabelGenerator(
        m -> Words.of(m == null ? "drain.then.nothing" : "drain.way." + m));
    return select;
  }

  private Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), reason(), null, dryRun);
  }

  private DrainNode.Wish wish() {
    return new DrainNode.Wish(
        mode.getValue().name(),
        minutes.isEmpty() ? null : minutes.getValue() * SECONDS,
        then.isEmpty() ? null : then.getValue().name(),
        powerOff.getValue(),
        own.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().name())));
  }

  private void refresh() {
    plan.removeAll();
    Object guests = drain.start(request(true), node.name(), wish()).plan().details().get("guests");
    List<DrainPlan.Entry> entries =
        ((List<?>) guests)
            .stream()
                .map(DrainPlan.Entry.class::cast)
                .sorted(
                    Comparator.comparing((DrainPlan.Entry e) -> e.blocker() == null)
                        .thenComparing(DrainPlan.Entry::guest))
                .toList();
    entries.forEach(e -> plan.add(line(e)));
    consequences.setText(words(entries));
  }

  private Div line(DrainPlan.Entry entry) {
    Span name = new Span(entry.guest());
    Select<Mode> way = ways("drain-way-" + entry.guest(), "drain.mode", Mode.values());
    way.setLabel(null);
    way.setAriaLabel(Words.of("drain.way.of", entry.guest()));
    way.setValue(entry.mode());
    way.addValueChangeListener(
        e -> {
          own.put(entry.guest(), e.getValue());
          refresh();
        });
    Div line = new Div(name, way);
    if (entry.to() != null) line.add(new Span("→ " + entry.to()));
    if (!entry.corrals()) line.add(new Badge(Tone.CALM, Words.of("guest.foreign")));
    if (entry.blocker() != null) {
      Span blocker = new Span(entry.blocker());
      blocker.addClassName("problem");
      line.add(blocker);
    }
    line.addClassName("drain-line");
    return line;
  }

  private String words(List<DrainPlan.Entry> entries) {
    if (entries.isEmpty())
      return Words.of(powerOff.getValue() ? "drain.empty.off" : "drain.empty", node.name().value());
    Map<Mode, Long> count = new EnumMap<>(Mode.class);
    entries.stream()
        .filter(e -> e.blocker() == null)
        .forEach(e -> count.merge(e.mode(), 1L, Long::sum));
    long blocked = entries.stream().filter(e -> e.blocker() != null).count();
    String all =
        count.entrySet().stream()
            .map(e -> Words.of("drain.count." + e.getKey(), e.getValue()))
            .collect(Collectors.joining("; "));
    if (blocked > 0)
      all = Words.of("drain.count.blocked", blocked) + (all.isEmpty() ? "" : "; " + all);
    return all
        + (powerOff.getValue() ? "; " + Words.of("drain.then.off", node.name().value()) : "");
  }
}
