package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import dev.corral.node.Node;
import dev.corral.operation.base.PrepareBase;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Guest;
import dev.corral.shared.Pool;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks which domain on the main node becomes a base. */
final class PrepareDialog extends Ask {
  private final TextField name = new TextField(Words.of("base.name"));
  private final ComboBox<String> domain = new ComboBox<>(Words.of("base.domain"));
  private final ComboBox<String> pool = new ComboBox<>(Words.of("pool"));

  PrepareDialog(PrepareBase prepareBase, Node main) {
    super("prepare-dialog", Words.of("base.prepare"));
    configureFields(main);
    fields(new Paragraph(Words.of("base.prepare.text", main.name().value())), domain, name, pool);
    onConfirm(
        Words.of("base.prepare.go"),
        () -> {
          prepareBase.start(
              new Request(SignedIn.caller(), reason(), null, false),
              name.getValue().strip(),
              domain.getValue(),
              pool.getValue());
          Notices.done("base.prepare.done");
        },
        ButtonVariant.LUMO_PRIMARY);
  }

  private void configureFields(Node main) {
    List<Guest> guests = main.vitals() == null ? List.of() : main.vitals().guests();
    List<Pool> pools = main.vitals() == null ? List.of() : main.vitals().pools();
    name.setId("base-name");
    name.setHelperText(Words.of("name.help"));
    domain.setId("base-domain");
    domain.setItems(guests.stream().filter(g -> !g.running()).map(Guest::name).sorted().toList());
    domain.setHelperText(Words.of("base.domain.help"));
    domain.setAllowCustomValue(true);
    domain.addCustomValueSetListener(e -> domain.setValue(e.getDetail()));
    domain.addValueChangeListener(e -> suggest(e.getValue()));
    pool.setId("base-pool");
    pool.setItems(pools.stream().map(Pool::name).toList());
    pools.stream()
        .map(Pool::name)
        .filter("default"::equals)
        .findFirst()
        .or(() -> pools.stream().map(Pool::name).findFirst())
        .ifPresent(pool::setValue);
  }

  private void suggest(String chosen) {
    if (chosen == null || !name.isEmpty()) return;
    name.setValue(chosen.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "-"));
  }
}
