package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/prune-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class PruneBaseSteps {
  private final PruneBase pruneBase;
  private final Bases bases;
  private final Copies copies;

  PruneBaseSteps(PruneBase pruneBase, Bases bases, Copies copies) {
    this.pruneBase = pruneBase;
    this.bases = bases;
    this.copies = copies;
  }

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  /** What is left at a node that was skipped is known by base and number, and needs no row. */
  @Bean
  JavaDelegate forgetGeneration(Steps steps) {
    return steps.step(
        run -> {
          int number = run.number("generation");
          List<String> left = PruneBase.words(List.copyOf(pruneBase.holders(base(run), number)));
          if (!left.isEmpty())
            throw Refused.conflict(
                "COPIES_LEFT",
                base(run) + " g" + number + " is still on " + String.join(", ", left),
                "cancel this removal, then ask for it again");
          bases.forget(base(run), number);
          run.say("generation " + number + " is removed; its number is not used again");
        });
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(PruneBase.KIND) || ended.state() != Operation.State.CANCELLED) return;
    BaseName name = new BaseName(ended.text("base"));
    int number = Integer.parseInt(ended.text("generation"));
    for (NodeName node : pruneBase.holders(name, number)) copies.stay(name, number, node);
  }
}
