package dev.corral.node;

import dev.corral.shared.NodeName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The firewalls that Corral has set up. */
@Repository
public class Firewalls {
  private final JdbcClient sql;

  Firewalls(JdbcClient sql) {
    this.sql = sql;
  }

  /** That of a node, if it has one. */
  public Optional<Firewall> of(NodeName node) {
    return sql.sql("select * from corral.firewall where node = ?")
        .param(node.value())
        .query(Firewalls::firewall)
        .optional();
  }

  /** The nodes that have one. */
  public List<NodeName> nodes() {
    return sql
        .sql("select node from corral.firewall order by node")
        .query(String.class)
        .list()
        .stream()
        .map(NodeName::new)
        .toList();
  }

  void keep(NodeName node, Firewall f) {
    forget(node);
    sql.sql(
            "insert into corral.firewall(node, kind, address, allow, rules, kept, applied_at) values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            node.value(),
            f.kind().word(),
            f.address(),
            f.allow().toArray(String[]::new),
            f.rules(),
            f.kept(),
            Timestamp.from(f.appliedAt()))
        .update();
  }

  void forget(NodeName node) {
    sql.sql("delete from corral.firewall where node = ?").param(node.value()).update();
  }

  private static Firewall firewall(ResultSet row, int number) throws SQLException {
    Array allow = row.getArray("allow");
    return new Firewall(
        Firewall.Kind.of(row.getString("kind")),
        row.getString("address"),
        List.of((String[]) allow.getArray()),
        row.getString("rules"),
        row.getString("kept"),
        row.getTimestamp("applied_at").toInstant());
  }
}
