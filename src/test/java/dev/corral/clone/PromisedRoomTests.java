package dev.corral.clone;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.base.Bases;
import dev.corral.base.Promises;
import dev.corral.host.Hypervisor;
import dev.corral.node.Nodes;
import dev.corral.placement.Claims;
import dev.corral.placement.Demand;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.storage.Aside;
import dev.corral.storage.AsideItems;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** A clone that was placed where superseded disks lie finds the room that it was promised. */
@CorralTest
class PromisedRoomTests {
  private static final NodeName N1 = new NodeName("n1");
  @Autowired Nodes nodes;
  @Autowired Bases bases;
  @Autowired Promises promises;
  @Autowired AsideItems items;
  @Autowired Claims claims;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired TransactionTemplate transaction;

  private final Hypervisor hypervisor = mock(Hypervisor.class);
  private final Aside aside = mock(Aside.class);
  private Clone web;

  @BeforeEach
  void oneIsPlaced() {
    herd.none();
    herd.node("n1", 64 * GIB, 0);
    herd.base("debian", GIB);
    herd.clone("web", "debian");
    UUID guest = transaction.execute(s -> claims.hold("web", "n1", new Demand(GIB, 10 * GIB)));
    web =
        new Clone(
            new CloneName("web"),
            new BaseName("debian"),
            1,
            "eve",
            false,
            GIB,
            true,
            Clone.State.PLACED,
            N1,
            guest,
            null,
            Instant.EPOCH);
    when(aside.free(any(), any(), anyLong(), eq("provision-1")))
        .thenAnswer(call -> call.getArgument(2));
  }

  @AfterEach
  void nothing() {
    herd.none();
    sql.sql("truncate corral.aside").update();
  }

  private void setAside() {
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, why, superseded, since, base, generation, owner, memory)
            values ('old', 'n1', gen_random_uuid(), 'old', 'default', '/images', '{old.vda.qcow2}', ?, 'it has moved', true, now(), 'debian', 1, 'ada', ?)""")
        .params(8 * GIB, GIB)
        .update();
  }

  private long freed(long available) {
    Pool pool = new Pool("default", "/images", true, 100 * GIB, available);
    when(hypervisor.pool(any(), eq("default"))).thenReturn(pool);
    return new PromisedRoom(
            nodes, bases, promises, items, aside, hypervisor, DataSize.ofGigabytes(5))
        .ensure(web, "provision-1");
  }

  @Test
  void whatIsMissingBesideTheReserveIsFreed() {
    setAside();
    assertThat(freed(12 * GIB)).isEqualTo(3 * GIB);
  }

  @Test
  void whereThereIsRoomEverythingStaysAside() {
    setAside();
    assertThat(freed(15 * GIB)).isZero();
    verifyNoInteractions(aside);
  }

  @Test
  void whereNothingIsSupersededTheNodeIsNotEvenAsked() {
    assertThat(freed(0)).isZero();
    verifyNoInteractions(hypervisor, aside);
  }
}
