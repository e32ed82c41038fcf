package dev.corral.operation.clone;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A clone whose provisioning was cancelled keeps the name of its node, but has no place there. */
@CorralTest
class ReachTests {
  private static final Request EVE = Request.by(new Caller("eve", Role.ADMIN));
  private static final CloneName WEB = new CloneName("web");
  @Autowired StartClone start;
  @Autowired StopClone stop;
  @Autowired MoveClone move;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;

  @BeforeEach
  void cancelledOnItsWay() {
    herd.none();
    for (String node : List.of("n1", "n2")) herd.node(node, 64 * GIB, 0);
    herd.base("debian", GIB);
    sql.sql(
            "insert into corral.clone(name, base, generation, volatile, memory, start, state, home, id) values ('web', 'debian', 1, false, 1, true, 'FAILED', 'n1', ?)")
        .param(UUID.randomUUID())
        .update();
  }

  @AfterEach
  void nothing() {
    herd.none();
  }

  private static void refused(ThrowingCallable command) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(command)
        .returns("CLONE_WITHOUT_HOME", Refused::code);
  }

  @Test
  void itIsNeitherMovedNorStartedNorStopped() {
    refused(() -> move.start(EVE, WEB, MoveClone.Wish.ANY));
    refused(() -> start.start(EVE, WEB));
    refused(() -> stop.start(EVE, WEB, 60, false));
  }
}
