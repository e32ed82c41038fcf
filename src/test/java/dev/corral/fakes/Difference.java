package dev.corral.fakes;

import dev.corral.fakes.Content.Image;

/** What rsync would send. */
final class Difference {
  private Difference() {}

  /** Bytes of a file that are not in the other one, which may be null. */
  static long bytes(FakeFile file, FakeFile other) {
    if (other == null
        || !(file.content() instanceof Image a)
        || !(other.content() instanceof Image b)) return file.size();
    long missing = Math.max(0, file.size() - other.size());
    long changed =
        a.blocks().entrySet().stream()
            .filter(e -> !e.getValue().equals(b.blocks().get(e.getKey())))
            .count();
    return missing + changed * Image.BLOCK;
  }
}
