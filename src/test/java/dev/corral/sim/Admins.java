package dev.corral.sim;

import dev.corral.operation.base.DisableBase;
import dev.corral.operation.base.EnableBase;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.RemoveClone;
import dev.corral.operation.clone.StartClone;
import dev.corral.operation.clone.StopClone;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Interventions.Mended;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.CleanNode;
import dev.corral.operation.node.ConfirmOff;
import dev.corral.operation.node.DrainNode;
import dev.corral.operation.node.RestoreNode;
import dev.corral.shared.BaseName;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two people who want something of Corral, each as if alone. */
@TestComponent
record Admins(
    ProvisionClones provision,
    StartClone start,
    StopClone stop,
    MoveClone move,
    RemoveClone remove,
    DrainNode drain,
    RestoreNode restore,
    CleanNode clean,
    EnableBase enable,
    DisableBase disable,
    ConfirmOff confirmOff,
    Interventions interventions,
    JdbcClient sql) {
  private static final int NAMES = 5;
  private static final BaseName BASE = new BaseName("debian");

  private static Request by(Action action) {
    return Request.by(new Caller(action.b() % 2 == 0 ? "alice" : "bob", Role.ADMIN));
  }

  /** Asks for it. Answers in words what was asked for, or null if there is nothing to ask for. */
  String ask(Action action) {
    return switch (action.kind()) {
      case PROVISION -> provision(action);
      case START, STOP, MOVE, REMOVE -> clone(action);
      case CANCEL, RETRY, SKIP -> intervene(action);
      default -> node(action);
    };
  }

  private String provision(Action action) {
    String name = "c" + action.a() % NAMES;
    boolean isVolatile = action.b() % 7 == 0;
    boolean starts = action.b() % 5 != 1;
    return name
        + (isVolatile ? ", volatile" : "")
        + said(
            provision.start(
                by(action),
                new ProvisionClones.NewClones(
                    BASE.value(), 1, name, null, isVolatile, starts, null)));
  }

  private String clone(Action action) {
    List<String> all =
        sql.sql("select name from corral.clone order by name").query(String.class).list();
    if (all.isEmpty()) return null;
    CloneName name = new CloneName(all.get(action.a() % all.size()));
    return name
        + " "
        + switch (action.kind()) {
          case START -> said(start.start(by(action), name));
          case STOP -> said(stop.start(by(action), name, 60, action.b() % 3 == 0));
          case MOVE -> {
            String node = action.b() % 4 == 0 ? null : "n" + (1 + action.b() % 7 % 4);
            Boolean live = action.b() % 5 == 0 ? null : action.b() % 5 < 3;
            yield "to "
                + node
                + " live "
                + live
                + said(move.start(by(action), name, new MoveClone.Wish(node, live, 60)));
          }
          default -> said(remove.start(by(action), name, action.b() % 2 == 0));
        };
  }

  private String intervene(Action action) {
    String which = action.kind() == Action.Kind.RETRY ? "state = 'INCIDENT' and" : "";
    List<String> open =
        sql.sql(
                "select id from corral.operation where "
                    + which
                    + " ended_at is null order by length(id), id")
            .query(String.class)
            .list();
    if (open.isEmpty()) return null;
    String id = open.get(action.a() % open.size());
    return switch (action.kind()) {
      case CANCEL -> said(interventions.cancel(by(action), id));
      case RETRY -> said(interventions.retry(by(action), id, Mended.NOTHING));
      default -> said(interventions.skip(by(action), id));
    };
  }

  private String node(Action action) {
    NodeName node = new NodeName("n" + (1 + action.a() % World.NODES));
    return node
        + " "
        + switch (action.kind()) {
          case DRAIN ->
              said(
                  drain.start(
                      by(action),
                      node,
                      new DrainNode.Wish(null, 120, null, action.b() % 3 == 0, null)));
          case RESTORE -> said(restore.start(by(action), node));
          case CLEAN -> said(clean.start(by(action), node, CleanNode.Wish.USUAL));
          case ENABLE -> said(enable.start(by(action), BASE, List.of(node)));
          case DISABLE -> said(disable.start(by(action), BASE, node));
          case CONFIRM_OFF -> said(confirmOff.start(by(action), node, action.b() % 2 == 0));
          default -> throw new IllegalArgumentException(action.toString());
        };
  }

  private static String said(Outcome outcome) {
    return " -> " + outcome.operation().kind() + " " + outcome.operation().id();
  }
}
