package dev.corral.operation.clone;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.CleanNode;
import dev.corral.placement.Claims;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** When a removed clone can be brought back, and what becomes of its record; no machine answers. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemovedCloneTests {
  private static final Request EVE = Request.by(new Caller("eve", Role.ADMIN));
  private static final Request DRY = new Request(EVE.caller(), null, null, true);
  private static final CloneName WEB = new CloneName("web");
  private static final NodeName N1 = new NodeName("n1");
  private static final UUID GUEST = UUID.randomUUID();

  @Autowired BringBackClone bringBack;
  @Autowired CleanNode cleanNode;
  @Autowired AsideItems items;
  @Autowired Clones clones;
  @Autowired CloneStates states;
  @Autowired Claims claims;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired Herd herd;
  @Autowired Nodes nodes;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient sql;

  @BeforeEach
  void oneIsSetAside() {
    nothing();
    herd.node("n1", 64 * GIB, 1);
    herd.base("debian", GIB);
    aside("web-1", GUEST, false, 2);
  }

  @AfterEach
  void nothing() {
    for (Operation open : operations.list(Operations.Filter.all(), 0, 1_000)) {
      if (!open.state().ended() && !operations.get(open.id()).state().ended())
        processes.cancel(open.id(), "a test", null);
    }
    herd.none();
    sql.sql("truncate corral.aside").update();
  }

  private void aside(String id, UUID guest, boolean superseded, int hoursAgo) {
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, why, superseded, since, base, generation, owner, memory)
            values (?, 'n1', ?, 'web', 'default', '/images', '{web.vda.qcow2}', 4096, 'it was removed', ?, now() - ? * interval '1 hour', 'debian', 1, 'ada', 1073741824)""")
        .params(id, guest, superseded, hoursAgo)
        .update();
  }

  private void now(String change) {
    sql.sql(change).update();
  }

  private static void refused(String code, ThrowingCallable c) {
    assertThatThrownBy(c).isInstanceOf(Refused.class).extracting("code").isEqualTo(code);
  }

  private Operation begun() {
    return bringBack.start(EVE, WEB, null).operation();
  }

  @Test
  void itsRecordIsThereAnewWithTheGuestThatItHad() {
    Operation operation = begun();
    Clone clone = clones.get(WEB);
    assertThat(List.of(clone.home(), clone.id(), clone.owner(), clone.memory(), clone.state()))
        .containsExactly(N1, GUEST, "ada", GIB, Clone.State.PLACED);
    assertThat(clone.start()).isFalse();
    assertThat(claims.of("web").orElseThrow().state()).isEqualTo(Claims.State.PARKED);
    assertThat(items.broughtBackBy(operation.id()).orElseThrow().id()).isEqualTo("web-1");
  }

  @Test
  void theNewestComesUnlessItIsSuperseded() {
    aside("web-old", UUID.randomUUID(), false, 9);
    aside("web-moved", UUID.randomUUID(), true, 1);
    assertThat(bringBack.start(DRY, WEB, null).plan().details().get("id")).isEqualTo("web-1");
    assertThat(bringBack.start(DRY, WEB, "web-moved").plan().details().get("id"))
        .isEqualTo("web-moved");
  }

  @Test
  void aDryRunTellsWhereAndWhatAndChangesNothing() {
    assertThat(bringBack.start(DRY, WEB, null).plan().details())
        .containsEntry("node", "n1")
        .containsEntry("files", List.of("web.vda.qcow2"))
        .containsEntry("bytes", 4096L)
        .containsEntry("base", "debian")
        .containsEntry("generation", 1)
        .containsKey("since");
    assertThat(clones.find(WEB)).isEmpty();
  }

  @Test
  void whatCannotComeBackIsRefusedBeforeAnythingChanges() {
    refused("NOT_ASIDE", () -> bringBack.start(EVE, new CloneName("other"), null));
    refused("NOT_ASIDE", () -> bringBack.start(EVE, WEB, "web-9"));
    refused(
        "FORBIDDEN", () -> bringBack.start(Request.by(new Caller("v", Role.VIEWER)), WEB, null));
    now("update corral.aside set base = null");
    refused("ORIGIN_UNKNOWN", this::begun);
    now("update corral.aside set base = 'debian'");
    now("update corral.base_copy set state = 'FAILED'");
    refused("BASE_GONE", this::begun);
    now("update corral.aside set generation = 7");
    refused("BASE_GONE", this::begun);
    now("update corral.aside set generation = 1");
    now("update corral.base_copy set state = 'READY'");
    now("update corral.aside set node = 'n9'");
    refused("NODE_GONE", this::begun);
    now("update corral.aside set node = 'n1'");
    now("update corral.node set health = 'LOST'");
    refused("NODE_LOST", this::begun);
    now("update corral.node set health = 'UP', availability = 'DRAINED'");
    refused("NODE_DRAINING", this::begun);
    now("update corral.node set availability = 'ACTIVE'");
    now("update corral.node set vitals = jsonb_set(vitals, '{guests,0,name}', '\"web\"')");
    refused("NAME_TAKEN", this::begun);
    assertThat(clones.find(WEB)).isEmpty();
    assertThat(items.of(WEB)).extracting(AsideItem::backBy).containsOnlyNulls();
  }

  @Test
  void anotherCloneOfThatNameKeepsIt() {
    herd.clone("web", "debian");
    assertThatThrownBy(this::begun)
        .hasMessage("there is a clone 'web' already")
        .extracting("fix")
        .asString()
        .contains("web-1");
  }

  @Test
  void nobodyDeletesWhatIsBeingBroughtBackAndNobodyBringsBackWhatIsBeingDeleted() {
    begun();
    refused("OPERATION_RUNNING", this::begun);
    refused(
        "NOT_ASIDE",
        () -> cleanNode.start(EVE, N1, new CleanNode.Wish(false, null, false, List.of("web-1"))));
    processes.cancel(operations.open(BringBackClone.KIND).get(0).id(), "eve", null);
    states.forget(WEB);
    cleanNode.start(EVE, N1, new CleanNode.Wish(false, null, false, List.of("web-1")));
    refused("NOT_ASIDE", this::begun);
  }

  @Test
  void oneThatWasCancelledIsMarkedAndCanBeBroughtBackAgain() {
    processes.cancel(begun().id(), "eve", null);
    assertThat(clones.get(WEB).state()).isEqualTo(Clone.State.FAILED);
    assertThat(items.of(WEB)).extracting(AsideItem::backBy).containsOnlyNulls();
    begun();
    assertThat(clones.get(WEB).state()).isEqualTo(Clone.State.PLACED);
    assertThat(clones.get(WEB).id()).isEqualTo(GUEST);
  }

  @Test
  void aStepThatSeesTheNodeHasWhatIsDueThereCleaned() {
    now("update corral.aside set since = now() - interval '8 days'");
    transaction.executeWithoutResult(
        step -> events.publishEvent(new NodeObserved(N1, nodes.get(N1).vitals())));
    assertThat(operations.open(CleanNode.KIND)).hasSize(1);
  }
}
