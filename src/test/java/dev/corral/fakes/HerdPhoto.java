package dev.corral.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The hosts as they were at a moment, and as often as needed again. */
public final class HerdPhoto {
  private final FakeHerd herd;
  private final List<Node> nodes = new ArrayList<>();

  private record Guest(String xml, FakeGuest.State state) {}

  private record Node(
      FakeNode node,
      Map<String, FakeFile> names,
      TreeSet<String> folders,
      List<Guest> guests,
      Map<String, String> rules) {}

  /** Takes it. No process may be under way on a host. */
  public HerdPhoto(FakeHerd herd) {
    this.herd = herd;
    herd.alone(
        () -> {
          for (FakeNode node : herd.nodes())
            nodes.add(
                new Node(
                    node,
                    copy(node.files().names()),
                    new TreeSet<>(node.files().folders()),
                    node.libvirt().all().stream().map(g -> new Guest(g.xml(), g.state())).toList(),
                    Map.copyOf(node.rules)));
          return null;
        });
  }

  /** Names that are one file stay one. */
  private static Map<String, FakeFile> copy(Map<String, FakeFile> names) {
    Map<FakeFile, FakeFile> copies = new HashMap<>();
    Map<String, FakeFile> all = new TreeMap<>();
    names.forEach((name, file) -> all.put(name, copies.computeIfAbsent(file, FakeFile::copy)));
    return all;
  }

  /** All is as it was, but for the time. */
  public void restore() {
    herd.mend();
    for (Node one : nodes) {
      one.node().reset();
      one.node().files().become(copy(one.names()), one.folders());
      one.node().rules.putAll(one.rules());
      one.node().libvirt().forgetAll();
      for (Guest guest : one.guests())
        one.node().libvirt().define(guest.xml()).become(guest.state());
    }
  }
}
