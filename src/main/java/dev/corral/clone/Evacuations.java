package dev.corral.clone;

import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The guests that drains have dealt with, and what became of them. */
@Repository
public class Evacuations {
  private final JdbcClient sql;

  Evacuations(JdbcClient sql) {
    this.sql = sql;
  }

  /** That guest has to leave; one that is known to the drain already stays as it is. */
  public void add(String drain, NodeName node, Guest guest, Evacuee.Mode mode) {
    sql.sql(
            """
            insert into corral.evacuation(operation, node, guest, name, clone, mode)
            values (?, ?, ?, ?, (select name from corral.clone where id = ? and home = ?), ?) on conflict do nothing""")
        .params(
            drain, node.value(), guest.id(), guest.name(), guest.id(), node.value(), mode.name())
        .update();
  }

  /** For the model: the names of those that are still to leave. */
  public List<String> pending(String drain) {
    return sql.sql(
            "select name from corral.evacuation where operation = ? and outcome = 'PENDING' order by name")
        .param(drain)
        .query(String.class)
        .list();
  }

  /** One of a drain, by its name. */
  public Evacuee get(String drain, String name) {
    return sql.sql("select * from corral.evacuation where operation = ? and name = ?")
        .params(drain, name)
        .query(Evacuations::evacuee)
        .single();
  }

  /** All of a drain, by name. */
  public List<Evacuee> of(String drain) {
    return sql.sql("select * from corral.evacuation where operation = ? order by name")
        .param(drain)
        .query(Evacuations::evacuee)
        .list();
  }

  /** This operation moves it away. */
  public void movedBy(Evacuee e, String move) {
    sql.sql("update corral.evacuation set move = ? where operation = ? and guest = ?")
        .params(Arrays.asList(move, e.operation(), e.guest()))
        .update();
  }

  /** It is dealt with otherwise from now on. */
  public void handle(Evacuee e, Evacuee.Mode mode) {
    sql.sql("update corral.evacuation set mode = ? where operation = ? and guest = ?")
        .params(mode.name(), e.operation(), e.guest())
        .update();
  }

  /** What became of it. */
  public void ended(Evacuee e, Evacuee.Outcome outcome) {
    sql.sql("update corral.evacuation set outcome = ? where operation = ? and guest = ?")
        .params(outcome.name(), e.operation(), e.guest())
        .update();
  }

  /**
   * Those that drains have moved away from a node and that may come back: nobody else has moved
   * them since.
   */
  public List<Evacuee> awayFrom(NodeName node) {
    return sql.sql(
            """
            select e.* from corral.evacuation e join corral.clone c on c.name = e.clone and c.id = e.guest
            where e.node = ? and e.outcome = 'MOVED' and c.home <> e.node
            and e.move = (select o.id from corral.operation_outline o where o.kind = 'move-clone' and o.clone = e.clone
                          and o.state = 'DONE' order by o.ended_at desc limit 1)
            order by e.name""")
        .param(node.value())
        .query(Evacuations::evacuee)
        .list();
  }

  private static Evacuee evacuee(ResultSet row, int number) throws SQLException {
    String clone = row.getString("clone");
    return new Evacuee(
        row.getString("operation"),
        new NodeName(row.getString("node")),
        row.getObject("guest", UUID.class),
        row.getString("name"),
        clone == null ? null : new CloneName(clone),
        Evacuee.Mode.valueOf(row.getString("mode")),
        Evacuee.Outcome.valueOf(row.getString("outcome")),
        row.getString("move"));
  }
}
