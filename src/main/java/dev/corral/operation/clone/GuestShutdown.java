package dev.corral.operation.clone;

import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.UUID;

/** Waiting for a guest that was asked to shut down. */
public final class GuestShutdown {
  /** A guest that is booting ignores its power button: it is pressed again this often. */
  private static final Duration BETWEEN_PRESSES = Duration.ofSeconds(10);

  private GuestShutdown() {}

  /** The step is woken when the guest is off; at its next look it presses the button again. */
  public static void await(Run run, NodeName node, UUID guest) {
    run.awaits(Signal.guest(node.value(), guest));
    run.lookWithin(BETWEEN_PRESSES);
    run.say("waits for the guest to shut down");
  }
}
