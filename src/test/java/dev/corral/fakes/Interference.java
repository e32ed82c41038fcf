package dev.corral.fakes;

/** Somebody who comes between Corral and a host: counts, crashes, cuts. */
public interface Interference {
  /** Before a node is asked; what is thrown reaches Corral, and nothing is done. */
  default void before(FakeNode node, String call) {}

  /** After it was done; what is thrown reaches Corral instead of the answer. */
  default void after(FakeNode node, String call) {}
}
