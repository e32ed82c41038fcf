package dev.corral.fakes;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.HostErrors;
import dev.corral.host.HostKey;
import dev.corral.host.Output;
import dev.corral.host.RemoteShell;

/** Corral's SSH to hosts in memory: host keys, logins and scripts are taken at their word. */
public final class FakeShell implements RemoteShell {
  private static final String KEY = HostKeys.of("corral") + " corral@herd";
  private final FakeHerd herd;

  public FakeShell(FakeHerd herd) {
    this.herd = herd;
  }

  @Override
  public Output run(Endpoint node, Command command) {
    return herd.ask(node, label(command), n -> logIn(node, n).run(command));
  }

  private static String label(Command command) {
    String text =
        command
            .words()
            .get(command.words().size() > 2 && command.words().get(1).equals("-c") ? 2 : 0);
    return text.lines()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .findFirst()
        .orElse("")
        .strip();
  }

  static FakeNode logIn(Endpoint endpoint, FakeNode node) {
    if (!node.hostKey().equals(endpoint.hostKey()))
      throw HostErrors.keyNotAccepted(endpoint, HostKey.parse(node.hostKey()));
    if (!Logins.free(node, KEY)) throw HostErrors.loginRefused(endpoint);
    return node;
  }

  @Override
  public Output runAnew(Endpoint node, Command command) {
    return run(node, command);
  }

  @Override
  public HostKey hostKey(Endpoint node) {
    return herd.ask(node, "host key", n -> HostKey.parse(n.hostKey()));
  }

  @Override
  public void installKey(Endpoint node, String password) {
    herd.ask(
        node,
        "install key",
        n -> {
          if (!n.password().equals(password)) throw HostErrors.loginRefused(node);
          if (!Logins.free(n, KEY)) authorise(n);
          return null;
        });
  }

  /** As if somebody had pasted Corral's key there. */
  public static void authorise(FakeNode node) {
    String before = node.host().read(Logins.KEYS).orElse("");
    node.files().put(Logins.KEYS, new Content.Text(before + KEY + "\n"));
  }

  @Override
  public String publicKey() {
    return KEY;
  }
}
