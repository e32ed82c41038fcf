package dev.corral.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thing that happens, and what Corral does of its work after it.
 *
 * @param a which clone, operation or node, or how far away
 * @param b in which way
 * @param turns so many jobs are run, or waited for, after it
 * @param order in which order these jobs are run
 */
record Action(Kind kind, int a, int b, int turns, long order) {
  private static final int LEAST = 4;
  private static final int MORE = 9;
  private static final int MOST_TURNS = 7;
  private static final int LARGEST = 1 << 20;

  /** What happens, and how often. */
  enum Kind {
    PROVISION(14),
    MOVE(14),
    STOP(5),
    START(5),
    REMOVE(4),
    DRAIN(3),
    RESTORE(2),
    CLEAN(1),
    DISABLE(1),
    ENABLE(2),
    CANCEL(5),
    RETRY(4),
    SKIP(1),
    CONFIRM_OFF(2),
    KILL_CORRAL(14),
    LOSE_ANSWER(7),
    CUT_POWER(4),
    DIE_AT_CALL(10),
    SWITCH_ON(4),
    CUT_LINK(3),
    MEND_LINKS(2),
    FILL_DISK(1),
    FREE_DISK(1),
    HANG_LIBVIRT(1),
    FREE_LIBVIRT(1),
    PAUSE_GUEST(2),
    RESUME_GUEST(2),
    CRASH_GUEST(1),
    WAIT(8);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  /** Those of a seed. */
  static List<Action> of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    int all = 0;
    for (Kind kind : Kind.values()) all += kind.weight;
    List<Action> script = new ArrayList<>();
    for (int i = LEAST + random.nextInt(MORE); i > 0; i--) {
      int at = random.nextInt(all);
      Kind chosen = script.isEmpty() ? Kind.PROVISION : null;
      for (Kind kind : Kind.values()) {
        at -= kind.weight;
        if (chosen == null && at < 0) chosen = kind;
      }
      script.add(
          new Action(
              chosen,
              random.nextInt(LARGEST),
              random.nextInt(LARGEST),
              1 + random.nextInt(MOST_TURNS) * random.nextInt(3),
              random.nextLong()));
    }
    return script;
  }
}
