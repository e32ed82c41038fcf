package dev.corral.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
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
      printf '%s\\n' "$2" > known_hosts; cut -d' ' -f1,2 key.pub; command -v zstd >/dev/null && echo zstd; true\
      """;

  /**
   * The receiver's text comes on standard input: it is gone after a restart of the node, and then
   * the key opens nothing.
   */
  private static final String AUTHORISE =
      """
      umask 077; mkdir -p "$1" "${2%/*}" ~/.ssh && cat > "$2.new" && mv "$2.new" "$2" || exit 1
      command -v zstd
      grep -qsF "$4 $3" ~/.ssh/authorized_keys && exit 0
      expiry=$(date -d '+24 hours' +%Y%m%d%H%M) || exit 1
      rewrite_keys -e " $3$" "restrict,expiry-time=\\"$expiry\\",command=\\"sh $2 $1 $5\\" $4 $3\"\
      """;

  private static final String WITHDRAW =
      """
      marks=$1; rm -rf "$2" || exit 1; shift 2
      for receiver; do rm -f "$receiver" "$receiver.lock"; done
      grep -qs -e "$marks" ~/.ssh/authorized_keys || exit 0
      rewrite_keys -e "$marks" ''\
      """;

  private static final String WITHDRAW_ALL =
      """
      rm -f "$1"*-"$2"* || exit 1
      grep -qs -e "$3" ~/.ssh/authorized_keys || exit 0
      rewrite_keys -e "$3" ''\
      """;

  private final RemoteShell shell;
  private final String receivers;

  @Autowired
  TransferKeys(RemoteShell shell) {
    this(shell, RECEIVERS);
  }

  TransferKeys(RemoteShell shell, String receivers) {
    this.shell = shell;
    this.receivers = receivers;
  }

  /**
   * The target lets the source in, for receiving into this folder. True if both can pack (zstd).
   *
   * @param own the folder on the source where the files key and known_hosts are, and go with it
   * @param images the only ones that it may fill
   */
  boolean authorise(
      Transfers.Route route, String own, String folder, Collection<ImageFiles.Image> images) {
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
    String names = images.stream().map(ImageFiles.Image::partName).collect(Collectors.joining(" "));
    Output taken =
        shell.demand(
            target,
            "authorising the transfer",
            Command.script(
                    AuthorizedKeys.SCRIPT + AUTHORISE,
                    folder,
                    receivers + route.id(),
                    mark(route.id()),
                    made[0],
                    names)
                .reading(HostScript.named("receive.sh")));
    return made.length > 1 && !taken.out().isBlank();
  }

  /** Nothing can be sent any more: the target takes these keys no longer. That folder goes, too. */
  void withdraw(Endpoint target, List<String> ids, String folder) {
    List<String> arguments = new ArrayList<>();
    arguments.add(ids.stream().map(id -> " " + mark(id) + "$").collect(Collectors.joining("\n")));
    arguments.add(folder);
    ids.forEach(id -> arguments.add(receivers + id));
    shell.demand(
        target,
        "withdrawing the transfer's key",
        Command.script(AuthorizedKeys.SCRIPT + WITHDRAW, arguments.toArray(String[]::new))
            .within(Duration.ofSeconds(10)));
  }

  /** The same for all transfers of one operation. */
  void withdrawAllOf(Endpoint target, String operation) {
    shell.demand(
        target,
        "withdrawing the keys of operation " + operation,
        Command.script(
                AuthorizedKeys.SCRIPT + WITHDRAW_ALL,
                receivers,
                operation,
                " corral-transfer-[A-Za-z0-9-]*-" + operation + "[A-Za-z0-9-]*$")
            .within(Duration.ofSeconds(10)));
  }

  private static String mark(String id) {
    return "corral-transfer-" + id;
  }
}
