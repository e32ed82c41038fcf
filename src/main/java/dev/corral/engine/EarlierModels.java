package dev.corral.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Operations that began under a model of a version before 0.2 ask {@code ${finished}} after each
 * step that waits, and go round a timer if it is not. Steps of today return only once they are.
 */
final class EarlierModels {
  private EarlierModels() {}

  static void answer(DelegateExecution execution) {
    var activity = ((ExecutionEntity) execution).getActivity();
    boolean asks =
        activity.getOutgoingTransitions().stream()
            .flatMap(way -> way.getDestination().getOutgoingTransitions().stream())
            .anyMatch(way -> way.getDestination().getId().equals("Wait_" + activity.getId()));
    if (asks) execution.setVariable("finished", true);
  }
}
