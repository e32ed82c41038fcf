package dev.corral.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a node lets in: wake packets from everywhere, SSH from Corral, SSH and live migrations from
 * the other nodes. Nobody else gets at these ports; all other ports are left to other rules. Pure
 * text, made of addresses and networks.
 *
 * @param sshPort of the node
 * @param corral the addresses from which Corral comes
 * @param nodes the addresses of the other nodes, and of those who are treated alike
 */
public record FirewallRules(int sshPort, List<String> corral, List<String> nodes) {
  /** libvirt's own for live migrations. */
  private static final String MIGRATION = "49152-49215";

  /** Each address once, in a fixed order: the same herd gives the same text. */
  public FirewallRules {
    corral = List.copyOf(new TreeSet<>(corral));
    nodes = List.copyOf(new TreeSet<>(nodes));
  }

  /** What {@code nft -f} reads; it replaces a table of ours that is there already. */
  public String nftables() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "add table inet corral",
                "delete table inet corral",
                "table inet corral {",
                "  chain input {",
                "    type filter hook input priority -10; policy accept;",
                "    ct state established,related accept",
                "    iifname \"lo\" accept",
                "    udp dport { 7, 9 } accept comment \"wake packets\"",
                "    tcp dport 7 accept comment \"wake packets\""));
    for (String from : corral)
      lines.add(
          "    %s saddr %s tcp dport %d accept comment \"Corral\""
              .formatted(family(from), from, sshPort));
    for (String from : nodes)
      lines.add(
          "    %s saddr %s tcp dport { %d, %s } accept comment \"another node\""
              .formatted(family(from), from, sshPort, MIGRATION));
    lines.addAll(
        List.of("    tcp dport { %d, %s } drop".formatted(sshPort, MIGRATION), "  }", "}"));
    return String.join("\n", lines);
  }

  /** What {@code iptables-restore --noflush} reads. */
  public String iptables() {
    return restore(false);
  }

  /** What {@code ip6tables-restore --noflush} reads. */
  public String ip6tables() {
    return restore(true);
  }

  private String restore(boolean six) {
    String both = "-p tcp -m multiport --dports " + sshPort + "," + MIGRATION.replace('-', ':');
    List<String> lines =
        new ArrayList<>(
            List.of(
                "*filter",
                ":corral - [0:0]",
                "-A corral -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
                "-A corral -i lo -j ACCEPT",
                "-A corral -p udp -m multiport --dports 7,9 -j ACCEPT",
                "-A corral -p tcp --dport 7 -j ACCEPT"));
    lines.addAll(
        of(corral, six)
            .map(a -> "-A corral -s " + a + " -p tcp --dport " + sshPort + " -j ACCEPT")
            .toList());
    lines.addAll(of(nodes, six).map(a -> "-A corral -s " + a + " " + both + " -j ACCEPT").toList());
    lines.addAll(List.of("-A corral " + both + " -j DROP", "COMMIT"));
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static java.util.stream.Stream<String> of(Collection<String> addresses, boolean six) {
    return addresses.stream().filter(a -> isSix(a) == six);
  }

  private static String family(String address) {
    return isSix(address) ? "ip6" : "ip";
  }

  private static boolean isSix(String address) {
    return address.indexOf(':') >= 0;
  }
}
