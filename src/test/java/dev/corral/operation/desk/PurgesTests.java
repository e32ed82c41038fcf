package dev.corral.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.audit.AuditTrail;
import dev.corral.engine.Processes;
import dev.corral.shared.NodeName;
import dev.corral.storage.AsideItems;
import dev.corral.storage.Purged;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Each disk that is deleted after it was set aside has its row, whoever needed the room. */
@CorralTest
class PurgesTests {
  @Autowired ApplicationEventPublisher events;
  @Autowired AsideItems items;
  @Autowired AuditTrail audit;
  @Autowired Processes processes;
  @Autowired TransactionTemplate transaction;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  private String operation;

  @BeforeEach
  void oneIsSetAside() {
    herd.none();
    herd.node("n1", Herd.GIB, 0);
    operation = processes.start("clean-node", "n1", "eve", "tidy", Map.of("node", "n1")).id();
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, why, superseded, since, base, generation, owner, memory)
            values ('web-1', 'n1', gen_random_uuid(), 'web', 'default', '/images', '{web.vda.qcow2}', 4096, 'it moved to n2', true, now(), 'debian', 1, 'ada', 1)""")
        .update();
  }

  @AfterEach
  void nothing() {
    processes.cancel(operation, "a test", null);
    sql.sql("truncate corral.aside").update();
    herd.none();
  }

  @Test
  void itSaysWhoseDiskItWasAndForWhomItWent() {
    var item = items.on(new NodeName("n1")).get(0);
    transaction.executeWithoutResult(s -> events.publishEvent(new Purged(item, operation)));
    var filter = new AuditTrail.Filter(null, null, null, operation, null, "PURGED", null, null);
    var entry = audit.find(filter, 0, 10).get(0).entry();
    assertThat(entry.actor()).isEqualTo("eve");
    assertThat(entry.reason()).isEqualTo("tidy");
    assertThat(entry.cloneName()).isEqualTo("web");
    assertThat(entry.node()).isEqualTo("n1");
    assertThat(entry.detail()).startsWith("deleted 4.0 KiB of web").endsWith("it moved to n2");
  }
}
