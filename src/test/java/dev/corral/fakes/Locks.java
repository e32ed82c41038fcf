package dev.corral.fakes;

import java.util.HashMap;
import java.util.Map;

/** Locks on files, as {@code flock} takes them: by a process, until it ends. */
final class Locks {
  private final Map<String, Integer> holders = new HashMap<>();

  /** True if it has it now; of one that only asks for a moment nothing is kept. */
  boolean take(String path, int process) {
    Integer holder = holders.putIfAbsent(path, process);
    return holder == null || holder == process;
  }

  /** A child that has the file open outlives its parent. */
  void inherit(String path, int parent, int child) {
    holders.replace(path, parent, child);
  }

  void give(String path, int process) {
    holders.remove(path, process);
  }

  void leave(int process) {
    holders.values().removeIf(p -> p == process);
  }

  void powerLost() {
    holders.clear();
  }
}
