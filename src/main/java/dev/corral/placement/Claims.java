package dev.corral.placement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reservations: rows that count as used from the moment of the decision. */
@Repository
public class Claims {
  private final JdbcClient sql;

  Claims(JdbcClient sql) {
    this.sql = sql;
  }

  /** How far a claim has come. PARKED: the guest is off, only its disk counts. */
  public enum State {
    HELD,
    USED,
    PARKED,
    GIVEN_BACK
  }

  /**
   * A reservation on a node for a clone, in bytes.
   *
   * @param guest libvirt's id of the guest that it is for
   * @param arriving true while the guest is on its way here from another node
   */
  public record Claim(
      UUID guest,
      String cloneName,
      String node,
      long memory,
      long disk,
      State state,
      boolean arriving,
      String reason,
      Instant usedAt) {}

  /** From here to the commit nobody else decides: all that was decided before is seen. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void decideAlone() {
    sql.sql("select corral.decide_alone()").query((row, n) -> 0).single();
  }

  /** All that count, by node. */
  public Map<String, List<Claim>> open() {
    return sql
        .sql("select * from corral.claim where state <> 'GIVEN_BACK'")
        .query(Claims::claim)
        .list()
        .stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                Claim::node, TreeMap::new, java.util.stream.Collectors.toList()));
  }

  /** The one that counts for this clone, parked or not. */
  public Optional<Claim> of(String clone) {
    return sql.sql(
            "select * from corral.claim where clone = ? and state <> 'GIVEN_BACK' and not arriving")
        .param(clone)
        .query(Claims::claim)
        .optional();
  }

  /** Why nodes gave this clone back. */
  public Map<String, String> givenBack(String clone) {
    Map<String, String> reasons = new TreeMap<>();
    sql.sql("select * from corral.claim where clone = ? and state = 'GIVEN_BACK'")
        .param(clone)
        .query(Claims::claim)
        .list()
        .forEach(c -> reasons.put(c.node(), c.reason()));
    return reasons;
  }

  /** Keeps a decision. Answers the id that the guest gets. */
  @Transactional(propagation = Propagation.MANDATORY)
  public UUID hold(String clone, String node, Demand demand) {
    UUID guest = UUID.randomUUID();
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state) values (?, ?, ?, ?, ?, 'HELD')")
        .params(guest, clone, node, demand.memory(), demand.disk())
        .update();
    return guest;
  }

  /** A guest that was removed is there again, and off. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void parkAgain(UUID guest, String clone, String node, Demand demand) {
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state) values (?, ?, ?, ?, ?, 'PARKED') on conflict do nothing")
        .params(guest, clone, node, demand.memory(), demand.disk())
        .update();
  }

  /** Where this clone is on its way to, if it moves. */
  public Optional<Claim> arrival(String clone) {
    return sql.sql("select * from corral.claim where clone = ? and arriving")
        .param(clone)
        .query(Claims::claim)
        .optional();
  }

  /** Room on another node for a guest that moves there; HELD if it runs, PARKED if not. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void holdArrival(Claim leaving, String node, boolean runs) {
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state, arriving) values (?, ?, ?, ?, ?, ?, true)")
        .params(
            leaving.guest(),
            leaving.cloneName(),
            node,
            leaving.memory(),
            leaving.disk(),
            runs ? "HELD" : "PARKED")
        .update();
  }

  /** It has arrived: its claim on the node that it left is no more. */
  @Transactional
  public void arrived(String clone) {
    if (arrival(clone).isEmpty()) return;
    sql.sql("delete from corral.claim where clone = ? and not arriving and state <> 'GIVEN_BACK'")
        .param(clone)
        .update();
    sql.sql("update corral.claim set arriving = false where clone = ? and arriving")
        .param(clone)
        .update();
  }

  /** It does not come. */
  public void cancelArrival(String clone) {
    sql.sql("delete from corral.claim where clone = ? and arriving").param(clone).update();
  }

  /** The guest runs: from now on its node's own figures show it. */
  public void used(UUID guest, Instant at) {
    sql.sql(
            "update corral.claim set state = 'USED', used_at = ? where guest = ? and state = 'HELD' and not arriving")
        .params(Timestamp.from(at), guest)
        .update();
  }

  /** It shall run again; whoever calls it has decided alone that there is memory for it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void holdAgain(UUID guest) {
    sql.sql(
            "update corral.claim set state = 'HELD', used_at = null where guest = ? and state = 'PARKED' and not arriving")
        .param(guest)
        .update();
  }

  /** The guest is off. */
  public void park(UUID guest) {
    sql.sql(
            "update corral.claim set state = 'PARKED' where guest = ? and state in ('HELD', 'USED') and not arriving")
        .param(guest)
        .update();
  }

  /**
   * What libvirt says of a node's guests: used are those that run, parked those that it knows and
   * that do not.
   */
  public void observed(String node, Collection<UUID> running, Collection<UUID> known, Instant at) {
    sql.sql(
            "update corral.claim set state = 'PARKED' where node = ? and state = 'USED' and used_at < ? and guest = any(?) and not guest = any(?)")
        .params(node, Timestamp.from(at), known.toArray(UUID[]::new), running.toArray(UUID[]::new))
        .update();
    sql.sql(
            "update corral.claim set state = 'USED', used_at = ? where node = ? and state = 'PARKED' and guest = any(?)")
        .params(Timestamp.from(at), node, running.toArray(UUID[]::new))
        .update();
  }

  /** It needs another amount of disk from now on. */
  public void resize(UUID guest, Demand demand) {
    sql.sql("update corral.claim set disk = ? where guest = ? and state <> 'GIVEN_BACK'")
        .params(demand.disk(), guest)
        .update();
  }

  /** The node failed; the reservation counts no more. */
  public void giveBack(UUID guest, String reason) {
    sql.sql(
            "update corral.claim set state = 'GIVEN_BACK', reason = ? where guest = ? and state <> 'GIVEN_BACK' and not arriving")
        .params(reason, guest)
        .update();
  }

  private static Claim claim(ResultSet row, int number) throws SQLException {
    Timestamp used = row.getTimestamp("used_at");
    return new Claim(
        row.getObject("guest", UUID.class),
        row.getString("clone"),
        row.getString("node"),
        row.getLong("memory"),
        row.getLong("disk"),
        State.valueOf(row.getString("state")),
        row.getBoolean("arriving"),
        row.getString("reason"),
        used == null ? null : used.toInstant());
  }
}
