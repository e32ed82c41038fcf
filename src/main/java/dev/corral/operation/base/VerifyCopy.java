package dev.corral.operation.base;

import dev.corral.base.Copy;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/verify-copy.bpmn: one copy is read and compared with the manifest; a bad one is left
 * out by placement at once, and healed by a copy-base. Started by verify-base, and by itself.
 */
@Component
class VerifyCopy {
  static final String KIND = Kind.VERIFY_COPY.key();
  private static final Caller CORRAL = new Caller("corral", Role.ADMIN);

  private final Gate gate;

  VerifyCopy(Gate gate) {
    this.gate = gate;
  }

  /** As verify-base.bpmn makes it, too. */
  static String subject(Copy copy) {
    return copy.base() + " g" + copy.generation() + " on " + copy.node();
  }

  /** One that is whole, or once was. */
  static boolean mayBeVerified(Copy copy) {
    return copy.state() == Copy.State.READY || copy.state() == Copy.State.FAILED;
  }

  /** Begins it by itself, for one that is READY; its node is not woken for it. */
  Outcome start(Copy copy, String reason) {
    Request request = new Request(CORRAL, reason, null, false);
    return gate.pass(
        request,
        KIND,
        () ->
            gate.start(
                request,
                KIND,
                subject(copy),
                Map.of(
                    "base",
                    copy.base().value(),
                    "generation",
                    copy.generation(),
                    "node",
                    copy.node().value(),
                    "wake",
                    false)));
  }
}
