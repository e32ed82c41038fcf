package dev.corral.operation.node;

import dev.corral.engine.Steps;
import dev.corral.node.NodeStates;
import dev.corral.shared.NodeName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/activate-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class ActivateNodeSteps {
  private final NodeStates nodeStates;

  ActivateNodeSteps(NodeStates nodeStates) {
    this.nodeStates = nodeStates;
  }

  @Bean
  JavaDelegate allowPlacing(Steps steps) {
    return steps.step(run -> nodeStates.activate(new NodeName(run.text("node"))));
  }
}
