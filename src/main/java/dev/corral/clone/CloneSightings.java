package dev.corral.clone;

import dev.corral.shared.NodeName;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is seen of clones on their nodes, and what follows for their states. */
@Repository
public class CloneSightings {
  private final JdbcClient sql;

  CloneSightings(JdbcClient sql) {
    this.sql = sql;
  }

  /** Nothing is known any more of those that ran on this node. */
  public void unreachable(NodeName node) {
    sql.sql("update corral.clone set state = 'UNREACHABLE' where home = ? and state = 'RUNNING'")
        .param(node.value())
        .update();
  }

  /**
   * What libvirt on this node says: those in the set run. Clones that an operation works on are
   * left to it.
   */
  void observed(NodeName node, Set<UUID> running, Set<UUID> known) {
    sql.sql(
            """
            update corral.clone set state = s.state from (
              select name, case when id = any(?) then 'RUNNING' else 'STOPPED' end as state from corral.clone c
              where home = ? and state in ('RUNNING', 'STOPPED', 'UNREACHABLE') and id = any(?)
              and not exists (select from corral.operation_outline o where o.clone = c.name and o.ended_at is null)) s
            where clone.name = s.name and clone.state <> s.state\
            """)
        .params(running.toArray(UUID[]::new), node.value(), known.toArray(UUID[]::new))
        .update();
    sql.sql(
            "update corral.clone set interrupted = false where home = ? and interrupted and id ="
                + " any(?)")
        .params(node.value(), known.toArray(UUID[]::new))
        .update();
  }

  /** The node is off for sure: what ran there does not run any more. Answers their guests. */
  public List<UUID> powerCut(NodeName node) {
    return sql.sql(
            """
            update corral.clone set state = 'STOPPED', interrupted = true
            where home = ? and state in ('RUNNING', 'UNREACHABLE') returning id\
            """)
        .param(node.value())
        .query(UUID.class)
        .list();
  }
}
