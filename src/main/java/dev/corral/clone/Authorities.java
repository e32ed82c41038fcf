package dev.corral.clone;

import dev.corral.clone.Authority.Phase;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * One record for each clone of which node's bytes count. A hand-over is kept before its effect, in
 * a transaction of its own: so it is known whatever happens to Corral right after.
 */
@Repository
public class Authorities {
  private final JdbcClient sql;
  private final Clock clock;

  Authorities(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Its record; none before anything was done with its disk. */
  public Optional<Authority> find(UUID guest) {
    return sql.sql("select * from corral.clone_authority where guest = ?")
        .param(guest)
        .query(Authorities::authority)
        .optional();
  }

  /** Whether it is open who has the newest bytes of this guest's disks. */
  public boolean open(UUID guest) {
    return find(guest).filter(Authority::open).isPresent();
  }

  /**
   * From now on copies of it are made on another node; what counts stays at home. Changes nothing
   * while a hand-over is open.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void prepare(Clone clone, NodeName other, String operation) {
    Optional<Authority> now = find(clone.id());
    if (now.filter(Authority::open).isPresent()) return;
    if (now.filter(a -> operation.equals(a.operation()) && other.equals(a.other())).isPresent())
      return;
    keep(clone, Phase.PREPARING, other, operation, false, null);
  }

  /** So its disks at home are while they are read; what is written to them later is noticed. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void read(UUID guest, String stamp) {
    sql.sql("update corral.clone_authority set stamp = ? where guest = ? and phase = 'PREPARING'")
        .params(stamp, guest)
        .update();
  }

  /**
   * From now on the other side may have the newest bytes.
   *
   * @param stamp of its disks now; null if the guest runs
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void handOver(
      Clone clone, NodeName other, String operation, boolean paused, String stamp) {
    keep(clone, Phase.HANDED_OVER, other, operation, paused, stamp);
  }

  /** It was not handed over: its home has the newest bytes, and copies are made on. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void stays(UUID guest) {
    sql.sql(
            "update corral.clone_authority set phase = 'PREPARING', stamp = null, since = ? where"
                + " guest = ? and phase = 'HANDED_OVER'")
        .params(Timestamp.from(clock.instant()), guest)
        .update();
  }

  /** That node has the newest bytes. The number grows if it is another one than before. */
  @Transactional
  public void confirm(Clone clone, NodeName node) {
    sql.sql(
            """
            insert into corral.clone_authority(guest, clone, node, phase, since) values (?, ?, ?, 'CONFIRMED', ?)
            on conflict (guest) do update set phase = 'CONFIRMED', other = null, operation = null, paused = false, stamp = null,
              epoch = clone_authority.epoch + (case when clone_authority.node = excluded.node then 0 else 1 end),
              node = excluded.node, since = excluded.since\
            """)
        .params(clone.id(), clone.name().value(), node.value(), Timestamp.from(clock.instant()))
        .update();
  }

  private void keep(
      Clone clone, Phase phase, NodeName other, String operation, boolean paused, String stamp) {
    sql.sql(
            """
            insert into corral.clone_authority(guest, clone, node, phase, other, operation, paused, stamp, since)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (guest) do update set phase = excluded.phase, other = excluded.other, operation = excluded.operation,
              paused = excluded.paused, stamp = excluded.stamp, since = excluded.since\
            """)
        .params(
            Arrays.asList(
                clone.id(),
                clone.name().value(),
                clone.home().value(),
                phase.name(),
                other.value(),
                operation,
                paused,
                stamp,
                Timestamp.from(clock.instant())))
        .update();
  }

  private static Authority authority(ResultSet row, int number) throws SQLException {
    String other = row.getString("other");
    return new Authority(
        row.getObject("guest", UUID.class),
        new CloneName(row.getString("clone")),
        new NodeName(row.getString("node")),
        row.getLong("epoch"),
        Phase.valueOf(row.getString("phase")),
        other == null ? null : new NodeName(other),
        row.getString("operation"),
        row.getBoolean("paused"),
        row.getString("stamp"),
        row.getTimestamp("since").toInstant());
  }
}
