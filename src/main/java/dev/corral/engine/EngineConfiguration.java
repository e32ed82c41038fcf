package dev.corral.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * What Corral adds to the engine: operations follow their instances, and hopeless retries are left
 * out.
 */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

  /** For models: {@code ${list.of(nodes)}} makes a comma-separated variable a collection. */
  @Bean
  CommaSeparated list() {
    return new CommaSeparated();
  }

  /** Variables are ids, never objects: a list of ids is one text. */
  public static final class CommaSeparated {
    /** The parts; none for an empty text. */
    public List<String> of(String text) {
      return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
  }

  @Bean
  AbstractProcessEnginePlugin operationsFollowInstances(
      Lifecycle lifecycle, @Lazy OperationStates states, @Lazy Waits waits) {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        if (engine.getCustomPreBPMNParseListeners() == null)
          engine.setCustomPreBPMNParseListeners(new ArrayList<>());
        engine.getCustomPreBPMNParseListeners().add(listening(lifecycle));
        if (engine.getCustomIncidentHandlers() == null)
          engine.setCustomIncidentHandlers(new ArrayList<>());
        engine.getCustomIncidentHandlers().add(marking(states));
        engine.setJobExecutorAcquireByPriority(true); // Waits.UNHURRIED looks come last
        engine.setFailedJobCommandFactory((job, thrown) -> new Patience(job, thrown, waits));
      }
    };
  }

  private static AbstractBpmnParseListener listening(Lifecycle lifecycle) {
    return new AbstractBpmnParseListener() {
      @Override
      public void parseProcess(Element element, ProcessDefinitionEntity process) {
        process.addListener(ExecutionListener.EVENTNAME_START, lifecycle.started());
        process.addListener(ExecutionListener.EVENTNAME_END, lifecycle.ended());
      }
    };
  }

  private static DefaultIncidentHandler marking(OperationStates states) {
    return new DefaultIncidentHandler(Incident.FAILED_JOB_HANDLER_TYPE) {
      @Override
      public Incident handleIncident(IncidentContext context, String message) {
        Incident incident = super.handleIncident(context, message);
        if (incident != null && incident.getProcessInstanceId() != null)
          states.mark(incident.getProcessInstanceId(), true);
        return incident;
      }

      @Override
      public void resolveIncident(IncidentContext context) {
        unmark(context);
        super.resolveIncident(context);
      }

      @Override
      public void deleteIncident(IncidentContext context) {
        unmark(context);
        super.deleteIncident(context);
      }

      private void unmark(IncidentContext context) {
        if (context.getExecutionId() == null) return;
        var execution =
            org.camunda.bpm.engine.impl.context.Context.getCommandContext()
                .getExecutionManager()
                .findExecutionById(context.getExecutionId());
        if (execution != null) states.mark(execution.getProcessInstanceId(), false);
      }
    };
  }
}
