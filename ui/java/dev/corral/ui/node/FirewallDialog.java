package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import dev.corral.node.Firewall;
import dev.corral.node.FirewallRules;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Optional;

/** Shows the exact rules for a node, and sets them, or takes them away. */
final class FirewallDialog extends Ask {
  private final Select<String> kind = new Select<>();
  private final Pre text = new Pre();

  FirewallDialog(FirewallPanel.Rooms rooms, NodeName node) {
    super("firewall-dialog", Words.of("firewall.title", node.value()));
    Optional<Firewall> set = rooms.firewalls().of(node);
    List<String> allow = set.map(Firewall::allow).orElse(List.of());
    String address =
        rooms.firewalling().corralsAddress(node, set.map(Firewall::address).orElse(null));
    FirewallRules rules = rooms.firewalling().rules(node, address, allow);
    kind.setId("firewall-kind");
    kind.setLabel(Words.of("firewall"));
    kind.setItems("nftables", "iptables", "none");
    kind.setItemLabelGenerator(k -> Words.of("firewall." + k));
    kind.addValueChangeListener(e -> show(rules));
    kind.setValue(set.map(f -> f.kind().word()).orElse("nftables"));
    text.setId("firewall-rules");
    fields(kind, text, new Paragraph(Words.of("firewall.text")));
    onConfirm(
        Words.of("firewall.set"),
        () -> {
          Outcome outcome =
              rooms
                  .deed()
                  .start(
                      new Request(SignedIn.caller(), reason(), null, false),
                      node,
                      kind.getValue(),
                      set.map(Firewall::address).orElse(null),
                      allow);
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY);
  }

  private void show(FirewallRules rules) {
    switch (kind.getValue()) {
      case "nftables" -> text.setText(rules.nftables());
      case "iptables" ->
          text.setText("# iptables\n" + rules.iptables() + "\n# ip6tables\n" + rules.ip6tables());
      default -> text.setText("");
    }
  }
}
