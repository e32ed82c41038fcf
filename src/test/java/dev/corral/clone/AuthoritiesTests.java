package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.clone.Authority.Phase;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@CorralTest
class AuthoritiesTests {
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final CloneName NAME = new CloneName("web");

  @Autowired Authorities authorities;
  @Autowired Clones clones;
  @Autowired CloneStates states;
  @Autowired Sweeping sweeping;
  @Autowired Leftovers leftovers;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired TransactionTemplate transaction;
  private final UUID guest = UUID.randomUUID();
  private Clone clone;

  @BeforeEach
  void aCloneOnTheFirstOfTwoNodes() {
    nothing();
    for (NodeName node : new NodeName[] {N1, N2}) herd.node(node.value(), 64 * Herd.GIB, 0);
    herd.base("debian", Herd.GIB);
    states.add(
        new Clone(
            NAME,
            new BaseName("debian"),
            1,
            "eve",
            false,
            Herd.GIB,
            true,
            Clone.State.PLACED,
            null,
            null,
            null,
            Instant.now()));
    sql.sql("update corral.clone set home = 'n1', id = ? where name = 'web'").param(guest).update();
    clone = clones.get(NAME);
  }

  @AfterEach
  void nothing() {
    herd.none();
  }

  private Authority now() {
    return authorities.find(guest).orElseThrow();
  }

  @Test
  void aHandOverIsKnownAlsoIfItsStepIsRolledBack() {
    transaction.executeWithoutResult(
        t -> {
          authorities.handOver(clone, N2, "op", true, null);
          t.setRollbackOnly();
        });
    assertThat(now().phase()).isEqualTo(Phase.HANDED_OVER);
    assertThat(now().node()).isEqualTo(N1);
    assertThat(now().other()).isEqualTo(N2);
    assertThat(now().paused()).isTrue();
  }

  @Test
  void whatIsOpenIsNotForgottenByTheNextTry() {
    authorities.handOver(clone, N2, "op", false, "1 2 3");
    authorities.prepare(clone, N2, "other");
    assertThat(now().phase()).isEqualTo(Phase.HANDED_OVER);
    assertThat(now().operation()).isEqualTo("op");
  }

  @Test
  void theNumberGrowsWithEachHandOverAndOnlyThen() {
    authorities.confirm(clone, N1);
    authorities.confirm(clone, N1);
    assertThat(now().epoch()).isEqualTo(1);
    authorities.handOver(clone, N2, "op", false, null);
    authorities.stays(guest);
    assertThat(now().phase()).isEqualTo(Phase.PREPARING);
    authorities.handOver(clone, N2, "op", false, null);
    authorities.confirm(clone, N2);
    assertThat(now().epoch()).isEqualTo(2);
    assertThat(now().node()).isEqualTo(N2);
    assertThat(now().phase()).isEqualTo(Phase.CONFIRMED);
  }

  @Test
  void aDiskThatCountsOrMayCountIsNotSweptWhateverIsNoted() {
    authorities.handOver(clone, N2, "op", false, null);
    sweeping.leaveLater(clone, N2, "its move there was cancelled", "op");
    assertThatThrownBy(() -> transaction.execute(t -> sweeping.sweep(N2, 10)))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo("DISK_COUNTS"));
    assertThat(leftovers.on(N2)).hasSize(1);

    authorities.confirm(clone, N2); // but the row of the clone is not there yet
    assertThatThrownBy(() -> transaction.execute(t -> sweeping.sweep(N2, 10)))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo("DISK_COUNTS"));
  }
}
