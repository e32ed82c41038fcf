package dev.corral.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Adds and removes clones, and changes their state and home by allowed transitions only. */
@Repository
public class CloneStates {
  private final Clones clones;
  private final JdbcClient sql;
  private final ObjectMapper json;

  CloneStates(Clones clones, JdbcClient sql, ObjectMapper json) {
    this.clones = clones;
    this.json = json;
    this.sql = sql;
  }

  /** Adds one that has no home yet. Refused (CLONE_EXISTS) if the name is taken. */
  public void add(Clone c) {
    try {
      sql.sql(
              "insert into corral.clone(name, base, generation, owner, volatile, memory, start,"
                  + " state) values (?, ?, ?, ?, ?, ?, ?, 'PLACED')")
          .params(
              Arrays.asList(
                  c.name().value(),
                  c.base().value(),
                  c.generation(),
                  c.owner(),
                  c.isVolatile(),
                  c.memory(),
                  c.start()))
          .update();
    } catch (DuplicateKeyException e) {
      throw Refused.conflict(
              "CLONE_EXISTS",
              "there is a clone '" + c.name() + "' already",
              "choose another name, or none: then Corral finds one")
          .with("clone", c.name());
    }
  }

  /**
   * One that was removed is there again, as the record says, with the guest that it had. Refused
   * (CLONE_EXISTS) if the name is taken.
   */
  void addAgain(Clone c) {
    add(c);
    sql.sql("update corral.clone set home = ?, id = ? where name = ?")
        .params(c.home().value(), c.id(), c.name().value())
        .update();
  }

  /** These are made by that operation. */
  public void provisionedBy(String operation, List<CloneName> names) {
    sql.sql("update corral.clone set provisioned_by = ? where name = any(?)")
        .params(operation, names.stream().map(CloneName::value).toArray(String[]::new))
        .update();
  }

  /**
   * Gives it the decided node and generation. Refused (CLONE_STATE) while it runs or is being
   * removed.
   */
  public void place(CloneName name, Decision decision, UUID id) {
    int placed =
        sql.sql(
                """
                update corral.clone set home = ?, generation = ?, id = ?, decision = ?::jsonb, state = 'PLACED'
                where name = ? and (state = any(?) or home is null and state <> 'REMOVING')""")
            .params(
                decision.node(),
                decision.generation(),
                id,
                write(decision),
                name.value(),
                before(Clone.State.PLACED))
            .update();
    if (placed == 0) throw inState(name, clones.get(name).state(), Clone.State.PLACED);
  }

  /** Records where it is moving to, and why there. */
  public void leaving(CloneName name, Decision decision) {
    sql.sql("update corral.clone set arrival = ?::jsonb where name = ?")
        .params(write(decision), name.value())
        .update();
  }

  /** Makes the target of its move its home. */
  public void arrived(CloneName name) {
    sql.sql(
            "update corral.clone set home = arrival ->> 'node', decision = arrival, arrival = null"
                + " where name = ? and arrival is not null")
        .param(name.value())
        .update();
  }

  /** Takes its home away until it is placed again. */
  public void displace(CloneName name) {
    sql.sql("update corral.clone set home = null, id = null where name = ?")
        .param(name.value())
        .update();
  }

  /** Records that its node is gone for good, and its disk with it. */
  public void bereaved(CloneName name) {
    sql.sql(
            "update corral.clone set state = 'FAILED', home = null, id = null, arrival = null where"
                + " name = ?")
        .param(name.value())
        .update();
  }

  /** Records that no node could take it. */
  public void failed(CloneName name, Decision decision) {
    sql.sql(
            "update corral.clone set state = 'FAILED', decision = coalesce(?::jsonb, decision)"
                + " where name = ? and state <> 'REMOVING'")
        .params(Arrays.asList(decision == null ? null : write(decision), name.value()))
        .update();
  }

  /** Its home is told to start it. Refused (CLONE_STATE) if it is being removed. */
  public void starting(CloneName name) {
    become(name, Clone.State.STARTING);
  }

  /** It was seen to run, or not to. Refused (CLONE_STATE) if it is being removed. */
  public void seen(CloneName name, boolean running) {
    become(name, running ? Clone.State.RUNNING : Clone.State.STOPPED);
  }

  /** Its node has come back without it. Refused (CLONE_STATE) if it is being removed. */
  public void missing(CloneName name) {
    become(name, Clone.State.FAILED);
  }

  /** An earlier try to bring it back has failed: it is tried again. */
  void comingBack(CloneName name) {
    become(name, Clone.State.PLACED);
  }

  /** From here on it only goes. */
  public void removing(CloneName name) {
    become(name, Clone.State.REMOVING);
  }

  private static String[] before(Clone.State next) {
    return Stream.of(Clone.State.values())
        .filter(s -> s.mayBecome(next))
        .map(Enum::name)
        .toArray(String[]::new);
  }

  private void become(CloneName name, Clone.State next) {
    int changed =
        sql.sql(
                "update corral.clone set state = ? where name = ? and state = any(?) and state <> ?")
            .params(next.name(), name.value(), before(next), next.name())
            .update();
    if (changed == 1) return;
    Clone.State now = clones.get(name).state();
    if (now == next) return;
    throw inState(name, now, next);
  }

  private static Refused inState(CloneName name, Clone.State now, Clone.State next) {
    return Refused.conflict(
            "CLONE_STATE",
            "%s is %s and cannot become %s".formatted(name, now, next),
            "look at its operations; what is being removed can only be removed once more")
        .with("clone", name);
  }

  /** Marks it to be recreated and started, whatever became of its old guest. */
  public void recreate(CloneName name) {
    sql.sql("update corral.clone set start = true, interrupted = false where name = ?")
        .param(name.value())
        .update();
  }

  /** It stands in for this guest, and nothing else ever does. */
  public void replaces(CloneName name, UUID lost) {
    sql.sql("update corral.clone set replaces = ? where name = ?")
        .params(lost, name.value())
        .update();
  }

  /** Removes its row, and who has authority over its disk. */
  public void forget(CloneName name) {
    sql.sql("delete from corral.clone_authority where clone = ?").param(name.value()).update();
    sql.sql("delete from corral.clone where name = ?").param(name.value()).update();
  }

  private String write(Decision decision) {
    try {
      return json.writeValueAsString(decision);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
