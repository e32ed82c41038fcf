package dev.corral;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process so that its supervisor restarts it. */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  /** EX_TEMPFAIL of sysexits.h: trying again may help. */
  static final int EXIT_CODE = 75;

  private static final long PATIENCE_MILLIS = 20_000;

  private Ending() {}

  /** Shuts down in order; halts the process if that takes longer than 20 s. */
  static void because(String reason) {
    log.error("Corral ends, to be started again by its supervisor: {}", reason);
    Thread tidy = new Thread(() -> System.exit(EXIT_CODE), "ending");
    tidy.setDaemon(true);
    tidy.start();
    try {
      tidy.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
