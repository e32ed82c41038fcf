package dev.corral.engine;

import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.context.Context;
import org.springframework.stereotype.Component;

/**
 * A transaction of its own, for the engine's tables and Corral's alike: what a look does (starting
 * another operation, say) is kept although the job of the step that looked is then put off and
 * rolled back.
 */
@Component
class OwnTransaction {
  /** Commits what the work of a step does; rolls it back if the work throws. */
  <T> T in(Supplier<T> work) {
    return Context.getProcessEngineConfiguration()
        .getCommandExecutorTxRequiresNew()
        .execute(context -> work.get());
  }
}
