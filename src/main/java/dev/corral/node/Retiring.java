package dev.corral.node;

import dev.corral.host.AuthorizedKeys;
import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.HostProblem.Kind;
import dev.corral.host.Hypervisor;
import dev.corral.host.RemoteShell;
import dev.corral.shared.Category;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Takes away from a node what Corral has put there. Each method may be called again. */
@Service
public class Retiring {
  /**
   * Removes the work of transfers, kept firewall rules, and the pools' hidden folders. What is set
   * aside stays, with its manifests. So does anything else below /var/lib/corral: it may be the
   * database and key of a Corral that runs there.
   */
  private static final String CLEAN =
      """
      for pool in "$@"; do
        [ ! -d "$pool/.corral" ] || find "$pool/.corral" -mindepth 1 -maxdepth 1 ! -name aside -exec rm -rf -- {} + || exit 1
        rmdir "$pool/.corral/aside" "$pool/.corral" 2>/dev/null
      done
      rm -rf /run/corral || exit 1
      rm -rf /var/lib/corral/firewall || exit 1
      rmdir /var/lib/corral 2>/dev/null; true\
      """;

  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final RemoteShell shell;
  private final Clock clock;

  Retiring(Nodes nodes, Hypervisor hypervisor, RemoteShell shell, Clock clock) {
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.shell = shell;
    this.clock = clock;
  }

  /** No file of Corral's is left there, besides images and rules, and no key of a transfer. */
  public void ensureNoFiles(NodeName name) {
    Endpoint node = nodes.endpoint(name);
    List<String> pools = new ArrayList<>();
    for (Pool pool : hypervisor.pools(node)) pools.add(pool.path());
    shell.demand(
        node, "removing Corral's files", Command.script(CLEAN, pools.toArray(String[]::new)));
    shell.demand(node, "removing the keys of transfers", AuthorizedKeys.withoutTransfers());
  }

  /** Corral cannot log in there any more. */
  public void ensureNoKey(NodeName name) {
    Endpoint node = nodes.endpoint(name);
    try {
      shell.runAnew(node, AuthorizedKeys.without(shell.publicKey()));
      shell.runAnew(node, Command.of("true"));
    } catch (HostProblem problem) {
      if (problem.kind() != Kind.LOGIN_REFUSED) throw problem;
      shell.hangUp(node);
      return;
    }
    throw new KeyStays(name);
  }

  /** It may be written elsewhere, too: another file, or a certificate. */
  private static final class KeyStays extends Problem {
    KeyStays(NodeName name) {
      super(
          Category.CONFLICT,
          "KEY_STAYS",
          "Corral can still log in on "
              + name
              + ", although its key is no longer in authorized_keys",
          "look where else sshd finds it (sshd -T | grep -i authorized), remove it there, then"
              + " retry",
          null);
    }
  }

  /** It is none of Corral's nodes any more. */
  public void forget(NodeName name) {
    nodes.retire(name, clock.instant());
  }
}
