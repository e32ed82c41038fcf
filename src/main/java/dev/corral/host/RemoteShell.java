package dev.corral.host;

/**
 * Runs commands on nodes over SSH, with pinned host keys and Corral's own key. Throws {@link
 * HostProblem}.
 */
public interface RemoteShell {
  /** Runs it and answers what it said, whatever its exit status. */
  Output run(Endpoint node, Command command);

  /** Runs it; an exit status other than 0 is COMMAND_FAILED, with the command's own words. */
  default Output demand(Endpoint node, String purpose, Command command) {
    Output output = run(node, command);
    if (!output.ok()) throw SshErrors.failed(node, purpose, output);
    return output;
  }

  /** Runs it over a connection of its own: proof that one can be made now. */
  Output runAnew(Endpoint node, Command command);

  /** The key that a host shows, taken without logging in. */
  HostKey hostKey(Endpoint node);

  /**
   * Puts Corral's public key on a node, logging in with a password this once. Does nothing if the
   * key works.
   */
  void installKey(Endpoint node, String password);

  /** Closes the session that is kept to a node, if there is one. */
  default void hangUp(Endpoint node) {}

  /** Corral's public key, as it stands in an authorized_keys file. */
  String publicKey();
}
