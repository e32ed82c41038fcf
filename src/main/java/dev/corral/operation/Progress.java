package dev.corral.operation;

import java.time.Duration;

/** How often a step looks at detached work for the sake of its percentage; its end wakes it. */
final class Progress {
  static final Duration EVERY = Duration.ofSeconds(5);

  private Progress() {}
}
