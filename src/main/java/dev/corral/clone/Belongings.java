package dev.corral.clone;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files in a node's pools that are somebody's, by how their names begin: what is made of a file
 * for a while is called after it. Pure.
 */
final class Belongings {
  private static final String HIDDEN = ".corral/";
  private static final String PART = ".part";

  private final Map<String, Set<String>> files = new TreeMap<>();
  private final Map<String, Set<String>> onTheirWay = new TreeMap<>();

  /**
   * That file is somebody's, and what is called after it; parts in the hidden folder only while it
   * is just made, or on its way here.
   */
  void add(String pool, String name, boolean onItsWay) {
    files.computeIfAbsent(pool, p -> new TreeSet<>()).add(name);
    if (onItsWay) onTheirWay.computeIfAbsent(pool, p -> new TreeSet<>()).add(name);
  }

  boolean has(String pool, String name) {
    boolean hidden = name.startsWith(HIDDEN);
    String plain = hidden ? name.substring(HIDDEN.length()) : name;
    boolean part = hidden && plain.endsWith(PART);
    return (part ? onTheirWay : files)
        .getOrDefault(pool, Set.of()).stream().anyMatch(plain::startsWith);
  }

  /** Where the parts of transfers are. */
  static boolean isPart(String name) {
    return name.startsWith(HIDDEN) && name.endsWith(PART);
  }
}
