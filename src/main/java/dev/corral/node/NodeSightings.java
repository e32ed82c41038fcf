package dev.corral.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.shared.NodeName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is seen of nodes: findings, facts, vitals, silence. */
@Repository
public class NodeSightings {
  private final JdbcClient sql;
  private final ObjectMapper json;

  NodeSightings(JdbcClient sql, ObjectMapper json) {
    this.json = json;
    this.sql = sql;
  }

  private void update(String what, NodeName name, Object... values) {
    List<Object> all = new java.util.ArrayList<>(Arrays.asList(values));
    all.add(name.value());
    sql.sql("update corral.node set " + what + " where name = ?").params(all).update();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kept also if the step that looked refuses the node, and with it rolls back its transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void found(NodeName name, List<Finding> findings) {
    update("findings = ?::jsonb", name, write(findings));
  }

  void learned(NodeName name, NodeFacts facts, String mac) {
    update(
        "facts = ?::jsonb, mac = coalesce(mac, ?)", name, write(facts), mac.isEmpty() ? null : mac);
  }

  void seen(NodeName name, Vitals vitals) {
    update(
        "health = 'UP', evidence = 'libvirt and SSH answered', seen_at = ?, vitals = ?::jsonb",
        name,
        Timestamp.from(vitals.at()),
        write(vitals));
  }

  /** An observation: kept also if the step that made it fails. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void silent(NodeName name, Health health, String evidence) {
    update("health = ?, evidence = ?", name, health.name(), evidence);
  }

  /**
   * The same for a node that is expected to be up, unless its libvirt has answered since; answers
   * whether it is so.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public boolean suspected(NodeName name, Health health, String evidence, Instant asked) {
    List<String> before =
        sql.sql(
                """
                select health || evidence from corral.node
                where name = ? and health in ('UP', 'DEGRADED', 'LOST') and (seen_at is null or seen_at < ?) for update""")
            .params(name.value(), Timestamp.from(asked))
            .query(String.class)
            .list();
    if (before.isEmpty()) return false;
    if (!before.get(0).equals(health + evidence)) silent(name, health, evidence);
    return true;
  }

  /** Those that are shown UP by an answer from before that moment are shown so no more. */
  int doubtOlderThan(Instant moment) {
    return sql.sql(
            "update corral.node set health = 'DEGRADED', evidence = 'not looked at yet since Corral started' where health = 'UP' and (seen_at is null or seen_at < ?)")
        .param(Timestamp.from(moment))
        .update();
  }
}
