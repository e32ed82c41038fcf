package dev.corral.operation.node;

import dev.corral.node.Firewall;
import dev.corral.node.FirewallRules;
import dev.corral.node.Firewalling;
import dev.corral.node.Firewalling.Wish;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/firewall-node.bpmn: a node lets in whom it shall, and nobody else. The node takes the
 * rules back by itself unless Corral confirms them over a new connection.
 */
@Component
public class FirewallNode {
  static final String KIND = Kind.FIREWALL_NODE.key();
  static final String NONE = "none";

  private final Gate gate;
  private final Nodes nodes;
  private final Firewalling firewalling;

  FirewallNode(Gate gate, Nodes nodes, Firewalling firewalling) {
    this.gate = gate;
    this.nodes = nodes;
    this.firewalling = firewalling;
  }

  /**
   * Sets a node's firewall, or takes it away. A dry run answers the rules.
   *
   * @param kind nftables, iptables or none
   * @param address Corral's; null: as the node sees it
   * @param allow more addresses and networks that may come in as nodes do; may be null
   */
  public Outcome start(
      Request request, NodeName name, String kind, String address, List<String> allow) {
    if (request.dryRun())
      return gate.pass(
          request,
          Kind.of(KIND).role(),
          KIND,
          name,
          () -> plan(name, wish(name, kind, address, allow)),
          plan -> plan);
    return gate.pass(
        request,
        KIND,
        () -> {
          Wish wish = wish(name, kind, address, allow);
          return gate.start(request, KIND, name.value(), values(name, wish));
        });
  }

  private Wish wish(NodeName name, String kind, String address, List<String> allow) {
    nodes.admitted(name);
    return new Wish(NONE.equals(kind) ? null : Firewall.Kind.of(kind), address, allow);
  }

  private Outcome plan(NodeName name, Wish wish) {
    if (wish.kind() == null) return Outcome.planned(KIND, name.value(), Map.of("firewall", NONE));
    FirewallRules rules =
        firewalling.rules(name, firewalling.corralsAddress(name, wish.address()), wish.allow());
    return Outcome.planned(
        KIND,
        name.value(),
        wish.kind() == Firewall.Kind.NFTABLES
            ? Map.of("firewall", wish.kind().word(), "rules", rules.nftables())
            : Map.of(
                "firewall",
                wish.kind().word(),
                "rules",
                rules.iptables(),
                "rules6",
                rules.ip6tables()));
  }

  static Map<String, Object> values(NodeName name, Wish wish) {
    Map<String, Object> values = new HashMap<>();
    values.put("node", name.value());
    values.put("firewall", wish.kind() == null ? NONE : wish.kind().word());
    if (wish.address() != null) values.put("address", wish.address());
    values.put("allow", String.join(",", wish.allow()));
    return values;
  }
}
