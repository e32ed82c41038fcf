package dev.corral.host;

import org.springframework.stereotype.Component;

/**
 * Sets a node's firewall: a table or a chain of the name {@code corral} and nothing else. Rules are
 * loaded by work on the node itself that takes them back after a while, unless somebody who came in
 * by a new connection confirms them: a mistake locks nobody out for long.
 */
@Component
public class FirewallCommands {
  /** Of a work that ended by taking the rules back. */
  private static final int UNDONE = 4;

  private static final String FUNCTIONS =
      """
      keep=/var/lib/corral/firewall lock=/run/corral/firewall.lock unit=/etc/systemd/system/corral-firewall.service
      has() { command -v "$1" >/dev/null 2>&1; }
      unhook() {
        has "$1" || return 0
        while "$1" -w -D INPUT -j corral 2>/dev/null; do :; done
        "$1" -w -F corral 2>/dev/null; "$1" -w -X corral 2>/dev/null; return 0
      }
      hook() { "$1" -w -C INPUT -j corral 2>/dev/null || "$1" -w -I INPUT 1 -j corral; }
      no_iptables() { unhook iptables; unhook ip6tables; }
      no_nftables() { ! has nft || ! nft list table inet corral >/dev/null 2>&1 || nft delete table inet corral; }
      load() {
        case $1 in
          nftables) has nft || { echo 'nft is not installed' >&2; return 1; }; printf '%s\\n' "$2" | nft -f - && no_iptables ;;
          iptables) has iptables-restore || { echo 'iptables is not installed' >&2; return 1; }
            printf '%s\\n' "$2" | iptables-restore -w --noflush && hook iptables || return 1
            [ ! -e /proc/net/if_inet6 ] || { printf '%s\\n' "$3" | ip6tables-restore -w --noflush && hook ip6tables; } || return 1
            no_nftables ;;
        esac
      }
      kept() { [ ! -e "$keep/kind" ] || load "$(cat "$keep/kind")" "$(cat "$keep/rules")" "$(cat "$keep/rules6")"; }
      """;

  /**
   * Whoever makes the folder {@code decided} decides: the one who confirms, or the clock. One after
   * another, so that nobody takes back what another has loaded.
   */
  private static final String LOAD =
      FUNCTIONS
          + """
          undo() { no_nftables; no_iptables; kept; }
          exec 8>"$lock" && flock 8 || exit 3
          trap 'mkdir decided 2>/dev/null && undo; exit 5' TERM INT HUP
          load "$1" "$2" "$3" || { undo; exit 3; }
          : > loaded
          i=0; while [ "$i" -lt "$4" ] && [ ! -e decided ]; do sleep 1; i=$((i + 1)); done
          mkdir decided 2>/dev/null || exit 0
          undo; exit 4""";

  private static final String CONFIRM =
      """
      cd "$1" 2>/dev/null && [ -e loaded ] || exit 1
      ! mkdir decided 2>/dev/null || : > confirmed
      [ -e confirmed ]""";

  private static final String KEEP =
      FUNCTIONS
          + """
          umask 077; mkdir -p "$keep" && cd "$keep" || exit 1
          printf '%s\\n' "$1" > kind; printf '%s\\n' "$2" > rules; printf '%s\\n' "$3" > rules6; printf '%s\\nkept\\n' "$4" > load
          [ -d /run/systemd/system ] || { echo 'they are gone when the node restarts: it has no systemd'; exit 0; }
          printf '%s\\n' '[Unit]' "Description=Corral's firewall rules" 'After=nftables.service netfilter-persistent.service' \
            '[Service]' Type=oneshot RemainAfterExit=yes "ExecStart=/bin/sh $keep/load" '[Install]' WantedBy=multi-user.target > "$unit" &&
            systemctl daemon-reload && systemctl enable -q corral-firewall.service && echo 'corral-firewall.service sets them when the node restarts'""";

  private static final String REMOVE =
      FUNCTIONS
          + """
          mkdir -p "${lock%/*}" && exec 8>"$lock" && flock -w 10 8 || { echo 'other rules are just being tried' >&2; exit 1; }
          if [ -e "$unit" ]; then systemctl disable -q corral-firewall.service; rm -f "$unit"; systemctl daemon-reload; fi
          no_nftables && no_iptables && rm -rf "$keep\"""";

  private final RemoteShell shell;
  private final DetachedWork work;

  FirewallCommands(RemoteShell shell, DetachedWork work) {
    this.shell = shell;
    this.work = work;
  }

  /** Texts for the programs that set rules. */
  public record Rules(String kind, String rules, String rules6) {}

  /** The address from which Corral comes, as the node sees it. */
  public String corralSeenFrom(Endpoint node) {
    return shell
        .demand(
            node,
            "asking from where Corral comes",
            Command.script("echo \"${SSH_CONNECTION%% *}\""))
        .out()
        .strip();
  }

  /** Begins to load them under this id; they are taken back after so many seconds. */
  public void ensureLoading(Endpoint node, String id, Rules rules, int seconds) {
    work.ensureStarted(
        node, id, LOAD, rules.kind(), rules.rules(), rules.rules6(), Integer.toString(seconds));
  }

  /** True once the rules hold: a connection that is made from then on has to pass them. */
  public boolean loaded(Endpoint node, String id) {
    return shell.runAnew(node, Command.of("test", "-e", work.folder(id) + "/loaded")).ok();
  }

  /** True if a new connection came through, and the rules stay. Throws HostProblem if none did. */
  public boolean confirmed(Endpoint node, String id) {
    return shell.runAnew(node, Command.script(CONFIRM, work.folder(id))).ok();
  }

  /** True if the node has taken the rules back. Throws HostProblem if they could not be loaded. */
  public boolean undone(Endpoint node, String id) {
    DetachedWork.Look look = work.look(node, id);
    boolean failed =
        look.state() == DetachedWork.State.ENDED && look.exit() != 0 && look.exit() != UNDONE;
    if (failed)
      throw SshErrors.failed(
          node, "setting firewall rules", new Output(look.exit(), look.out(), look.err()));
    return look.state() == DetachedWork.State.ABSENT || look.exit() == UNDONE;
  }

  /** Keeps confirmed rules over restarts where the node can. Answers what becomes of them. */
  public String ensureKept(Endpoint node, String id, Rules rules) {
    String said =
        shell
            .demand(
                node,
                "keeping firewall rules",
                Command.script(KEEP, rules.kind(), rules.rules(), rules.rules6(), FUNCTIONS))
            .out()
            .strip();
    forget(node, id);
    return said;
  }

  /** It sees within a second that it was confirmed, and ends. */
  private void forget(Endpoint node, String id) {
    shell.demand(
        node,
        "clearing " + id,
        Command.script(
            "cd \"$1\" 2>/dev/null || exit 0; flock -w 5 lock rm -rf \"$1\" || exit 0",
            work.folder(id)));
  }

  /** Nothing of ours is left: no rule, no file, no unit. */
  public void ensureNone(Endpoint node) {
    shell.demand(node, "removing firewall rules", Command.script(REMOVE));
  }
}
