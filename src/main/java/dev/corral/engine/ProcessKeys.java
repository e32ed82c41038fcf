package dev.corral.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The key of a process out of the id of its definition ({@code key:version:id}). */
final class ProcessKeys {
  private ProcessKeys() {}

  static String of(DelegateExecution execution) {
    return execution.getProcessDefinitionId().split(":")[0];
  }
}
