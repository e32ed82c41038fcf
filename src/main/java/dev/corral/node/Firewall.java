package dev.corral.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.corral.shared.Refused;
import java.time.Instant;
import java.util.List;

/**
 * The rules that Corral has set on a node.
 *
 * @param address Corral's, as the node sees it
 * @param allow who else may come in as nodes do
 * @param kept what becomes of the rules when the node restarts
 */
public record Firewall(
    Kind kind, String address, List<String> allow, String rules, String kept, Instant appliedAt) {
  /** By which program rules are set. */
  public enum Kind {
    /** {@code nft}, a table of its own. */
    @JsonProperty("nftables")
    NFTABLES,
    /** {@code iptables}, a chain of its own. */
    @JsonProperty("iptables")
    IPTABLES;

    /** Refused (BAD_FIREWALL) if it is none. */
    public static Kind of(String word) {
      for (Kind kind : values()) if (kind.word().equals(word)) return kind;
      throw Refused.invalid(
          "BAD_FIREWALL", "'" + word + "' is no firewall", "say nftables, iptables or none");
    }

    /** As people write it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
