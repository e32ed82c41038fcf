package dev.corral.node;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.RemoteShell;
import dev.corral.host.SignsOfLife;
import dev.corral.host.SignsOfLife.Knock;
import dev.corral.host.WakeSender;
import dev.corral.shared.Guest;
import dev.corral.shared.MacAddress;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Wakes nodes and switches them off. A node is UP only once its libvirt and its pools answer. */
@Service
public class Power {
  private static final Duration KNOCK = Duration.ofSeconds(1);
  private static final String EVERYWHERE = "255.255.255.255";

  /** Of the neighbours that might send a packet, so many are asked in one look. */
  private static final int RELAYS = 2;

  private final Nodes nodes;
  private final NodeSightings sightings;
  private final RemoteShell shell;
  private final Hypervisor hypervisor;
  private final WakeSender sender;
  private final SignsOfLife signs;
  private final Silences silences;

  Power(
      Nodes nodes,
      NodeSightings sightings,
      RemoteShell shell,
      Hypervisor hypervisor,
      WakeSender sender,
      SignsOfLife signs,
      Silences silences) {
    this.signs = signs;
    this.silences = silences;
    this.nodes = nodes;
    this.sightings = sightings;
    this.shell = shell;
    this.hypervisor = hypervisor;
    this.sender = sender;
  }

  /** How far a waking node has come; each includes those before it. */
  public enum Stage {
    SILENT("nothing", "does not answer on the network"),
    ANSWERS("network", "answers on the network, but not to SSH"),
    SSH("SSH", "takes the login, but libvirt does not answer"),
    LIBVIRT("libvirt", "has libvirt, but not all its pools are active"),
    UP("UP", "is up");

    private final String reached;
    private final String words;

    Stage(String reached, String words) {
      this.reached = reached;
      this.words = words;
    }

    /** What answers now that did not before. */
    public String reached() {
      return reached;
    }

    /** What a node at this stage does, and what it does not yet. */
    public String words() {
      return words;
    }
  }

  /** Looks how far it is, from the bottom up. */
  public Stage stage(NodeName name) {
    Node node = nodes.get(name);
    if (signs.knock(node.endpoint(), KNOCK) == Knock.SILENT) return Stage.SILENT;
    try {
      shell.demand(node.endpoint(), "logging in", Command.of("true"));
    } catch (HostProblem noLogin) {
      if (noLogin.passing()) return Stage.ANSWERS;
      throw noLogin; // another host key, say: waiting does not mend it
    }
    try {
      Set<String> active =
          hypervisor.pools(node.endpoint()).stream()
              .filter(Pool::active)
              .map(Pool::name)
              .collect(Collectors.toSet());
      boolean all =
          node.facts().pools().stream()
              .filter(Pool::active)
              .map(Pool::name)
              .allMatch(active::contains);
      return all ? Stage.UP : Stage.LIBVIRT;
    } catch (HostProblem noLibvirt) {
      return Stage.SSH;
    }
  }

  /**
   * Sends its magic packet, from here or by a node of its subnet; answers who sent it where. Throws
   * HostProblem if nobody could.
   */
  public String sendPacket(NodeName name) {
    Node node = nodes.get(name);
    if (node.mac() == null) {
      throw Refused.conflict(
              "MAC_UNKNOWN",
              "the hardware address of " + name + " is not known",
              "switch it on once by hand; Corral reads the address from it")
          .with("node", name);
    }
    MacAddress mac = new MacAddress(node.mac());
    String broadcast = broadcast(node);
    if (broadcast.equals(EVERYWHERE) || sender.reaches(broadcast)) {
      sender.send(mac, broadcast);
      return "from Corral to " + broadcast;
    }
    for (Node neighbour : neighbours(node, broadcast)) {
      try {
        sender.sendFrom(neighbour.endpoint(), mac, broadcast);
        return "by " + neighbour.name() + " to " + broadcast;
      } catch (HostProblem silent) {
        continue; // the next one may have better luck
      }
    }
    sender.send(mac, broadcast);
    return "from Corral to "
        + broadcast
        + ", which few routers let through; no node of that subnet is up to send them";
  }

  private static String broadcast(Node node) {
    String known = node.facts() == null ? null : node.facts().broadcast();
    return known == null || known.isEmpty() ? EVERYWHERE : known;
  }

  private List<Node> neighbours(Node asleep, String broadcast) {
    return nodes.list().stream()
        .filter(n -> n.health() == Health.UP && !n.name().equals(asleep.name()))
        .filter(n -> n.facts() != null && broadcast.equals(n.facts().broadcast()))
        .limit(RELAYS)
        .toList();
  }

  /** Shown as waking, and how far it is. */
  public void waking(NodeName name, Stage stage) {
    sightings.silent(name, Health.WAKING, name + " " + stage.words());
  }

  /** It did not come. One that was lost before is not known to be off now. */
  public void lost(NodeName name, Stage stage) {
    boolean lostBefore = silences.find(name).filter(s -> !s.confirmedOff()).isPresent();
    Health silent = lostBefore ? Health.LOST : Health.OFF;
    sightings.silent(
        name, stage == Stage.SILENT ? silent : Health.DEGRADED, name + " " + stage.words());
  }

  /** No guest runs there, by libvirt's word. Refused (GUESTS_RUNNING) with their names. */
  public void ensureEmpty(NodeName name) {
    List<String> running =
        hypervisor.guests(nodes.endpoint(name)).stream()
            .filter(Guest::running)
            .map(Guest::name)
            .sorted()
            .toList();
    if (running.isEmpty()) return;
    throw Refused.conflict(
        "GUESTS_RUNNING",
        name + " still runs " + running.size() + " guests: " + String.join(", ", running),
        "shut them down or move them away, then retry");
  }

  /** Told to switch itself off, unless guests run there or it is silent already. */
  public void ensureSwitchingOff(NodeName name) {
    Endpoint endpoint = nodes.endpoint(name);
    if (signs.knock(endpoint, KNOCK) == Knock.SILENT) return;
    ensureEmpty(name);
    try {
      shell.run(
          endpoint, Command.script("nohup sh -c 'sleep 1; systemctl poweroff' >/dev/null 2>&1 &"));
    } catch (HostProblem gone) {
      if (!gone.unreachable()) throw gone; // it may have been faster than its answer
    }
  }

  /**
   * True if nothing there answers any more. It is shown as off from the moment when it takes no
   * logins: that is no loss.
   */
  public boolean silent(NodeName name) {
    Knock answer = signs.knock(nodes.endpoint(name), KNOCK);
    if (answer == Knock.REFUSED) sightings.silent(name, Health.OFF, "it is switching off");
    if (answer == Knock.SILENT) sightings.silent(name, Health.OFF, "switched off by Corral");
    if (answer != Knock.OPEN) silences.end(name); // it did not fall silent by itself
    return answer == Knock.SILENT;
  }
}
