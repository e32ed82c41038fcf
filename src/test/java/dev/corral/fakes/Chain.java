package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.fakes.shell.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image with all those below it: what a guest sees. */
final class Chain {
  private static final int DEEPEST = 50;

  private Chain() {}

  /** One of them is not there, or not whole. */
  static final class Broken extends RuntimeException {
    Broken(String path, String why) {
      super("Could not open '" + path + "': " + why);
    }
  }

  static Image image(FakeFiles files, String path) {
    if (files.find(path).isEmpty()) throw new Broken(path, "No such file or directory");
    return files.image(path).orElseThrow(() -> new Broken(path, "Image is not in qcow2 format"));
  }

  /** The paths from the top to the bottom. */
  static List<String> paths(FakeFiles files, String top) {
    List<String> all = new ArrayList<>();
    for (String path = top; !path.isEmpty(); ) {
      all.add(path);
      if (all.size() > DEEPEST) throw new Broken(top, "the chain has no end");
      String backing = image(files, path).backing();
      path = backing.isEmpty() ? "" : Paths.absolute(Paths.parent(path), backing);
    }
    return all;
  }

  /** The value of each block that was ever written. */
  static SortedMap<Long, Long> visible(FakeFiles files, String top) {
    TreeMap<Long, Long> blocks = new TreeMap<>();
    for (String path : paths(files, top)) image(files, path).blocks().forEach(blocks::putIfAbsent);
    return blocks;
  }

  static long bulk(FakeFiles files, String top) {
    return paths(files, top).stream().mapToLong(p -> image(files, p).bulk()).sum();
  }
}
