package dev.corral.base;

import dev.corral.host.Endpoint;
import dev.corral.host.ImageFiles.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is on a node of a generation that it shall have.
 *
 * @param sizes what each image has to have, in bytes
 * @param found the files that are there, by path
 * @param quiet how long none of them has been written to
 */
record Ground(Endpoint target, Map<Image, Long> sizes, Map<String, Long> found, Duration quiet) {
  /** Where the images' files may be: under their names, or as parts. */
  static List<String> paths(Iterable<Image> images) {
    List<String> paths = new ArrayList<>();
    for (Image image : images) {
      paths.add(image.path());
      paths.add(image.part());
    }
    return paths;
  }

  List<String> paths() {
    return paths(sizes.keySet());
  }

  long size() {
    return sizes.values().stream().mapToLong(s -> s).sum();
  }

  long largest() {
    return sizes.values().stream().mapToLong(s -> s).max().orElse(0);
  }

  long arrived() {
    return arrived(sizes, found);
  }

  /** Bytes that are there of all the images, as parts or whole. */
  static long arrived(Map<Image, Long> sizes, Map<String, Long> found) {
    long bytes = 0;
    for (Image image : sizes.keySet()) {
      Long part = found.get(image.part());
      bytes += part != null ? part : found.getOrDefault(image.path(), 0L);
    }
    return bytes;
  }

  int percent() {
    return (int) (size() == 0 ? 100 : Math.min(100, 100 * arrived() / size()));
  }

  /** All of them bear their names. */
  boolean named() {
    return sizes.keySet().stream().allMatch(i -> found.containsKey(i.path()));
  }

  /** The same without those images that bear their names already: they are there. */
  Ground unnamed() {
    Map<Image, Long> left = new LinkedHashMap<>(sizes);
    left.keySet().removeIf(i -> found.containsKey(i.path()));
    return new Ground(target, left, found, quiet);
  }

  /** The part of an image, if there is one, else the image itself. */
  String newest(Image image) {
    return found.containsKey(image.part()) ? image.part() : image.path();
  }
}
