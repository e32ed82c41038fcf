package dev.corral.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
class OwnLocks implements AutoCloseable {
  private final String name;
  private final FileChannel lock;

  /**
   * Fails if another process runs with this folder: two under one name would free each other's
   * locks, and steps would run twice at once.
   */
  OwnLocks(@Value("${corral.data-dir}") Path folder) throws IOException {
    Files.createDirectories(folder);
    lock = alone(folder);
    name = name(folder.resolve("instance"));
  }

  private static FileChannel alone(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("corral.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) return channel;
    } catch (OverlappingFileLockException sameProcess) {
      // said below
    }
    channel.close();
    throw new IllegalStateException(
        "another Corral runs with the data folder "
            + folder.toAbsolutePath()
            + "; stop it, or give this one a folder of its own: --corral.data-dir=...");
  }

  /** A folder that was copied gets a name of its own: a copy of the file is another file. */
  private static String name(Path file) throws IOException {
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() == 2 && lines.get(1).equals(identity(file))) return lines.get(0);
    }
    String fresh = "corral-" + UUID.randomUUID();
    Files.writeString(file, ""); // keeps the file, and with it its identity
    Files.writeString(file, fresh + "\n" + identity(file) + "\n");
    return fresh;
  }

  private static String identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
  }

  String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    lock.close();
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
