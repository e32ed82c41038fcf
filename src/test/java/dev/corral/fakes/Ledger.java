package dev.corral.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The checker's book: what each guest has written last, whatever became of its disk. Notes a guest
 * that runs twice, and one that starts from an older disk than it left.
 */
public final class Ledger {
  private final FakeHerd herd;
  private final Map<UUID, Long> written = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  Ledger(FakeHerd herd) {
    this.herd = herd;
  }

  /** The promises that were broken, in words, in order. */
  public List<String> broken() {
    return List.copyOf(broken);
  }

  /** The count that a guest wrote last; 0 if it never did. */
  public long last(UUID guest) {
    return written.getOrDefault(guest, 0L);
  }

  /** Its disk may begin anew: a person wanted that. */
  public void mayBeginAnew(UUID guest) {
    written.remove(guest);
  }

  void clear() {
    written.clear();
    broken.clear();
  }

  long next(FakeGuest guest) {
    return last(guest.id()) + 1;
  }

  void wrote(FakeGuest guest, long count) {
    written.put(guest.id(), count);
  }

  void starts(FakeGuest guest) {
    for (FakeNode node : herd.nodes())
      if (node != guest.node() && node.power() == FakeNode.Power.ON)
        node.libvirt()
            .find(guest.id())
            .filter(FakeGuest::running)
            .ifPresent(twin -> note(guest, "runs on " + node + " and on " + guest.node()));
    for (String disk : guest.disks()) {
      long count = FakeGuest.read(guest, guest.node().files(), disk);
      if (count != last(guest.id()))
        note(
            guest,
            "starts on "
                + guest.node()
                + " from a disk at "
                + count
                + " ("
                + disk
                + "), but had written "
                + last(guest.id()));
    }
  }

  void poweredOff(FakeGuest guest) {
    note(guest, "ran on " + guest.node() + " when that was switched off");
  }

  private void note(FakeGuest guest, String what) {
    broken.add(herd.clock().instant() + " " + guest.name() + " " + what);
  }

  /**
   * Where the newest bytes of a guest are now: {@code node:path} of each disk whose count is the
   * last one.
   */
  public List<String> newest(UUID guest) {
    List<String> places = new ArrayList<>();
    for (FakeNode node : herd.nodes())
      node.files()
          .below("/var/lib/libvirt")
          .forEach(
              (path, file) -> {
                if (holds(node, path, guest)) places.add(node + ":" + path);
              });
    return places;
  }

  private boolean holds(FakeNode node, String path, UUID guest) {
    return node.files()
        .image(path)
        .filter(i -> i.blocks().getOrDefault(FakeGuest.key(guest), 0L) == last(guest))
        .isPresent();
  }
}
