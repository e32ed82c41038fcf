package dev.corral.node;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The policy in force: there is exactly one. */
@Repository
public class Policies {
  private final JdbcClient sql;

  Policies(JdbcClient sql) {
    this.sql = sql;
  }

  /** The policy as it is now. */
  public Policy inForce() {
    return sql.sql("select * from corral.policy")
        .query(
            (row, n) ->
                new Policy(row.getBoolean("recreate_volatile"), row.getInt("pool_high_water")))
        .single();
  }

  /** From now on this one. */
  public void change(Policy to) {
    sql.sql("update corral.policy set recreate_volatile = ?, pool_high_water = ?")
        .params(to.recreateVolatile(), to.poolHighWater())
        .update();
  }
}
