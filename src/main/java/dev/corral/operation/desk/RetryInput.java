package dev.corral.operation.desk;

import dev.corral.engine.Operation;
import dev.corral.operation.desk.Interventions.Mended;

/** A process that can be told something before it is retried. */
public interface RetryInput {
  /** The kind of operation that takes it. */
  Kind kind();

  /** Keeps what was given for that operation; what is null stays as it was. */
  void accept(Operation operation, Mended mended);
}
