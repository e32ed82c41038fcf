package dev.corral.node;

import dev.corral.host.FirewallCommands;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** Who may come in to a node. Each method sees to one thing, and may be called again. */
@Service
public class Firewalling {
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?");
  private final Nodes nodes;
  private final Firewalls firewalls;
  private final FirewallCommands commands;
  private final Clock clock;

  Firewalling(Nodes nodes, Firewalls firewalls, FirewallCommands commands, Clock clock) {
    this.nodes = nodes;
    this.firewalls = firewalls;
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * How a node's firewall shall be.
   *
   * @param address Corral's; null: as the node sees it
   * @param allow more addresses and networks that may come in as nodes do
   */
  public record Wish(Firewall.Kind kind, String address, List<String> allow) {
    /** Refuses (BAD_ADDRESS) what is no address or network in numbers. */
    public Wish {
      allow = allow == null ? List.of() : List.copyOf(allow);
      if (address != null) checked(address);
      allow.forEach(Wish::checked);
    }

    private static void checked(String address) {
      if (ADDRESS.matcher(address).matches() && (address.contains(".") || address.contains(":")))
        return;
      throw Refused.invalid(
          "BAD_ADDRESS",
          "'" + address + "' is no address and no network",
          "write it in numbers: 192.0.2.7, 192.0.2.0/24 or 2001:db8::7");
    }
  }

  /** Corral's address as the node sees it, if none is given. Throws HostProblem. */
  public String corralsAddress(NodeName name, String given) {
    return given != null ? given : commands.corralSeenFrom(nodes.endpoint(name));
  }

  /** The rules for a node, by who is in the herd now. */
  public FirewallRules rules(NodeName name, String address, List<String> allow) {
    List<String> others = new ArrayList<>(allow);
    for (Node other : nodes.list()) {
      if (!other.name().equals(name)) others.addAll(addresses(other));
    }
    return new FirewallRules(nodes.get(name).sshPort(), List.of(address), others);
  }

  private static List<String> addresses(Node node) {
    try {
      return Arrays.stream(InetAddress.getAllByName(node.address()))
          .map(InetAddress::getHostAddress)
          .map(a -> a.replaceFirst("%.*", "")) // of a link
          .toList();
    } catch (UnknownHostException e) {
      throw Refused.conflict(
          "ADDRESS_UNKNOWN",
          "the name '" + node.address() + "' of " + node.name() + " has no address",
          "give the node a numeric address, or fix name resolution; then retry");
    }
  }

  private FirewallCommands.Rules commanded(NodeName name, Wish wish) {
    FirewallRules rules = rules(name, corralsAddress(name, wish.address()), wish.allow());
    return switch (wish.kind()) {
      case NFTABLES -> new FirewallCommands.Rules(wish.kind().word(), rules.nftables(), "");
      case IPTABLES ->
          new FirewallCommands.Rules(wish.kind().word(), rules.iptables(), rules.ip6tables());
    };
  }

  /** The node is loading them, by work of this id; it takes them back after so many seconds. */
  public void ensureLoading(NodeName name, String id, Wish wish, int seconds) {
    commands.ensureLoading(nodes.endpoint(name), id, commanded(name, wish), seconds);
  }

  /** True once the rules hold; only connections made after that prove anything. */
  public boolean loaded(NodeName name, String id) {
    return commands.loaded(nodes.endpoint(name), id);
  }

  /** True once a new connection has come through. Throws HostProblem if none does. */
  public boolean confirmed(NodeName name, String id) {
    return commands.confirmed(nodes.endpoint(name), id);
  }

  /** True if the node has taken them back. */
  public boolean undone(NodeName name, String id) {
    return commands.undone(nodes.endpoint(name), id);
  }

  /** They are kept, on the node and here. Answers what becomes of them when the node restarts. */
  public String ensureKept(NodeName name, String id, Wish wish) {
    FirewallCommands.Rules rules = commanded(name, wish);
    String kept = commands.ensureKept(nodes.endpoint(name), id, rules);
    firewalls.keep(
        name,
        new Firewall(
            wish.kind(),
            corralsAddress(name, wish.address()),
            wish.allow(),
            rules.rules(),
            kept,
            clock.instant()));
    return kept;
  }

  /** Nothing of ours is left there: no rule, no file. Throws HostProblem if it is out of reach. */
  public void ensureNoRules(NodeName name) {
    commands.ensureNone(nodes.endpoint(name));
    firewalls.forget(name);
  }

  /** Whether the rules there are those that the herd needs now, as far as that can be told. */
  public boolean upToDate(NodeName name, Firewall firewall) {
    try {
      FirewallRules now = rules(name, firewall.address(), firewall.allow());
      return firewall
          .rules()
          .equals(
              switch (firewall.kind()) {
                case NFTABLES -> now.nftables();
                case IPTABLES -> now.iptables();
              });
    } catch (Refused noAddress) {
      return false;
    }
  }
}
