package dev.corral.ui.node;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import dev.corral.operation.node.NewNode.Extras;
import dev.corral.ui.part.Words;

/** What onboarding does beside the usual, and the password that it gets in with. */
final class NewNodeOptions extends Div {
  private final PasswordField password = new PasswordField(Words.of("password.once"));
  private final Checkbox installPackages = new Checkbox(Words.of("wizard.packages"));
  private final Checkbox proveWake = new Checkbox(Words.of("wizard.prove"));
  private final Select<String> firewall = new Select<>();

  NewNodeOptions() {
    addClassName("options");
    password.setId("node-password");
    password.setHelperText(Words.of("password.once.help"));
    installPackages.setId("node-install-packages");
    installPackages.setHelperText(Words.of("wizard.packages.help"));
    proveWake.setId("node-prove-wake");
    proveWake.setHelperText(Words.of("wizard.prove.help"));
    firewall.setId("node-firewall");
    firewall.setLabel(Words.of("firewall"));
    firewall.setHelperText(Words.of("wizard.firewall.help"));
    firewall.setItems("none", "nftables", "iptables");
    firewall.setItemLabelGenerator(kind -> Words.of("firewall." + kind));
    firewall.setValue("none");
    add(installPackages, proveWake, firewall);
  }

  /** Stands elsewhere on the page. */
  PasswordField password() {
    return password;
  }

  Extras extras() {
    return new Extras(installPackages.getValue(), proveWake.getValue(), firewall.getValue());
  }
}
