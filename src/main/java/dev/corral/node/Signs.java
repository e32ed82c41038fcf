package dev.corral.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node said when it was asked in several ways at once. Pure.
 *
 * @param peers what other nodes that ask for it got
 */
public record Signs(Sign libvirt, Sign ssh, List<Sign> peers) {
  /** What came of one way. */
  public enum Kind {
    ANSWERS,
    SILENT,
    NOT_ASKED
  }

  /**
   * One way, and what came of it.
   *
   * @param words {@code SSH: no answer (connect timed out)}
   */
  public record Sign(Kind kind, String words) {}

  /** What is to be thought of it all. */
  public enum Verdict {
    /** Every way works: whatever it was, it has passed. */
    WELL,
    /** It is there; its libvirt is not. */
    WITHOUT_LIBVIRT,
    /** Other nodes reach it, Corral does not: the network between is Corral's trouble. */
    CUT_OFF,
    /** No way works. */
    SILENT
  }

  /** The verdict. */
  public Verdict verdict() {
    if (libvirt.kind() == Kind.ANSWERS) return Verdict.WELL;
    if (ssh.kind() == Kind.ANSWERS) return Verdict.WITHOUT_LIBVIRT;
    return peers.stream().anyMatch(p -> p.kind() == Kind.ANSWERS)
        ? Verdict.CUT_OFF
        : Verdict.SILENT;
  }

  /**
   * What its health is then: LOST only if no way works, and none has for so long, or if it was LOST
   * before; still UP if it was and answers.
   */
  public Health health(Health before, Duration unanswered, Duration lostAfter) {
    if (verdict() == Verdict.WELL && before == Health.UP) return Health.UP; // only slow
    boolean lost = before == Health.LOST || unanswered.compareTo(lostAfter) >= 0;
    return verdict() == Verdict.SILENT && lost ? Health.LOST : Health.DEGRADED;
  }

  /** Each way and what came of it, in one line. */
  public String words() {
    List<String> all = new ArrayList<>(List.of(libvirt.words(), ssh.words()));
    if (peers.isEmpty()) all.add("no other node is up that could be asked");
    peers.forEach(p -> all.add(p.words()));
    return String.join("; ", all);
  }

  /** What is to be thought of it, and why. */
  public String evidence() {
    return switch (verdict()) {
          case WELL -> "answers again: ";
          case WITHOUT_LIBVIRT -> "it is there, but its libvirt does not answer: ";
          case CUT_OFF -> "other nodes reach it, Corral does not: ";
          case SILENT -> "no answer by any way: ";
        }
        + words();
  }
}
