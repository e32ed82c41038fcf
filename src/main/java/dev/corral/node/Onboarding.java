package dev.corral.node;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.HostKey;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.Packages;
import dev.corral.host.RemoteShell;
import dev.corral.host.Survey;
import dev.corral.node.Finding.Severity;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Makes a node out of a host. Each method sees to one thing, and may be called again. */
@Service
public class Onboarding {
  /** The finding that tells that it was woken. */
  private static final String PROOF = "wake-proof";

  private final Nodes nodes;
  private final NodeSightings sightings;
  private final RemoteShell shell;
  private final Hypervisor hypervisor;
  private final Survey survey;
  private final OneTimePasswords passwords;
  private final Packages packages;
  private final String domainType;
  private final long reserve;

  Onboarding(
      Nodes nodes,
      NodeSightings sightings,
      RemoteShell shell,
      Hypervisor hypervisor,
      Survey survey,
      OneTimePasswords passwords,
      Packages packages,
      @Value("${corral.domain-type}") String domainType,
      @Value("${corral.reserve.disk}") org.springframework.util.unit.DataSize reserve) {
    this.nodes = nodes;
    this.sightings = sightings;
    this.shell = shell;
    this.hypervisor = hypervisor;
    this.survey = survey;
    this.passwords = passwords;
    this.packages = packages;
    this.domainType = domainType;
    this.reserve = reserve.toBytes();
  }

  /** The key that a host shows; nothing is changed. */
  public HostKey hostKey(Endpoint host) {
    return shell.hostKey(host);
  }

  /** The line for the host's authorized_keys, and the command that puts it there. */
  public String keyCommand() {
    return "mkdir -p -m 700 ~/.ssh && echo '" + shell.publicKey() + "' >> ~/.ssh/authorized_keys";
  }

  /** Corral's public key. */
  public String publicKey() {
    return shell.publicKey();
  }

  /**
   * The host shows the key whose fingerprint a person has confirmed; it is pinned. Answers the
   * fingerprint.
   */
  public String ensureHostKeyPinned(NodeName name) {
    Node node = nodes.get(name);
    HostKey shown = shell.hostKey(node.endpoint());
    String fingerprint = shown.fingerprint();
    if (node.confirmedFingerprint() == null) {
      throw Refused.conflict(
          "HOST_KEY_UNKNOWN",
          "%s (%s) shows the host key %s %s, which nobody has confirmed"
              .formatted(name, node.address(), shown.type(), fingerprint),
          "compare it with the node's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then retry with \"hostKeyFingerprint\": \""
              + fingerprint
              + "\"");
    }
    if (!node.confirmedFingerprint().equals(fingerprint)) {
      throw Refused.conflict(
          "HOST_KEY_CHANGED",
          "%s (%s) shows the host key %s %s; confirmed was %s"
              .formatted(
                  name, node.address(), shown.type(), fingerprint, node.confirmedFingerprint()),
          "if the node was reinstalled, compare and retry with \"hostKeyFingerprint\": \""
              + fingerprint
              + "\"; if not, somebody else may be answering at its address");
    }
    nodes.pin(name, shown.toString());
    return fingerprint;
  }

  /** Corral can log in with its own key. Answers how that came about. */
  public String ensureKeyInstalled(NodeName name) {
    Endpoint endpoint = nodes.endpoint(name);
    if (works(endpoint)) {
      passwords.forget(name);
      return "the key works";
    }
    String password =
        passwords
            .of(name)
            .orElseThrow(
                () ->
                    Refused.conflict(
                        "KEY_NOT_INSTALLED",
                        "%s (%s) does not take Corral's key, and no password was given"
                            .formatted(name, endpoint.address()),
                        "run this as "
                            + endpoint.user()
                            + " on the node, then retry: "
                            + keyCommand()
                            + " — or retry with \"password\""));
    try {
      shell.installKey(endpoint, password);
    } catch (HostProblem wrong) {
      if (wrong.kind() == HostProblem.Kind.LOGIN_REFUSED) passwords.forget(name);
      throw wrong;
    }
    shell.demand(endpoint, "logging in with the key", Command.of("true"));
    passwords.forget(name);
    return "installed with the password, which is forgotten now";
  }

