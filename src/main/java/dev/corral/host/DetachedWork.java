package dev.corral.host;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Long work on a node that goes on by itself: started once under an id of ours, then looked at. It
 * survives a restart of Corral; a restart of the node ends it and leaves no trace, since its folder
 * is in /run. A lock that the work holds tells whether it still runs, so that it cannot be started
 * twice and a reused process number cannot deceive.
 */
@Component
public class DetachedWork {
  /** Empty after a restart of the node. */
  private static final String FOLDER = "/run/corral/work/";

  /**
   * Ends with the exit status in the file rc. The starter takes the lock and hands it on to the
   * shell and all its children, so that the work is seen to run as soon as its start has returned.
   */
  private static final String START =
      """
      umask 077; d=$1; w=$2; shift 2
      mkdir -p "$d" && cd "$d" || exit 1
      exec 9>>lock; flock -n 9 || exit 0
      [ -e rc ] && exit 0
      setsid sh -c 'cut -d" " -f5 /proc/$$/stat >group; w=$1; shift; sh -c "$w" sh "$@" >out 2>err </dev/null; echo $? >rc.new; mv rc.new rc' sh "$w" "$@" </dev/null >/dev/null 2>&1 &
      """;

  private static final String LOOK =
      """
      cd "$1" 2>/dev/null || { echo absent; exit 0; }
      if [ -e rc ]; then echo "ended $(cat rc)"
      elif [ -e lock ] && ! flock -w "$2" lock true; then echo running
      elif [ -e rc ]; then echo "ended $(cat rc)"
      else echo absent; exit 0; fi
      [ ! -s out ] || tail -c 1200 out | tr '\\r' '\\n'; echo; echo ----; [ ! -s err ] || tail -c 1500 err\
      """;

  /** Each piece of work on a line with its state. */
  private static final String STATES =
      """
      cd "$1" 2>/dev/null || exit 0
      for d in */; do
        [ -d "$d" ] || continue
        if [ -e "$d/rc" ]; then echo "ended ${d%/}"
        elif [ -e "$d/lock" ] && ! flock -n "$d/lock" true; then echo "running ${d%/}"
        elif [ -e "$d/rc" ]; then echo "ended ${d%/}"
        fi
      done""";

  private static final String STOP =
      """
      for d; do
        cd "$d" 2>/dev/null || continue
        flock -n lock true || kill -- "-$(cat group)"
        flock -w 2 lock rm -rf "$d" || exit
      done\
      """;

  /** rsync says {@code 45% }, qemu-img {@code (45.00/100%)}. */
  private static final Pattern PERCENT = Pattern.compile("(\\d+)(?:\\.\\d+)?(?:/100)?%");

  private final RemoteShell shell;
  private final String folder;

  @Autowired
  DetachedWork(RemoteShell shell) {
    this(shell, FOLDER);
  }

  DetachedWork(RemoteShell shell, String folder) {
    this.shell = shell;
    this.folder = folder;
  }

  /** Whether it runs or how it ended; ABSENT also if the node restarted or the work was killed. */
  public enum State {
    ABSENT,
    RUNNING,
    ENDED
  }

  /**
   * What is known of it.
   *
   * @param exit the exit status if it ended, else -1
   * @param percent the last percentage that it printed, or 0
   */
  public record Look(State state, int exit, int percent, String out, String err) {
    /** Ended with status 0. */
    public boolean succeeded() {
      return state == State.ENDED && exit == 0;
    }
  }

  /** Sees to it that the script runs or has run; {@code $1, $2, …} in it are the arguments. */
  public void ensureStarted(Endpoint node, String id, String script, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = folder(id);
    all[1] = script;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    shell.demand(node, "starting " + id, Command.script(START, all));
  }

  /** Looks at it. */
  public Look look(Endpoint node, String id) {
    return look(node, id, Duration.ZERO);
  }

  /** Looks at it; if it runs, again when it ends, or after a while (of some seconds at most). */
  public Look look(Endpoint node, String id, Duration patience) {
    String seconds = Double.toString(patience.toMillis() / 1000.0);
    String said =
        shell.demand(node, "looking at " + id, Command.script(LOOK, folder(id), seconds)).out();
    String[] first = said.split("\n", 2);
    String[] head = first[0].strip().split(" ");
    String[] streams = (first.length > 1 ? first[1] : "").split("\n----\n?", 2);
    String err = streams.length > 1 ? streams[1].strip() : "";
    int exit = head.length > 1 ? Integer.parseInt(head[1]) : -1;
    State state = State.valueOf(head[0].toUpperCase(java.util.Locale.ROOT));
    return new Look(state, exit, lastPercent(streams[0]), streams[0].strip(), err);
  }

  /** All work on the node that runs or has ended, by its id, in one command. */
  public Map<String, State> states(Endpoint node) {
    String said = shell.demand(node, "looking at all work", Command.script(STATES, folder)).out();
    Map<String, State> states = new TreeMap<>();
    for (String line : said.split("\n")) {
      String[] words = line.split(" ", 2);
      if (words.length == 2)
        states.put(words[1], State.valueOf(words[0].toUpperCase(java.util.Locale.ROOT)));
    }
    return states;
  }

  /** Where it runs, and leaves its files; what is put there before it starts goes with it. */
  String folder(String id) {
    return folder + id;
  }

  /**
   * Forgets one that has ended, so that the next start begins anew. What it has left running for a
   * moment is waited for, else its old words would be taken for the new ones.
   */
  public void forget(Endpoint node, String id) {
    shell.demand(
        node,
        "clearing " + id,
        Command.script(
            "cd \"$1\" 2>/dev/null || exit 0; [ -e rc ] && w=5 || w=0; flock -w $w lock rm -rf"
                + " \"$1\" || exit 0",
            folder(id)));
  }

  /** Ends whatever runs there in the name of that operation, and forgets it. */
  void stopAllOf(Endpoint node, String operation) {
    shell.demand(
        node,
        "stopping the work of operation " + operation,
        Command.script(
                "for w in \"$1\"*-\"$2\"*; do set -- \"$@\" \"$w\"; done; shift 2\n" + STOP,
                folder,
                operation)
            .within(Duration.ofSeconds(10)));
  }

  /** Ends these, if they run, with all that they have started, and forgets them. */
  public void stop(Endpoint node, String... ids) {
    String[] folders = Arrays.stream(ids).map(this::folder).toArray(String[]::new);
    shell.demand(
        node, "stopping " + ids[0], Command.script(STOP, folders).within(Duration.ofSeconds(5)));
  }

  private static int lastPercent(String out) {
    int last = 0;
    for (Matcher m = PERCENT.matcher(out + " "); m.find(); ) last = Integer.parseInt(m.group(1));
    return Math.min(last, 100);
  }
}
