package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.host.Endpoint;
import dev.corral.host.HostErrors;
import dev.corral.shared.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Hosts in memory, with a network between them, on a clock that can be moved: nothing here sleeps.
 * One call at a time; before each, all that was due by then has come about.
 */
public final class FakeHerd {
  public static final long GIB = 1L << 30;
  static final String BROADCAST = "10.20.255.255";
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
  private static final long HANG_MILLIS = 20_000;

  private final HerdClock clock;
  private final Map<String, FakeNode> nodes = new LinkedHashMap<>();
  private final FakeNetwork network = new FakeNetwork(this);
  private final Ledger ledger = new Ledger(this);
  private final FakeMigrations migrations = new FakeMigrations(this);
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final ReentrantLock turn = new ReentrantLock();
  private volatile Interference interference = new Interference() {};
  private long diskRate = GIB;

  public FakeHerd(HerdClock clock) {
    this.clock = clock;
  }

  /** One that stands still until it is moved, at noon of a day in 2026. */
  public static FakeHerd standingStill() {
    return new FakeHerd(HerdClock.at(Instant.parse("2026-06-01T12:00:00Z")));
  }

  public HerdClock clock() {
    return clock;
  }

  public FakeNetwork network() {
    return network;
  }

  public Ledger ledger() {
    return ledger;
  }

  public FakeMigrations migrations() {
    return migrations;
  }

  /** From now on it comes between. */
  public void interfere(Interference by) {
    interference = by;
  }

  /** Bytes that a node reads, sums or converts in a second. */
  public void diskRate(long bytes) {
    diskRate = bytes;
  }

  Duration time(long bytes) {
    return Duration.ofMillis(1000 * bytes / diskRate);
  }

  /** Another host, switched on, with 64 GiB of memory and a disk of 500 GiB. */
  public FakeNode add(String name) {
    FakeNode node = new FakeNode(this, nodes.size() + 1, name, 64 * GIB, 500 * GIB);
    nodes.put(name, node);
    return node;
  }

  public FakeNode node(String name) {
    return Optional.ofNullable(nodes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no host " + name));
  }

  public List<FakeNode> nodes() {
    return List.copyOf(nodes.values());
  }

  Optional<FakeNode> at(String address) {
    return nodes.values().stream().filter(n -> n.address().equals(address)).findFirst();
  }

  /** Forgets all hosts. */
  public void clear() {
    nodes.values().forEach(FakeNode::cutPower);
    nodes.clear();
    ledger.clear();
    network.mendAll();
    later.clear();
    interference = new Interference() {};
  }

  /** Nothing stands between the hosts, and nothing is under way between them. */
  void mend() {
    ledger.clear();
    network.mendAll();
    migrations.corralDied();
    later.clear();
    interference = new Interference() {};
  }

  /** A guest that is ready to become a base: with a disk of its own, and off. */
  public FakeGuest golden(String node, String name, long memory, long bulk) {
    String disk = FakeNode.IMAGES + "/" + name + ".qcow2";
    TreeMap<Long, Long> blocks = new TreeMap<>(Map.of(0L, (long) name.hashCode(), 1L, 1L));
    node(node).files().put(disk, new Image("qcow2", 10 * GIB, "", blocks, bulk));
    UUID id =
        UUID.nameUUIDFromBytes((node + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return node(node).libvirt().define(DomainXml.of(name, id, memory, disk));
  }

  /** Somebody starts it there by hand. */
  public static void start(FakeGuest guest) {
    guest
        .node()
        .herd()
        .alone(
            () -> {
              guest.start();
              return null;
            });
  }

  /** A magic packet in the nodes' subnet. */
  public void packet(MacAddress mac) {
    nodes.values().forEach(n -> n.packet(mac));
  }

  /** After this call: what a node does to itself must not happen under its feet. */
  void later(Runnable what) {
    later.add(what);
  }

  /** All that was due comes about. */
  public void settle() {
    turn.lock();
    try {
      for (Runnable what = later.poll(); what != null; what = later.poll()) what.run();
      Instant now = clock.instant();
      for (FakeNode node : nodes.values()) {
        node.settle(now);
        node.libvirt().all().forEach(g -> g.settle(now));
      }
      migrations.settle(now);
      for (Runnable what = later.poll(); what != null; what = later.poll()) what.run();
    } finally {
      turn.unlock();
    }
  }

  /** Time goes by; each second guests write. */
  public void advance(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      Duration left = Duration.between(clock.instant(), end);
      clock.advance(left.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : left);
      write();
    }
  }

  /** Time goes by in which nothing happens. */
  public void pass(Duration time) {
    clock.advance(time);
  }

  /** Each guest that runs counts on. */
  public void write() {
    turn.lock();
    try {
      settle();
      for (FakeNode node : nodes.values())
        if (node.power() == FakeNode.Power.ON) node.libvirt().all().forEach(FakeGuest::write);
    } finally {
      turn.unlock();
    }
  }

  /** Something that is done to the herd, or read of it, with nobody else in between. */
  public <T> T alone(Supplier<T> work) {
    turn.lock();
    try {
      settle();
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /** Corral asks a node over SSH. Throws what the real parts throw. */
  <T> T ask(Endpoint endpoint, String call, java.util.function.Function<FakeNode, T> work) {
    FakeNode node =
        at(endpoint.address())
            .orElseThrow(() -> HostErrors.unreachable(endpoint, "No route to host"));
    if (!node.faults().passes(HANG_MILLIS))
      throw HostErrors.unreachable(endpoint, "no answer within 20 s");
    turn.lock();
    try {
      settle();
      interference.before(node, call);
      answering(endpoint);
      T answer = work.apply(node);
      settle();
      interference.after(node, call);
      if (node.faults().answerLost() || node.power() != FakeNode.Power.ON)
        throw HostErrors.unreachable(endpoint, "the connection broke while '" + call + "' ran");
      return answer;
    } finally {
      turn.unlock();
    }
  }

  private void answering(Endpoint endpoint) {
    switch (network.knock(FakeNetwork.CORRAL, endpoint.address())) {
      case SILENT -> throw HostErrors.unreachable(endpoint, "timeout: socket is not established");
      case REFUSED -> throw HostErrors.refused(endpoint);
      case OPEN -> {}
    }
  }
}
