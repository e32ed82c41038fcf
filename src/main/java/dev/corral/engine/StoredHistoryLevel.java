package dev.corral.engine;

import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The engine keeps the history level of its first start in its database and refuses another one.
 * Corral up to 0.1 began with {@code full}, which wrote a row for each look of a waiting step; what
 * Corral reads (instances and activities) is the same in {@code activity}. The row is set before
 * the engine reads it; Flyway would come too late, since it runs once the engine is there.
 */
@Component
class StoredHistoryLevel extends AbstractProcessEnginePlugin {
  private final DataSource database;

  StoredHistoryLevel(DataSource database) {
    this.database = database;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    adopt(JdbcClient.create(database));
  }

  /** From {@code full}, which is 3, to {@code activity}, which is 1; what is there stays. */
  static void adopt(JdbcClient sql) {
    boolean empty =
        sql.sql("select to_regclass('act_ge_property') is null").query(Boolean.class).single();
    if (empty) return;
    sql.sql(
            "update act_ge_property set value_ = '1', rev_ = rev_ + 1 where name_ = 'historyLevel' and value_ = '3'")
        .update();
  }
}
