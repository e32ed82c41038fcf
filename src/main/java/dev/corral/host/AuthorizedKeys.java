package dev.corral.host;

/**
 * Changes of a host's authorized_keys, each in one rename: what is not ours stays, whatever fails.
 */
public final class AuthorizedKeys {
  /** Defines {@code rewrite_keys}. */
  static final String SCRIPT = HostScript.named("keys.sh");

  private AuthorizedKeys() {}

  /** That line is in it, once. */
  static Command with(String line) {
    return Command.script(SCRIPT + "rewrite_keys -x \"$1\" \"$1\"", line);
  }

  /** That line is in it no more. */
  public static Command without(String line) {
    return Command.script(SCRIPT + "rewrite_keys -x \"$1\" ''", line);
  }

  /** No key of a transfer is in it. */
  public static Command withoutTransfers() {
    return Command.script(
        SCRIPT
            + "grep -qs ' corral-transfer-' ~/.ssh/authorized_keys || exit 0; rewrite_keys -e '"
            + " corral-transfer-[^ ]*$' ''");
  }
}