  private boolean works(Endpoint endpoint) {
    try {
      return shell.run(endpoint, Command.of("true")).ok();
    } catch (HostProblem refused) {
      if (refused.kind() == HostProblem.Kind.LOGIN_REFUSED) return false;
      throw refused;
    }
  }

  /** All findings of a look now; kept with the node. */
  public List<Finding> preflight(NodeName name) {
    Node node = nodes.get(name);
    List<Finding> findings = new ArrayList<>(Preflight.of(look(node)));
    node.findings().stream().filter(f -> f.id().equals(PROOF)).forEach(findings::add);
    sightings.found(name, findings);
    return findings;
  }

  /** It was switched off and woken; kept with the findings of the preflight. */
  public void proved(NodeName name, String words) {
    List<Finding> findings = new ArrayList<>(nodes.get(name).findings());
    findings.removeIf(f -> f.id().equals(PROOF));
    findings.add(Finding.ok(PROOF, words));
    sightings.found(name, findings);
  }

  /** What has to be installed there, in words; empty if nothing has. */
  public String missingPackages(NodeName name) {
    return missing(name).toString();
  }

  /**
   * One look: true once what is missing is installed, by work of this id. Throws HostProblem if
   * that failed.
   */
  public boolean packagesInstalled(NodeName name, String id) {
    MissingPackages missing = missing(name);
    return packages.installed(nodes.endpoint(name), id, missing.debian(), missing.redhat());
  }

  private MissingPackages missing(NodeName name) {
    Preflight.Seen seen = look(nodes.get(name));
    List<String> programs = new ArrayList<>(seen.survey().missing());
    if (seen.survey().wake().isEmpty()) programs.add("ethtool");
    return MissingPackages.of(programs, (HostProblem) seen.silence());
  }

  private Preflight.Seen look(Node node) {
    Survey.Seen seen = survey.look(node.endpoint(), Preflight.PROGRAMS);
    NodeFacts facts = null;
    HostProblem silence = null;
    try {
      facts = facts(node, seen);
    } catch (HostProblem problem) {
      silence = problem;
    }
    Map<String, String> others =
        nodes.list().stream()
            .filter(n -> n.facts() != null && !n.name().equals(node.name()))
            .collect(
                Collectors.toMap(
                    n -> n.facts().hypervisor().hostId().toString(),
                    n -> n.name().value(),
                    (a, b) -> a));
    NodeFacts main = node.main() ? null : nodes.findMain().map(Node::facts).orElse(null);
    return new Preflight.Seen(seen, facts, silence, main, others, domainType, reserve);
  }

  private NodeFacts facts(Node node, Survey.Seen seen) {
    return new NodeFacts(
        hypervisor.facts(node.endpoint()),
        seen.memory(),
        hypervisor.pools(node.endpoint()),
        seen.nic(),
        seen.wake(),
        seen.broadcast());
  }

  /**
   * The preflight finds nothing that keeps the node out. Refused (PREFLIGHT_FAILED) with all
   * blockers and their fixes.
   */
  public String ensureFit(NodeName name) {
    List<Finding> findings = preflight(name);
    List<Finding> blockers =
        findings.stream().filter(f -> f.severity() == Severity.BLOCKER).toList();
    if (blockers.isEmpty()) {
      long warnings = findings.stream().filter(f -> f.severity() == Severity.WARNING).count();
      return findings.size() + " checks, " + warnings + " warnings";
    }
    throw Refused.conflict(
        "PREFLIGHT_FAILED",
        name
            + " does not fit yet: "
            + blockers.stream()
                .map(f -> f.id() + ": " + f.evidence())
                .collect(Collectors.joining("; ")),
        blockers.stream().map(f -> f.id() + ": " + f.fix()).collect(Collectors.joining("; "))
            + "; then retry");
  }

  /** What the node is, kept. */
  public String ensureFactsKnown(NodeName name) {
    Node node = nodes.get(name);
    Survey.Seen seen = survey.look(node.endpoint());
    NodeFacts facts = facts(node, seen);
    sightings.learned(name, facts, seen.mac());
    return "%d cores, %s memory, libvirt %s"
        .formatted(
            facts.hypervisor().cpus(),
            new dev.corral.shared.Bytes(facts.memory()),
            facts.hypervisor().libvirt());
  }

  /** From now on the node takes part. */
  public void ensureAdmitted(NodeName name) {
    nodes.admit(name);
  }
}
