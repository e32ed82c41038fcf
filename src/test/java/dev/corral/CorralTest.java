package dev.corral;

import dev.corral.engine.ScriptedSteps;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application on a free port with a PostgreSQL of its own below target/, both started
 * once for all classes that carry this. Nothing happens by itself: jobs are run by hand, and no
 * node is looked at.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "corral.data-dir=" + EmptyFolder.DATA,
      "corral.monitor.every=PT24H",
      "corral.streams.heartbeat=1s",
      "camunda.bpm.job-execution.enabled=false"
    })
@ContextConfiguration(initializers = EmptyFolder.class)
@AutoConfigureObservability(tracing = false) // else tests have no /actuator/prometheus
@Import({TestUsers.class, ScriptedSteps.class, Herd.class})
public @interface CorralTest {}
