package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.fakes.FakeGuest.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Live migrations that are under way in the herd. */
public final class FakeMigrations {
  private final FakeHerd herd;
  private final Map<UUID, Migration> all = new HashMap<>();
  private Duration least = Duration.ofSeconds(2);

  FakeMigrations(FakeHerd herd) {
    this.herd = herd;
  }

  /** None ends sooner. */
  public void least(Duration time) {
    least = time;
  }

  /** One that was begun. */
  static final class Migration {
    final FakeGuest guest;
    final FakeNode source;
    final FakeNode target;
    private final String definition;
    private final Instant began;
    private final Instant end;
    final long bytes;
    boolean ended;
    String failure;

    private Migration(
        FakeGuest guest,
        FakeNode target,
        String definition,
        Instant began,
        Instant end,
        long bytes) {
      this.guest = guest;
      this.source = guest.node();
      this.target = target;
      this.definition = definition;
      this.began = began;
      this.end = end;
      this.bytes = bytes;
    }

    int percent(Instant now) {
      long whole = Math.max(1, Duration.between(began, end).toMillis());
      return (int) Math.min(99, 100 * Duration.between(began, now).toMillis() / whole);
    }
  }

  Optional<Migration> of(UUID guest) {
    return Optional.ofNullable(all.get(guest));
  }

  void forget(UUID guest) {
    all.remove(guest);
  }

  int leaving(FakeNode source) {
    return (int) all.values().stream().filter(m -> m.source == source && !m.ended).count();
  }

  /** Corral has died: what it managed is ended by libvirt. */
  public void corralDied() {
    List.copyOf(all.values()).forEach(m -> fail(m, "the connection to Corral broke"));
    all.clear();
  }

  void begin(FakeGuest guest, FakeNode target, Optional<String> definition) {
    long bytes = guest.memory() / 64;
    for (String disk : guest.disks())
      bytes += guest.node().files().image(disk).map(Image::size).orElse(0L);
    long perSecond = herd.network().bytes(guest.node(), target, Duration.ofSeconds(1));
    Duration takes = Duration.ofMillis(1000 * bytes / perSecond);
    Instant now = herd.clock().instant();
    Instant end = now.plus(takes.compareTo(least) < 0 ? least : takes);
    Migration one = new Migration(guest, target, definition.orElse(guest.xml()), now, end, bytes);
    all.put(guest.id(), one);
    prepare(one);
  }

  private void prepare(Migration one) {
    if (!one.guest.running()) {
      fail(one, "Requested operation is not valid: domain is not running");
    } else if (one.target.libvirt().named(one.guest.name()).isPresent()) {
      one.failure = "operation failed: domain '" + one.guest.name() + "' already exists";
      one.ended = true;
    } else {
      FakeGuest there =
          one.target.libvirt().arriving(one.guest.id(), one.guest.name(), one.definition);
      if (there.disks().stream().anyMatch(d -> one.target.files().image(d).isEmpty()))
        fail(one, "Cannot access storage file: No such file or directory");
    }
  }

  void fail(Migration one, String why) {
    if (one.ended) return;
    one.ended = true;
    one.failure = why;
    one.target
        .libvirt()
        .find(one.guest.id())
        .filter(g -> !g.defined())
        .ifPresent(g -> g.become(State.OFF));
  }

  void settle(Instant now) {
    for (Migration one : List.copyOf(all.values())) {
      if (one.ended) continue;
      if (!one.guest.running()) fail(one, "domain is not running any more");
      else if (one.target.power() != FakeNode.Power.ON
          || !herd.network().linked(one.source.name(), one.target.name()))
        fail(one, "unable to write to socket: Connection reset by peer");
      else if (!corralHolds(one)) fail(one, "the connection to Corral broke");
      else if (!one.end.isAfter(now)) handOver(one);
    }
  }

  /** Corral manages it: it ends with either of its connections. */
  private boolean corralHolds(Migration one) {
    return herd.network().linked(FakeNetwork.CORRAL, one.source.name())
        && herd.network().linked(FakeNetwork.CORRAL, one.target.name());
  }

  private void handOver(Migration one) {
    FakeGuest there = one.target.libvirt().find(one.guest.id()).orElseThrow();
    one.guest.become(State.PAUSED);
    List<String> from = one.guest.disks();
    List<String> to = there.disks();
    try {
      for (int i = 0; i < to.size(); i++) {
        Image sent = one.source.files().image(from.get(i)).orElseThrow();
        Image put = one.target.files().image(to.get(i)).orElseThrow();
        Image arrived =
            new Image("qcow2", sent.virtualSize(), put.backing(), sent.blocks(), sent.bulk());
        one.target.files().put(to.get(i), arrived);
      }
    } catch (dev.corral.fakes.shell.Host.NoRoom full) {
      one.guest.become(State.RUNNING);
      fail(one, full.getMessage());
      return;
    }
    one.ended = true;
    one.source.libvirt().remove(one.guest.id());
    there.define(there.xml());
    there.resume();
  }
}
