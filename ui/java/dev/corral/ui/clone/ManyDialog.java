package dev.corral.ui.clone;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.clone.ListedClone;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.CloneName;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Tally;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.function.BiConsumer;

/** Asks before something is done with clones, and names all that it concerns. */
abstract class ManyDialog extends Ask {
  private static final int NAMED = 12;
  private final CloneDeeds deeds;
  private final CloneDeed deed;
  private final List<ListedClone> chosen;
  private final List<ListedClone> fit;

  ManyDialog(CloneDeeds deeds, CloneDeed deed, List<ListedClone> chosen) {
    super(deed.word() + "-dialog", title(deed, chosen.stream().filter(deed::fits).toList()));
    this.deeds = deeds;
    this.deed = deed;
    this.chosen = chosen;
    this.fit = chosen.stream().filter(deed::fits).toList();
  }

  private static String title(CloneDeed deed, List<ListedClone> fit) {
    return fit.size() == 1
        ? Words.of(deed.word() + ".title", fit.get(0).name().value())
        : Words.of(deed.word() + ".many", fit.size());
  }

  /** Those that it can be done with. */
  final List<ListedClone> fit() {
    return fit;
  }

  /** What becomes of them, with their names; then its fields. */
  final void consequences(String key, Component... more) {
    Paragraph what = new Paragraph(Words.of(key, fit.size(), names(fit)));
    what.setId(deed.word() + "-consequences");
    Paragraph others = new Paragraph();
    others.addClassName("muted");
    List<ListedClone> left = chosen.stream().filter(c -> !deed.fits(c)).toList();
    others.setVisible(!left.isEmpty());
    if (!left.isEmpty()) others.setText(Words.of("many.left", left.size(), names(left)));
    fields(what, others);
    fields(more);
  }

  /** These words about some of them; not shown if they are none. */
  static Paragraph about(String key, List<ListedClone> some) {
    Paragraph words = new Paragraph(some.isEmpty() ? "" : Words.of(key, some.size(), names(some)));
    words.addClassName("problem");
    words.setVisible(!some.isEmpty());
    return words;
  }

  /** One is asked for at once, and its refusal keeps this open; of many a tally is shown. */
  final void onConfirm(BiConsumer<Request, CloneName> command, ButtonVariant... looks) {
    onConfirm(
        deed.label(),
        () -> {
          Request request = new Request(SignedIn.caller(), reason(), null, false);
          List<CloneName> names = fit.stream().map(ListedClone::name).toList();
          if (names.size() == 1) {
            command.accept(request, names.get(0));
            Notices.done("clone.do." + deed.word() + ".done", names.get(0).value());
          } else if (!names.isEmpty())
            Tally.follow(
                deeds.oneByOne(),
                Words.of(deed.word() + ".tally", names.size()),
                names,
                name -> command.accept(request, name));
        },
        looks);
  }

  private static String names(List<ListedClone> some) {
    String all = String.join(", ", some.stream().limit(NAMED).map(c -> c.name().value()).toList());
    return some.size() > NAMED ? all + " " + Words.of("more", some.size() - NAMED) : all;
  }
}
