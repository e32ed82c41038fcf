package dev.corral.fakes;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The links between nodes, and between them and Corral. */
public final class FakeNetwork {
  /** Corral's own end. */
  public static final String CORRAL = "corral";

  /** What is heard on a port. */
  public enum Knock {
    OPEN,
    REFUSED,
    SILENT
  }

  private final FakeHerd herd;
  private final Set<String> cut = new HashSet<>();
  private final Map<String, Long> rates = new HashMap<>();
  private long rate = 1L << 30;

  FakeNetwork(FakeHerd herd) {
    this.herd = herd;
  }

  /** Nothing goes from one to the other any more; the way back is another link. */
  public void cut(String from, String to) {
    cut.add(from + " " + to);
  }

  /** Nothing goes between the two any more. */
  public void cutBoth(String a, String b) {
    cut(a, b);
    cut(b, a);
  }

  public void mend(String from, String to) {
    cut.remove(from + " " + to);
  }

  /** All links are as they were. */
  public void mendAll() {
    cut.clear();
    rates.clear();
  }

  /** Bytes per second from one node to another. */
  public void rate(String from, String to, long bytes) {
    rates.put(from + " " + to, bytes);
  }

  /** Bytes per second of the links that are not slower. */
  public void rate(long bytes) {
    rate = bytes;
  }

  boolean passes(String from, String to) {
    return !cut.contains(from + " " + to);
  }

  /** What goes over in that time. */
  long bytes(FakeNode from, FakeNode to, Duration time) {
    return Math.max(
        1, rates.getOrDefault(from.name() + " " + to.name(), rate) * time.toMillis() / 1000);
  }

  /** An answer needs both ways. */
  boolean linked(String a, String b) {
    return passes(a, b) && passes(b, a);
  }

  boolean reaches(FakeNode from, String address) {
    return knock(from, address) != Knock.SILENT;
  }

  Knock knock(FakeNode from, String address) {
    return knock(from.name(), address);
  }

  /** What comes back from the SSH port of an address. */
  public Knock knock(String from, String address) {
    FakeNode to = herd.at(address).orElse(null);
    if (to == null || to.power() != FakeNode.Power.ON || !linked(from, to.name()))
      return Knock.SILENT;
    return to.faults().sshRefused() ? Knock.REFUSED : Knock.OPEN;
  }
}
