package dev.corral.operation.node;

import dev.corral.engine.Operation;
import dev.corral.host.Endpoint;
import dev.corral.host.HostKey;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Onboarding;
import dev.corral.node.OneTimePasswords;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Interventions.Mended;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.NodeInquiries;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.desk.RetryInput;
import dev.corral.shared.MacAddress;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** processes/onboard-node.bpmn: a host becomes a node. */
@Component
public class OnboardNode implements RetryInput {
  public static final String KIND = Kind.ONBOARD_NODE.key();
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?");
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  private final Gate gate;
  private final NodeInquiries inquiries;
  private final Nodes nodes;
  private final Onboarding onboarding;
  private final OneTimePasswords passwords;

  OnboardNode(
      Gate gate,
      NodeInquiries inquiries,
      Nodes nodes,
      Onboarding onboarding,
      OneTimePasswords passwords) {
    this.gate = gate;
    this.inquiries = inquiries;
    this.nodes = nodes;
    this.onboarding = onboarding;
    this.passwords = passwords;
  }

  /** Starts it; a dry run answers the key that the host shows. */
  public Outcome start(Request request, NewNode wanted) {
    if (request.dryRun()) return planned(request, () -> checked(wanted));
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = checked(wanted);
          nodes.forgetUnadmitted(node.name());
          nodes.add(node);
          if (wanted.password() != null) passwords.keep(node.name(), wanted.password());
          return gate.start(
              request, KIND, node.name().value(), wanted.extras().values(node.name()));
        });
  }

  /**
   * What is changed of a node. Null leaves it.
   *
   * @param hostKeyFingerprint of the key that the node shows since it was installed anew
   * @param password for one login, if Corral's key is not there any more
   */
  public record Changes(
      String address,
      Integer sshPort,
      String hostKeyFingerprint,
      String password,
      String macAddress,
      Map<String, String> labels) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Changes[" + address + "]";
    }
  }

  /**
   * Changes what is known of a node, and goes through its onboarding again: nothing is believed
   * that was not seen.
   */
  public Outcome again(Request request, NodeName name, Changes changes) {
    if (request.dryRun()) return planned(request, () -> changed(name, changes));
    return gate.pass(
        request,
        KIND,
        () -> {
          nodes.change(changed(name, changes));
          mend(name, changes.hostKeyFingerprint(), changes.password());
          return gate.start(request, KIND, name.value(), NewNode.Extras.NONE.values(name));
        });
  }

  private Node changed(NodeName name, Changes changes) {
    Node known = nodes.get(name);
    return checked(
        new NewNode(
            name.value(),
            changes.address() == null ? known.address() : changes.address(),
            changes.sshPort() == null ? known.sshPort() : changes.sshPort(),
            known.user(),
            changes.hostKeyFingerprint(),
            changes.password(),
            known.main(),
            changes.macAddress() == null ? known.mac() : changes.macAddress(),
            changes.labels() == null ? known.labels() : changes.labels(),
            NewNode.Extras.NONE));
  }

  private Outcome planned(Request request, Supplier<Node> wanted) {
    return gate.allow(
        request,
        Kind.of(KIND).role(),
        KIND,
        () -> {
          Node node = wanted.get();
          return inquiries.at(node.name(), () -> plan(node));
        });
  }

  private Outcome plan(Node node) {
    HostKey key = onboarding.hostKey(node.endpoint());
    return Outcome.planned(
        KIND,
        node.name().value(),
        Map.of(
            "hostKeyType",
            key.type(),
            "hostKeyFingerprint",
            key.fingerprint(),
            "keyCommand",
            onboarding.keyCommand()));
  }

  /** The fingerprint of the key that a host shows, to be compared and confirmed. */
  public String fingerprint(Request request, String address, int port) {
    Endpoint host =
        new Endpoint(
            new NodeName("host"), matching(ADDRESS, "address", address), port, "root", null);
    gate.pass(request, KIND, () -> null);
    return inquiries.at(host.node(), () -> onboarding.hostKey(host).fingerprint());
  }

  private static Node checked(NewNode n) {
    int port = n.sshPort() == null ? 22 : n.sshPort();
    if (port < 1 || port > 65535)
      throw Refused.invalid(
          "BAD_PORT", port + " is no port", "give a port from 1 to 65535, or none for 22");
    return new Node(
        new NodeName(n.name()),
        matching(ADDRESS, "address", n.address()),
        port,
        matching(USER, "user", n.user() == null ? "root" : n.user()),
        Boolean.TRUE.equals(n.main()),
        n.labels() == null ? Map.of() : n.labels(),
        fingerprint(n.hostKeyFingerprint()),
        null,
        n.macAddress() == null ? null : new MacAddress(n.macAddress()).value(),
        false,
        Availability.ACTIVE,
        null,
        List.of(),
        Health.OFF,
        "never observed",
        null,
        null);
  }

  @Override
  public Kind kind() {
    return Kind.ONBOARD_NODE;
  }

  @Override
  public void accept(Operation operation, Mended mended) {
    mend(new NodeName(operation.node()), mended.hostKeyFingerprint(), mended.password());
  }

  /** What is mended before a retry: a fingerprint confirmed, a password given. Null leaves it. */
  private void mend(NodeName name, String fingerprint, String password) {
    if (fingerprint != null) nodes.confirm(name, fingerprint(fingerprint));
    if (password != null) passwords.keep(name, password);
  }

  private static String fingerprint(String value) {
    return value == null ? null : matching(FINGERPRINT, "hostKeyFingerprint", value);
  }

  private static String matching(Pattern pattern, String what, String value) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw Refused.invalid(
          "BAD_" + what.toUpperCase(java.util.Locale.ROOT),
          "'" + value + "' is no " + what,
          "look at the API's description of " + what);
    }
    return value;
  }
}
