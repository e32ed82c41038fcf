package dev.corral.sim;

import dev.corral.fakes.FakeGuest;
import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNetwork;
import dev.corral.fakes.FakeNode;
import dev.corral.fakes.Faults;
import java.util.List;

/** What happens to hosts, guests, links, and to Corral itself. */
final class Breaks {
  private final FakeHerd herd;
  private final Fate fate;
  private final Log log;

  Breaks(FakeHerd herd, Fate fate, Log log) {
    this.herd = herd;
    this.fate = fate;
    this.log = log;
  }

  /** False if it is none of these. */
  boolean happens(Action action) {
    FakeNode node = herd.node("n" + (1 + action.a() % World.NODES));
    switch (action.kind()) {
      case KILL_CORRAL -> fate.kill(action.a() % 12, action.b());
      case LOSE_ANSWER -> fate.loseAnswer(action.a() % 12);
      case DIE_AT_CALL -> fate.cutPower(action.a() % 20);
      case CUT_POWER -> say(node, "loses its power", node::cutPower);
      case SWITCH_ON -> say(node, "is switched on", node::switchOn);
      case CUT_LINK -> cut(node.name(), action.b());
      case MEND_LINKS -> say(node, "and all others are linked", herd.network()::mendAll);
      case FILL_DISK -> say(node, "has a full disk", () -> node.files().full(true));
      case FREE_DISK -> say(node, "has room", () -> node.files().full(false));
      case HANG_LIBVIRT ->
          say(node, "has a deaf libvirt", () -> node.faults().libvirt(Faults.Libvirt.HANGS));
      case FREE_LIBVIRT ->
          say(node, "has a libvirt", () -> node.faults().libvirt(Faults.Libvirt.WELL));
      case PAUSE_GUEST, RESUME_GUEST, CRASH_GUEST -> guest(node, action);
      case WAIT -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private void say(FakeNode node, String what, Runnable how) {
    log.say(node + " " + what);
    how.run();
  }

  private void cut(String node, int how) {
    String other = "n" + (1 + how % World.NODES);
    String a = how % 3 == 0 || other.equals(node) ? FakeNetwork.CORRAL : other;
    String from = how % 2 == 0 ? a : node;
    String to = how % 2 == 0 ? node : a;
    log.say("nothing goes from " + from + " to " + to);
    herd.network().cut(from, to);
  }

  private void guest(FakeNode node, Action action) {
    List<FakeGuest> clones =
        node.libvirt().all().stream().filter(g -> g.name().matches("c\\d")).toList();
    if (clones.isEmpty() || node.power() != FakeNode.Power.ON) return;
    FakeGuest guest = clones.get(action.b() % clones.size());
    log.say(action.kind() + " " + guest.name() + " on " + node);
    herd.alone(
        () -> {
          if (action.kind() == Action.Kind.PAUSE_GUEST) guest.pause();
          else if (action.kind() == Action.Kind.RESUME_GUEST) guest.resume();
          else guest.crash();
          return null;
        });
  }

  /** People have mended whatever was broken. */
  void mendAll() {
    log.say("all is mended");
    herd.network().mendAll();
    for (FakeNode node : herd.nodes()) {
      node.faults().mend();
      node.files().full(false);
      node.switchOn();
    }
  }
}
