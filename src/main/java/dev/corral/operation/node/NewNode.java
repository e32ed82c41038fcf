package dev.corral.operation.node;

import dev.corral.node.Firewall;
import dev.corral.shared.NodeName;
import java.util.Map;

/**
 * The host that shall become a node. What is not given is null.
 *
 * @param sshPort 22 if null
 * @param user root if null
 * @param hostKeyFingerprint that a person has confirmed
 * @param password for one login, to install Corral's key
 */
public record NewNode(
    String name,
    String address,
    Integer sshPort,
    String user,
    String hostKeyFingerprint,
    String password,
    Boolean main,
    String macAddress,
    Map<String, String> labels,
    Extras extras) {

  /** What is done beside the usual; none of it if null. */
  public NewNode {
    if (extras == null) extras = Extras.NONE;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "NewNode[" + name + ", " + address + "]";
  }

  /**
   * What onboarding does if it is asked to. Null is no.
   *
   * @param installPackages what the preflight would find missing
   * @param proveWake switch it off and wake it, and time that
   * @param firewall nftables or iptables, to let in whom it must and nobody else; or none
   */
  public record Extras(Boolean installPackages, Boolean proveWake, String firewall) {
    static final Extras NONE = new Extras(null, null, null);

    /** Refuses (BAD_FIREWALL) what is none. */
    public Extras {
      if (firewall == null) firewall = "none";
      if (!firewall.equals("none")) Firewall.Kind.of(firewall);
    }

    Map<String, Object> values(NodeName node) {
      return Map.of(
          "node",
          node.value(),
          "packagesWanted",
          Boolean.TRUE.equals(installPackages),
          "proofWanted",
          Boolean.TRUE.equals(proveWake),
          "firewall",
          firewall,
          "allow",
          "");
    }
  }
}
