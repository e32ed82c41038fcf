package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.corral.base.Base;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.base.RolloutBase;
import dev.corral.operation.base.RolloutBase.Wish;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks how a generation gets to the nodes, wave by wave, and shows the waves. */
final class RolloutDialog extends BaseDialog {
  private static final int MOST_WAVES = 50;
  private final MultiSelectComboBox<NodeName> canary =
      new MultiSelectComboBox<>(Words.of("rollout.canary"));
  private final IntegerField waves = new IntegerField(Words.of("rollout.waves"));
  private final int generation;

  RolloutDialog(RolloutBase rollout, Nodes nodes, Base base, int generation) {
    super("rollout-dialog", Words.of("rollout.title", base.name().value(), generation));
    this.generation = generation;
    canary.setId("rollout-canary");
    canary.setItems(nodes.list().stream().filter(Node::admitted).map(Node::name).toList());
    canary.setHelperText(Words.of("rollout.canary.help"));
    waves.setId("rollout-waves");
    waves.setMin(1);
    waves.setMax(MOST_WAVES);
    waves.setValue(1);
    waves.setStepButtonsVisible(true);
    fields(new Paragraph(Words.of("rollout.text")), canary, waves);
    canary.addValueChangeListener(e -> replan());
    waves.addValueChangeListener(e -> replan());
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> rollout.start(r, base.name(), wish()));
          List<String> words = new ArrayList<>();
          String each = new Bytes((Long) found.get("bytesForEach")).toString();
          words.add(Words.of("rollout.plan", found.get("current"), generation, each));
          int number = 0;
          for (Object wave : (List<?>) found.get("waves"))
            words.add(Words.of("rollout.wave", ++number, names((List<?>) wave)));
          return lines(words);
        });
    onConfirm(
        Words.of("base.do.rollout"),
        () -> begin(r -> rollout.start(r, base.name(), wish())),
        ButtonVariant.LUMO_PRIMARY);
    replan();
  }

  private Wish wish() {
    return new Wish(generation, List.copyOf(canary.getValue()), waves.getValue());
  }

  private static String names(List<?> nodes) {
    return String.join(", ", nodes.stream().map(String::valueOf).toList());
  }
}
