package dev.corral.fakes;

import dev.corral.engine.EngineByHand;
import dev.corral.engine.EngineByHand.Life;
import dev.corral.node.Rounds;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Corral without threads of its own: jobs, rounds and timetable are run by hand, on the herd's
 * clock, and each step passes by {@link Disturbance}.
 */
@TestConfiguration(proxyBeanMethods = false)
@Import({Rounds.class, EngineByHand.class, dev.corral.sim.Defects.class})
public class ByHand {
  @Bean
  static Disturbance disturbance() {
    return new Disturbance();
  }

  @Bean
  static Timetable timetable() {
    return new Timetable();
  }

  /** Puts the disturbance around each step. */
  @Bean
  static BeanPostProcessor disturbed(Disturbance disturbance) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof JavaDelegate step)) return bean;
        return (JavaDelegate) execution -> disturbance.run(step, execution);
      }
    };
  }

  /** Nobody switches this machine off in the middle of a test: writes need not reach the disk. */
  @Bean
  SmartInitializingSingleton carelessDatabase(JdbcClient sql) {
    return () -> {
      sql.sql("alter system set fsync = off").update();
      sql.sql("alter system set synchronous_commit = off").update();
      sql.sql("alter system set full_page_writes = off").update();
      sql.sql("select pg_reload_conf()").query().singleValue();
    };
  }

  @Bean
  EngineJobs engineJobs(
      ManagementService management, FakeHerd herd, Rounds rounds, Timetable timetable, Life life) {
    return new EngineJobs(management, herd, rounds, timetable, life);
  }
}
