package dev.corral.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A killed instance leaves locks on the jobs that it was running. It comes back under the same name
 * and frees them at once, instead of waiting until they run out.
 */
@Configuration(proxyBeanMethods = false)
class OwnLocks {
  private final String name;

  OwnLocks(@Value("${corral.data-dir}") Path folder) throws IOException {
    Path file = folder.resolve("instance");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Files.writeString(file, "corral-" + UUID.randomUUID());
    }
    name = Files.readString(file).strip();
  }

  @Bean
  AbstractProcessEnginePlugin lockOwner() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void postInit(ProcessEngineConfigurationImpl engine) {
        if (engine.getJobExecutor() != null) engine.getJobExecutor().setLockOwner(name);
      }
    };
  }

  /** The engine is there, its executor has not started: that waits for the whole application. */
  @Bean
  FreedLocks freedLocks(JdbcClient sql, org.camunda.bpm.engine.ProcessEngine engine) {
    int freed =
        sql.sql(
                "update act_ru_job set lock_owner_ = null, lock_exp_time_ = null where lock_owner_ = ?")
            .param(name)
            .update();
    return new FreedLocks(freed);
  }

  /** How many were freed at this start. */
  record FreedLocks(int count) {}
}
