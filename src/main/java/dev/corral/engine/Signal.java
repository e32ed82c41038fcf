package dev.corral.engine;

import java.util.UUID;

/**
 * A change that a step can wait for. The observer of the change sends it through {@link Waker}; a
 * wake-up is only a hint, so sending one too many costs a look and sending one too few costs {@link
 * Steps#NET}.
 *
 * @param key kind and name, separated by a blank
 */
public record Signal(String key) {
  private static final String NODE = "node ";
  private static final String GUEST = "guest ";
  private static final String WORK = "work ";

  /** The operation ended, stands at an incident, or left it. */
  public static Signal operation(String id) {
    return new Signal("operation " + id);
  }

  /** An operation that this one started ended, stands at an incident, or left it. */
  public static Signal childOf(String id) {
    return new Signal("child " + id);
  }

  /** An operation on the clone ended. */
  public static Signal clone(String name) {
    return new Signal("clone " + name);
  }

  /** The node's health changed, or an operation on the node ended. */
  public static Signal node(String name) {
    return new Signal(NODE + name);
  }

  /** The guest started, stopped, came to the node or left it. */
  public static Signal guest(String node, UUID guest) {
    return new Signal(GUEST + node + " " + guest);
  }

  /** Detached work of Corral's on the node ended or vanished. */
  public static Signal work(String node) {
    return new Signal(WORK + node);
  }

  /** The node whose health is waited for; null if that is not what this is about. */
  public String nodeAwaited() {
    return after(NODE);
  }

  /** The node on which detached work is waited for; null if that is not what this is about. */
  public String workAwaited() {
    return after(WORK);
  }

  /** The node on which a guest is waited for; null if that is not what this is about. */
  public String guestAwaitedOn() {
    String rest = after(GUEST);
    return rest == null ? null : rest.substring(0, rest.indexOf(' '));
  }

  private String after(String kind) {
    return key.startsWith(kind) ? key.substring(kind.length()) : null;
  }
}
