package dev.corral.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Steps of each kind that do what a test says, for models that a test makes. */
@TestConfiguration(proxyBeanMethods = false)
public class ScriptedSteps {
  /** What each step does now; one that nothing is said of ends well. */
  static final class Script {
    private final Map<String, Steps.Look> said = new ConcurrentHashMap<>();

    void says(String step, Steps.Work work) {
      looks(
          step,
          run -> {
            work.on(run);
            return true;
          });
    }

    void looks(String step, Steps.Look look) {
      said.put(step, look);
    }

    void nothing() {
      said.clear();
    }

    private boolean on(String step, Run run) {
      return said.getOrDefault(step, r -> true).on(run);
    }
  }

  @Bean
  Script script() {
    return new Script();
  }

  @Bean
  JavaDelegate firstStep(Steps steps, Script script) {
    return steps.step(run -> script.on("First", run));
  }

  @Bean
  JavaDelegate secondStep(Steps steps, Script script) {
    return steps.step(run -> script.on("Second", run));
  }

  @Bean
  JavaDelegate refusableStep(Steps steps, Script script) {
    return steps.refusable(run -> script.on("Refusable", run));
  }

  @Bean
  JavaDelegate lookingStep(Steps steps, Script script) {
    return steps.until(run -> script.on("Looking", run));
  }

  @Bean
  JavaDelegate elsewhereStep(Steps steps, Script script) {
    return steps.orElsewhere(2, run -> script.on("Elsewhere", run));
  }
}
