package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.host.GuestXml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A guest on one node. While it runs it counts, and writes the count to each of its disks: so
 * whoever reads a disk knows how far its guest had come.
 */
public final class FakeGuest {
  private static final int SPREAD = 16;

  /** As libvirt tells it. */
  public enum State {
    OFF,
    RUNNING,
    PAUSED,
    CRASHED
  }

  /** What it does when its power button is pressed. */
  public enum Manners {
    OBEYS,
    /** After a while, as one that is busy or still boots. */
    SLOW,
    IGNORES
  }

  private final FakeNode node;
  private final UUID id;
  private final String name;
  private String xml;
  private long memory;
  private List<String> disks;
  private State state = State.OFF;
  private boolean defined;
  private Manners manners = Manners.OBEYS;
  private Instant off;

  FakeGuest(FakeNode node, UUID id, String name, String xml, boolean defined) {
    this.node = node;
    this.id = id;
    this.name = name;
    this.defined = defined;
    read(xml);
  }

  private void read(String other) {
    xml = other;
    GuestXml definition = new GuestXml(other);
    memory = definition.memory();
    disks = definition.disks().stream().map(GuestXml.Disk::file).filter(f -> !f.isEmpty()).toList();
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  public FakeNode node() {
    return node;
  }

  public State state() {
    return state;
  }

  /** It is more than a process: it stays when it is off. */
  public boolean defined() {
    return defined;
  }

  public String xml() {
    return xml;
  }

  void define(String other) {
    read(other);
    defined = true;
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  /** Running or paused: there is a process. */
  public boolean active() {
    return state == State.RUNNING || state == State.PAUSED;
  }

  /** Bytes. */
  public long memory() {
    return memory;
  }

  int process() {
    return 10_000 + Math.floorMod(id.hashCode(), 10_000);
  }

  /** How it takes its power button from now on. */
  public FakeGuest manners(Manners other) {
    manners = other;
    return this;
  }

  /** The paths of its disks. */
  public List<String> disks() {
    return disks;
  }

  List<String> open(FakeNode on) {
    List<String> all = new ArrayList<>();
    for (String disk : disks())
      try {
        all.addAll(Chain.paths(on.files(), disk));
      } catch (Chain.Broken gone) {
        all.add(disk);
      }
    return all;
  }

  /** Reads the disks, and runs from what is there. Throws {@link Chain.Broken}. */
  void start() {
    if (active()) return;
    node.libvirt().ensureStarts();
    for (String disk : disks()) Chain.paths(node.files(), disk);
    node.herd().ledger().starts(this);
    state = State.RUNNING;
    write();
  }

  void become(State other) {
    state = other;
    off = null;
    if (!active() && !defined) node.libvirt().forget(id);
  }

  /** It stands still, as a guest does whose disk had no room, or that somebody paused. */
  public void pause() {
    if (running()) become(State.PAUSED);
  }

  public void resume() {
    if (state != State.PAUSED) return;
    node.herd().ledger().starts(this);
    become(State.RUNNING);
  }

  /** Its system fails. */
  public void crash() {
    if (active()) become(State.CRASHED);
  }

  /** It switches itself off, as somebody in it would. */
  public void shutDown() {
    if (active()) become(State.OFF);
  }

  void pressPowerButton() {
    if (!running() || manners == Manners.IGNORES) return;
    Duration takes = manners == Manners.SLOW ? Duration.ofSeconds(40) : Duration.ofSeconds(2);
    if (off == null) off = node.clock().instant().plus(takes);
  }

  void settle(Instant now) {
    if (off != null && !off.isAfter(now) && running()) become(State.OFF);
  }

  /** Counts on, if it runs. */
  public void write() {
    if (!running()) return;
    long count = node.herd().ledger().next(this);
    for (String disk : disks()) {
      Image image = node.files().image(disk).orElse(null);
      if (image == null || node.files().available() < 2 * Image.BLOCK) {
        pause(); // as QEMU does when a disk fails or is full
        return;
      }
      node.files().put(disk, image.with(key(), count).with(key() + 1 + count % SPREAD, count));
    }
    node.herd().ledger().wrote(this, count);
  }

  /** The block in which it counts; no other guest has it. */
  long key() {
    return key(id);
  }

  static long key(UUID id) {
    return 1_000_000L + Math.floorMod(id.getLeastSignificantBits(), 1_000_000_000L) * 32;
  }

  /** What stands on that disk on a node: its last count, 0 if none. Throws {@link Chain.Broken}. */
  static long read(FakeGuest guest, FakeFiles files, String disk) {
    return Chain.visible(files, disk).getOrDefault(guest.key(), 0L);
  }
}
