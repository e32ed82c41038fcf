package dev.corral.api;

import dev.corral.node.Firewall;
import dev.corral.node.FirewallRules;
import dev.corral.node.Firewalling;
import dev.corral.node.Firewalls;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.FirewallNode;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who may come in to a node. */
@RestController
@RequestMapping("/api/v1/nodes/{name}/firewall")
class FirewallController {
  private final Firewalling firewalling;
  private final Firewalls firewalls;
  private final FirewallNode firewallNode;

  FirewallController(Firewalling firewalling, Firewalls firewalls, FirewallNode firewallNode) {
    this.firewalling = firewalling;
    this.firewalls = firewalls;
    this.firewallNode = firewallNode;
  }

  /** What is set there; null: nothing of ours. */
  record Applied(
      Firewall.Kind firewall,
      Instant appliedAt,
      boolean upToDate,
      List<String> allow,
      String afterRestart) {}

  /** The exact rules for the herd as it is now, and how they would be set by hand. */
  record FirewallView(
      String node,
      Applied applied,
      String corralAddress,
      String nftables,
      String iptables,
      String ip6tables) {}

  @GetMapping
  FirewallView get(@PathVariable String name) {
    NodeName node = new NodeName(name);
    Optional<Firewall> set = firewalls.of(node);
    String address = firewalling.corralsAddress(node, set.map(Firewall::address).orElse(null));
    FirewallRules rules =
        firewalling.rules(node, address, set.map(Firewall::allow).orElse(List.of()));
    return new FirewallView(
        name,
        set.map(
                f ->
                    new Applied(
                        f.kind(),
                        f.appliedAt(),
                        firewalling.upToDate(node, f),
                        f.allow(),
                        f.kept()))
            .orElse(null),
        address,
        rules.nftables(),
        rules.iptables(),
        rules.ip6tables());
  }

  /**
   * How it shall be, and why.
   *
   * @param firewall nftables, iptables or none
   * @param address Corral's; as the node sees it, if left out
   * @param allow more addresses and networks that may come in as nodes do
   */
  record FirewallBody(String firewall, String address, List<String> allow, String reason) {}

  @PostMapping
  ResponseEntity<Object> set(
      @PathVariable String name, @RequestBody FirewallBody body, Request request) {
    return Answers.of(
        firewallNode.start(
            request.because(body.reason()),
            new NodeName(name),
            body.firewall(),
            body.address(),
            body.allow()));
  }
}
