package dev.corral.operation.node;

import dev.corral.engine.Steps;
import dev.corral.node.NodeStates;
import dev.corral.shared.NodeName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/cordon-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class CordonNodeSteps {
  private final NodeStates nodeStates;

  CordonNodeSteps(NodeStates nodeStates) {
    this.nodeStates = nodeStates;
  }

  @Bean
  JavaDelegate stopPlacing(Steps steps) {
    return steps.step(run -> nodeStates.cordon(new NodeName(run.text("node"))));
  }
}
