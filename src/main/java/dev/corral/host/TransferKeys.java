package dev.corral.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The key of one transfer: made on the source, taken by the target only for receiving into the
 * pool's hidden folder, only for a day by the target's own clock, and taken away afterwards.
 */
@Component
class TransferKeys {
  private static final String RECEIVERS = "/run/corral/receive/";

  private static final String MAKE =
      """
      umask 077; mkdir -p "$1" && cd "$1" || exit 1
      [ -e key ] || { rm -f new new.pub; ssh-keygen -q -t ed25519 -N '' -C '' -f new && mv new.pub key.pub && mv new key; } || exit 1
      printf '%s\\n' "$2" > known_hosts; cut -d' ' -f1,2 key.pub; command -v zstd >/dev/null && echo zstd; true""";

  /**
   * The file is changed under a lock on its folder, since transfers to one node may begin and end
   * together. The receiver's text comes on standard input: it is gone after a restart of the node,
   * and then the key opens nothing.
   */
  private static final String AUTHORISE =
      """
      umask 077; mkdir -p "$1" "${2%/*}" ~/.ssh && cat > "$2.new" && mv "$2.new" "$2" && cd ~/.ssh && touch authorized_keys || exit 1
      command -v zstd
      exec 9<. && flock 9
      grep -qF "$4 $3" authorized_keys && exit 0
      grep -vF "$3" authorized_keys > .corral-keys
      printf 'restrict,expiry-time="%s",command="sh %s %s" %s %s\\n' "$(date -d '+24 hours' +%Y%m%d%H%M)" "$2" "$1" "$4" "$3" >> .corral-keys
      cat .corral-keys > authorized_keys; rm -f .corral-keys""";

  private static final String WITHDRAW =
      """
      marks=$1; rm -rf "$2" || exit 1; shift 2
      for receiver; do rm -f "$receiver" "$receiver.lock"; done
      cd ~/.ssh 2>/dev/null && grep -qsF "$marks" authorized_keys || exit 0
      umask 077; exec 9<. && flock 9
      grep -vF "$marks" authorized_keys > .corral-keys; cat .corral-keys > authorized_keys; rm -f .corral-keys""";

  private final RemoteShell shell;

  TransferKeys(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * The target lets the source in, for receiving into this folder. True if both can pack (zstd).
   *
   * @param own the folder on the source where the files key and known_hosts are, and go with it
   */
  boolean authorise(Transfers.Route route, String own, String folder) {
    Endpoint target = route.target();
    HostKey pinned = HostKey.parse(target.hostKey());
    String host =
        target.port() == 22 ? target.address() : "[" + target.address() + "]:" + target.port();
    String[] made =
        shell
            .demand(
                route.source(),
                "making the transfer's key",
                Command.script(MAKE, own, host + " " + pinned))
            .out()
            .strip()
            .split("\n");
    Output taken =
        shell.demand(
            target,
            "authorising the transfer",
            Command.script(AUTHORISE, folder, RECEIVERS + route.id(), mark(route.id()), made[0])
                .reading(HostScript.named("receive.sh")));
    return made.length > 1 && !taken.out().isBlank();
  }

  /** Nothing can be sent any more: the target takes these keys no longer. That folder goes, too. */
  void withdraw(Endpoint target, List<String> ids, String folder) {
    List<String> arguments = new ArrayList<>();
    arguments.add(ids.stream().map(TransferKeys::mark).collect(Collectors.joining("\n")));
    arguments.add(folder);
    ids.forEach(id -> arguments.add(RECEIVERS + id));
    shell.demand(
        target,
        "withdrawing the transfer's key",
        Command.script(WITHDRAW, arguments.toArray(String[]::new)).within(Duration.ofSeconds(10)));
  }

  private static String mark(String id) {
    return "corral-transfer-" + id;
  }
}
