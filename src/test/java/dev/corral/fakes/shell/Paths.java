package dev.corral.fakes.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of a machine, which is not this one. */
public final class Paths {
  private Paths() {}

  /** The full path of a word, seen from a folder. */
  public static String absolute(String folder, String word) {
    String whole = word.startsWith("/") ? word : folder + "/" + word;
    Deque<String> parts = new ArrayDeque<>();
    for (String part : whole.split("/")) {
      if (part.isEmpty() || part.equals(".")) continue;
      if (part.equals("..")) parts.pollLast();
      else parts.addLast(part);
    }
    return "/" + String.join("/", parts);
  }

  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
