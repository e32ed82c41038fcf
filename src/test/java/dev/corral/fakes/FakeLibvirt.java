package dev.corral.fakes;

import dev.corral.shared.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What libvirt knows on one node: guests, pools, networks. */
public final class FakeLibvirt {
  private final FakeNode node;
  private final Map<UUID, FakeGuest> guests = new LinkedHashMap<>();
  private final Map<String, String> pools = new TreeMap<>(Map.of(FakeNode.POOL, FakeNode.IMAGES));
  private String refusal;
  private final List<String> stopped = new ArrayList<>();
  private final List<String> networks = new ArrayList<>(List.of("default"));

  FakeLibvirt(FakeNode node) {
    this.node = node;
  }

  /** All guests that are defined or run. */
  public List<FakeGuest> all() {
    return List.copyOf(guests.values());
  }

  public Optional<FakeGuest> find(UUID id) {
    return Optional.ofNullable(guests.get(id));
  }

  public Optional<FakeGuest> named(String name) {
    return guests.values().stream().filter(g -> g.name().equals(name)).findFirst();
  }

  /** Defines it as {@code virsh define} does. */
  public FakeGuest define(String xml) {
    DomainXml domain = new DomainXml(xml);
    Optional<FakeGuest> twin = named(domain.name()).filter(g -> !g.id().equals(domain.id()));
    if (twin.isPresent())
      throw new Refusal(
          "operation failed: domain '"
              + domain.name()
              + "' already exists with uuid "
              + twin.get().id());
    FakeGuest guest =
        guests.computeIfAbsent(
            domain.id(), id -> new FakeGuest(node, id, domain.name(), domain.text(), true));
    guest.define(domain.text());
    return guest;
  }

  /** One that runs without being defined: it comes from another node. */
  FakeGuest arriving(UUID id, String name, String xml) {
    FakeGuest guest = new FakeGuest(node, id, name, xml, false);
    guest.become(FakeGuest.State.PAUSED);
    guests.put(id, guest);
    return guest;
  }

  void forgetAll() {
    guests.clear();
    refusal = null;
    stopped.clear();
  }

  void forget(UUID id) {
    guests.remove(id);
  }

  /** Neither runs nor is defined any more. */
  void remove(UUID id) {
    guests.remove(id);
  }

  /** A pool that is a folder. */
  public void pool(String name, String path) {
    pools.put(name, path);
    node.files().makeFolder(path);
  }

  /** A pool that is not active. */
  public void stopPool(String name) {
    stopped.add(name);
  }

  /** Refuses to start guests with these words; null: no more. */
  public void refuse(String words) {
    refusal = words;
  }

  void ensureStarts() {
    if (refusal != null) throw new Refusal(refusal);
  }

  /** Those that are active. */
  public List<String> networks() {
    return networks;
  }

  List<Pool> pools() {
    return pools.entrySet().stream()
        .map(
            e ->
                new Pool(
                    e.getKey(),
                    e.getValue(),
                    !stopped.contains(e.getKey()),
                    node.files().capacity(),
                    node.files().available()))
        .toList();
  }

  String folder(String pool) {
    if (!pools.containsKey(pool) || stopped.contains(pool))
      throw new Refusal(
          "Storage pool not found: no storage pool with matching name '" + pool + "'");
    return pools.get(pool);
  }

  void powerLost() {
    for (FakeGuest guest : all()) if (guest.active()) guest.become(FakeGuest.State.OFF);
    guests.values().removeIf(g -> !g.defined());
  }

  /** What libvirt says against something. */
  static final class Refusal extends RuntimeException {
    Refusal(String words) {
      super(words);
    }
  }
}
