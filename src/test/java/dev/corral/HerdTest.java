package dev.corral;

import dev.corral.fakes.ByHand;
import dev.corral.fakes.Stage;
import dev.corral.sim.Simulator;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application on hosts in memory, with a clock that stands still and a PostgreSQL of its
 * own: real models, steps, rooms and scripts. Nothing happens by itself: jobs are run by hand.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("herd")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "corral.data-dir=" + HerdFolder.DATA,
      "corral.domain-type=qemu",
      "corral.monitor.every=PT24H",
      "camunda.bpm.id-generator=simple", // ids that grow, so that all is done in the same order
      "camunda.bpm.job-execution.enabled=false"
    })
@ExtendWith(EngineTime.class)
@ContextConfiguration(initializers = HerdFolder.class)
@Import({TestUsers.class, ByHand.class, Herd.class, Stage.class, Simulator.class})
public @interface HerdTest {
  /** The same for a program that is no test. */
  String[] SETTINGS = {
    "--corral.data-dir=" + HerdFolder.DATA,
    "--corral.domain-type=qemu",
    "--corral.monitor.every=PT24H",
    "--camunda.bpm.id-generator=simple",
    "--camunda.bpm.job-execution.enabled=false"
  };
}
