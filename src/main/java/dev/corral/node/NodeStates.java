package dev.corral.node;

import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Changes a node's availability by allowed transitions only. */
@Repository
public class NodeStates {
  private final Nodes nodes;
  private final JdbcClient sql;

  NodeStates(Nodes nodes, JdbcClient sql) {
    this.nodes = nodes;
    this.sql = sql;
  }

  /** Guests are placed on it. */
  public void activate(NodeName name) {
    want(name, Availability.ACTIVE);
  }

  /** Nothing new is placed on it. */
  public void cordon(NodeName name) {
    want(name, Availability.CORDONED);
  }

  /** Its guests are leaving. */
  public void draining(NodeName name) {
    want(name, Availability.DRAINING);
  }

  /** No guest is left on it. Refused (NODE_AVAILABILITY) unless it was being drained. */
  public void drained(NodeName name) {
    want(name, Availability.DRAINED);
  }

  /** Its drain was given up: it is as it was before. */
  public void drainGivenUp(NodeName name, Availability before) {
    sql.sql("update corral.node set availability = ? where name = ? and availability = 'DRAINING'")
        .params(before.name(), name.value())
        .update();
  }

  private void want(NodeName name, Availability next) {
    String[] before =
        Stream.of(Availability.values())
            .filter(a -> a.mayBecome(next))
            .map(Enum::name)
            .toArray(String[]::new);
    int changed =
        sql.sql("update corral.node set availability = ? where name = ? and availability = any(?)")
            .params(next.name(), name.value(), before)
            .update();
    if (changed == 1 || nodes.find(name).isEmpty()) return;
    throw Refused.conflict(
            "NODE_AVAILABILITY",
            "%s is %s and cannot become %s".formatted(name, nodes.get(name).availability(), next),
            "somebody has changed what is wanted of it: drain it again")
        .with("node", name);
  }
}
