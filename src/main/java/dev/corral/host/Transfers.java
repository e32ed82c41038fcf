package dev.corral.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Image files from one node straight to another, by rsync. It runs on the source, with a key made
 * for this one transfer: the target takes it only for receiving into the pool's hidden folder, only
 * for some hours by the target's own clock, and it is taken away afterwards.
 */
@Component
public class Transfers {
  private static final String KEYS = "/run/corral/keys/";

  /**
   * A receiving rsync for the one folder, and nothing else; no other path may be among its options.
   */
  private static final String ONLY_RECEIVE =
      "set -f; c=$SSH_ORIGINAL_COMMAND; o=${c#rsync --server }; o=${o% . FOLDER/}; "
          + "[ \"$c\" = \"rsync --server $o . FOLDER/\" ] || exit 126; "
          + "case $o in *[!a-zA-Z0-9=.,\\ -]*|*--sender*|*--daemon*) exit 126;; esac; exec $c";

  /**
   * The file is changed under a lock on its folder, since transfers to one node may begin and end
   * together.
   */
  private static final String AUTHORISE =
      """
      umask 077; mkdir -p "$1" ~/.ssh && cd ~/.ssh && touch authorized_keys || exit 1
      exec 9<. && flock 9
      grep -qF "$4 $3" authorized_keys && exit 0
      grep -vF "$3" authorized_keys > .corral-keys
      printf 'restrict,expiry-time="%s",command="%s" %s %s\n' "$(date -d '+24 hours' +%Y%m%d%H%M)" "$2" "$4" "$3" >> .corral-keys
      cat .corral-keys > authorized_keys; rm -f .corral-keys""";

  private static final String WITHDRAW =
      """
      cd ~/.ssh 2>/dev/null && grep -qsF "$1" authorized_keys || exit 0
      umask 077; exec 9<. && flock 9
      grep -vF "$1" authorized_keys > .corral-keys; cat .corral-keys > authorized_keys; rm -f .corral-keys""";

  private static final String MAKE_KEY =
      """
      umask 077; mkdir -p "$1" && cd "$1" || exit 1
      [ -e key ] || { rm -f new new.pub; ssh-keygen -q -t ed25519 -N '' -C '' -f new && mv new.pub key.pub && mv new key; } || exit 1
      printf '%s\\n' "$2" > known_hosts; cut -d' ' -f1,2 key.pub""";

  private static final String SEND =
      """
      k=$1; port=$2; target=$3; shift 3
      for f in "$@"; do ln -sf "$f" "$k/${f##*/}.part"; done
      exec rsync --copy-links --inplace --sparse --ignore-times --no-whole-file --timeout=15 \
        --info=progress2,stats2 --no-human-readable --outbuf=L \
        -e "ssh -F none -i $k/key -p $port -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$k/known_hosts -o GlobalKnownHostsFile=none -o StrictHostKeyChecking=yes -o ConnectTimeout=5 -o ServerAliveInterval=5 -o ServerAliveCountMax=3" \
        "$k"/*.part "$target\"""";

  private final RemoteShell shell;
  private final ImageFiles files;

  Transfers(RemoteShell shell, ImageFiles files) {
    this.shell = shell;
    this.files = files;
  }

  /**
   * Sends the files, each under its part's name, and looks how far it is; goes on from what is
   * there.
   */
  public ImageFiles.Advance send(
      String id, Endpoint source, Endpoint target, List<ImageFiles.Image> images, boolean anew) {
    String folder = images.get(0).pool() + "/.corral";
    List<String> arguments = new ArrayList<>(List.of(KEYS + id, Integer.toString(target.port())));
    arguments.add(target.user() + "@" + target.address() + ":" + folder + "/");
    images.forEach(i -> arguments.add(i.path()));
    String purpose = "sending to " + target.node() + " (" + target.address() + ")";
    return files.advance(
        new ImageFiles.Job(source, id, purpose, anew),
        SEND,
        arguments,
        () -> authorise(id, source, target, folder));
  }

  private void authorise(String id, Endpoint source, Endpoint target, String folder) {
    HostKey pinned = HostKey.parse(target.hostKey());
    String known =
        (target.port() == 22 ? target.address() : "[" + target.address() + "]:" + target.port())
            + " "
            + pinned;
    String key =
        shell
            .demand(source, "making the transfer's key", Command.script(MAKE_KEY, KEYS + id, known))
            .out()
            .strip();
    String only = ONLY_RECEIVE.replace("FOLDER", folder).replace("\"", "\\\"");
    shell.demand(
        target, "authorising the transfer", Command.script(AUTHORISE, folder, only, mark(id), key));
  }

  /** Takes the transfer's key away on both sides. */
  public void withdraw(String id, Endpoint source, Endpoint target) {
    shell.demand(
        target,
        "withdrawing the transfer's key",
        Command.script(WITHDRAW, mark(id)).within(Duration.ofSeconds(10)));
    shell.demand(source, "removing the transfer's key", Command.of("rm", "-rf", "--", KEYS + id));
    files.forget(source, id);
  }

  private static String mark(String id) {
    return "corral-transfer-" + id;
  }
}
