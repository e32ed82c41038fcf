package dev.corral.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.host.Endpoint;
import dev.corral.shared.NodeName;
import dev.corral.shared.NotFound;
import dev.corral.shared.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The nodes that Corral knows. */
@Repository
public class Nodes {
  private final JdbcClient sql;
  private final ObjectMapper json;

  Nodes(JdbcClient sql, ObjectMapper json) {
    this.sql = sql;
    // rows of an earlier version may know fields that this one does not
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** Throws NotFound. */
  public Node get(NodeName name) {
    return find(name).orElseThrow(() -> new NotFound("node", name.value()));
  }

  /**
   * One whose onboarding has ended well. Throws NotFound; Refused (NODE_NOT_ADMITTED) until then.
   */
  public Node admitted(NodeName name) {
    Node node = get(name);
    if (node.admitted()) return node;
    throw Refused.conflict(
            "NODE_NOT_ADMITTED",
            "node '" + name + "' is not admitted yet",
            "wait until its onboarding has ended, or cancel that")
        .with("node", name);
  }

  /** The node of that name, if there is one. */
  public Optional<Node> find(NodeName name) {
    return sql.sql("select * from corral.node where name = ? and retired_at is null")
        .param(name.value())
        .query(this::node)
        .optional();
  }

  /** All, by name; n2 before n10. */
  public List<Node> list() {
    return sql.sql(
            "select * from corral.node where retired_at is null order by rtrim(name, '0123456789'), length(name), name")
        .query(this::node)
        .list();
  }

  /** How a node is reached. Throws NotFound. */
  public Endpoint endpoint(NodeName name) {
    return get(name).endpoint();
  }

  /** The main node. Refused (NO_MAIN_NODE) if none was admitted yet. */
  public Node main() {
    return findMain()
        .orElseThrow(
            () ->
                Refused.conflict(
                    "NO_MAIN_NODE",
                    "there is no main node yet",
                    "add the node on which your bases are made, with \"main\": true"));
  }

  /** The main node, if one was admitted. */
  public Optional<Node> findMain() {
    return sql.sql("select * from corral.node where main and admitted and retired_at is null")
        .query(this::node)
        .optional();
  }

  /**
   * Adds a node that is not admitted yet; one that was retired may come back. Refused if its name
   * or address is taken, or if there is a main node already.
   */
  public void add(Node n) {
    try {
      int added =
          sql.sql(
                  """
              insert into corral.node(name, address, ssh_port, ssh_user, main, labels, confirmed_fingerprint, mac)
              values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
              on conflict (name) do update set address = excluded.address, ssh_port = excluded.ssh_port,
                ssh_user = excluded.ssh_user, main = excluded.main, labels = excluded.labels,
                confirmed_fingerprint = excluded.confirmed_fingerprint, mac = excluded.mac, host_key = null,
                admitted = false, availability = 'ACTIVE', facts = null, findings = '[]', health = 'OFF',
                evidence = 'never observed', seen_at = null, vitals = null, created_at = now(), retired_at = null
              where node.retired_at is not null""")
              .params(
                  Arrays.asList(
                      n.name().value(),
                      n.address(),
                      n.sshPort(),
                      n.user(),
                      n.main(),
                      write(n.labels()),
                      n.confirmedFingerprint(),
                      n.mac()))
              .update();
      if (added == 0) throw exists(n);
    } catch (DuplicateKeyException e) {
      String words = String.valueOf(e.getMessage());
      if (words.contains("node_one_main"))
        throw Refused.conflict(
            "MAIN_NODE_EXISTS", "there is a main node already", "add this one without \"main\"");
      if (words.contains("address")) throw taken(n);
      throw exists(n);
    }
  }

  private static Refused exists(Node n) {
    return Refused.conflict(
            "NODE_EXISTS",
            "there is a node '" + n.name() + "' already",
            "choose another name, or go on with that node's own operation")
        .with("node", n.name());
  }

  /**
   * Another address, port, MAC or other labels. Refused (ADDRESS_TAKEN) if another node has that
   * address.
   */
  public void change(Node n) {
    try {
      sql.sql(
              "update corral.node set address = ?, ssh_port = ?, mac = ?, labels = ?::jsonb where name = ?")
          .params(
              Arrays.asList(n.address(), n.sshPort(), n.mac(), write(n.labels()), n.name().value()))
          .update();
    } catch (DuplicateKeyException e) {
      throw taken(n);
    }
  }

  private static Refused taken(Node n) {
    return Refused.conflict(
            "ADDRESS_TAKEN", n.address() + " is a node already", "look for it in the list of nodes")
        .with("address", n.address());
  }

  /** Makes room for a new attempt after one that was cancelled. */
  public void forgetUnadmitted(NodeName name) {
    sql.sql("delete from corral.node where name = ? and not admitted").param(name.value()).update();
  }

  /** It is none of Corral's any more; its row stays as history. */
  void retire(NodeName name, Instant at) {
    sql.sql("delete from corral.silence where node = ?").param(name.value()).update();
    sql.sql("delete from corral.firewall where node = ?").param(name.value()).update();
    update("retired_at = ?, host_key = null", name, Timestamp.from(at));
  }

  /** The names of those that were taken out for good, and when, the latest first. */
  public Map<NodeName, Instant> retired() {
    Map<NodeName, Instant> retired = new LinkedHashMap<>();
    sql.sql(
            "select name, retired_at from corral.node where retired_at is not null order by retired_at desc, name")
        .query(
            row -> {
              retired.put(
                  new NodeName(row.getString(1)), row.getTimestamp("retired_at").toInstant());
            });
    return retired;
  }

  /** A person has confirmed this fingerprint; a key pinned before is valid no more. */
  public void confirm(NodeName name, String fingerprint) {
    update("confirmed_fingerprint = ?, host_key = null", name, fingerprint);
  }

  void pin(NodeName name, String hostKey) {
    update("host_key = ?", name, hostKey);
  }

  void admit(NodeName name) {
    update("admitted = true, availability = 'ACTIVE'", name);
  }

  private void update(String what, NodeName name, Object... values) {
    List<Object> all = new java.util.ArrayList<>(Arrays.asList(values));
    all.add(name.value());
    sql.sql("update corral.node set " + what + " where name = ?").params(all).update();
  }

  private Node node(ResultSet row, int number) throws SQLException {
    Timestamp seen = row.getTimestamp("seen_at");
    return new Node(
        new NodeName(row.getString("name")),
        row.getString("address"),
        row.getInt("ssh_port"),
        row.getString("ssh_user"),
        row.getBoolean("main"),
        read(row.getString("labels"), new TypeReference<Map<String, String>>() {}),
        row.getString("confirmed_fingerprint"),
        row.getString("host_key"),
        row.getString("mac"),
        row.getBoolean("admitted"),
        Availability.valueOf(row.getString("availability")),
        read(row.getString("facts"), new TypeReference<NodeFacts>() {}),
        read(row.getString("findings"), new TypeReference<List<Finding>>() {}),
        Health.valueOf(row.getString("health")),
        row.getString("evidence"),
        seen == null ? null : seen.toInstant(),
        read(row.getString("vitals"), new TypeReference<Vitals>() {}));
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return text == null ? null : json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
