package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.shared.MacAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Programs that look at the system or change it. */
final class SystemPrograms {
  private final FakeNode node;

  SystemPrograms(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    for (String quiet : List.of("ss", "losetup", "restorecon", "dnf_", "modprobe"))
      all.put(quiet, c -> 0);
    all.put("nproc", c -> say(c, Integer.toString(node.cpus)));
    all.put("hostname", c -> say(c, node.name()));
    all.put("id", c -> say(c, "0"));
    all.put("ip", this::ip);
    all.put(
        "ethtool",
        c -> say(c, "\tSupports Wake-on: pumbg\n\tWake-on: " + (node.wakes ? "g" : "d")));
    all.put("systemctl", this::systemctl);
    all.put("poweroff", c -> off());
    all.put("ping", c -> node.herd().network().reaches(node, last(c)) ? 0 : 1);
    all.put("timeout", this::timeout);
    all.put("perl", c -> packet(c, 2));
    all.put("python3", c -> packet(c, 2));
    all.put("nft", this::nft);
    for (String family : List.of("iptables", "ip6tables")) {
      all.put(family, c -> iptables(c, family));
      all.put(family + "-restore", c -> rules(family, c.in().readAll()));
    }
    all.put("apt-get", this::install);
    all.put("libvirtd", c -> 0);
    all.put("virsh", c -> c.complain(1, "is no fake"));
    all.put("ssh", c -> c.complain(255, "is no fake"));
    all.put("bash", c -> c.complain(1, "is no fake"));
  }

  private static int say(Call call, String text) {
    call.say(text);
    return 0;
  }

  private static String last(Call call) {
    return call.words().get(call.words().size() - 1);
  }

  private int ip(Call call) {
    if (call.has("route"))
      call.say(last(call) + " dev " + Kernel.NIC + " src " + node.address() + " uid 0");
    else
      call.say(
          "2: %s inet %s/16 brd %s scope global"
              .formatted(Kernel.NIC, node.address(), FakeHerd.BROADCAST));
    return 0;
  }

  private int systemctl(Call call) {
    if (call.has("poweroff")) return off();
    return 0;
  }

  private int off() {
    node.herd().later(node::powerDown);
    return 0;
  }

  /** As {@code timeout 2 bash -c '… /dev/tcp …' address port}. */
  private int timeout(Call call) {
    if (!call.has("bash"))
      return call.shell().command(call.words().subList(1, call.words().size()));
    List<String> words = call.words();
    String address = words.get(words.size() - 2);
    return switch (node.herd().network().knock(node, address)) {
      case OPEN -> 0;
      case REFUSED -> {
        call.err().write("connect: Connection refused\n");
        yield 1;
      }
      case SILENT -> 124;
    };
  }

  /** The fakes' only use of these: a magic packet, given the address and where to. */
  private int packet(Call call, int from) {
    List<String> words = call.words();
    if (words.size() <= from || !words.get(from).matches("[0-9a-f]{12}")) return 1;
    byte[] bytes = HexFormat.of().parseHex(words.get(from));
    node.herd().packet(new MacAddress(HexFormat.ofDelimiter(":").formatHex(bytes)));
    return 0;
  }

  private int rules(String kind, String text) {
    node.rules.put(kind, text);
    return 0;
  }

  private int nft(Call call) {
    if (call.has("-f")) return rules("nftables", call.in().readAll());
    boolean there = node.rules.containsKey("nftables");
    if (call.has("delete")) node.rules.remove("nftables");
    return there ? 0 : call.complain(1, "No such file or directory");
  }

  private int iptables(Call call, String family) {
    boolean there = node.rules.containsKey(family);
    if (call.has("-X")) node.rules.remove(family);
    if (call.has("-D")) return node.rules.remove(family + " hook") == null ? 1 : 0;
    if (call.has("-C")) return node.rules.containsKey(family + " hook") ? 0 : 1;
    if (call.has("-I")) return rules(family + " hook", "");
    return there ? 0 : 1;
  }

  private int install(Call call) {
    if (!call.has("install")) return 0;
    call.shell().pause(java.time.Duration.ofSeconds(10));
    node.missing.clear();
    if (node.faults().libvirt() == Faults.Libvirt.MISSING)
      node.faults().libvirt(Faults.Libvirt.WELL);
    return 0;
  }
}
