package dev.corral.node;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.shared.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CorralTest
class OldNewsTests {
  @Autowired Nodes nodes;
  @Autowired OldNews oldNews;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;

  @AfterEach
  void nothing() {
    herd.none();
  }

  @Test
  void aNodeIsNotShownUpByAnAnswerFromBeforeTheStart() {
    herd.none();
    herd.node("fresh", GIB, 0);
    herd.node("stale", GIB, 0);
    herd.node("asleep", GIB, 0);
    sql.sql("update corral.node set seen_at = now() - interval '16 seconds' where name <> 'fresh'")
        .update();
    sql.sql("update corral.node set health = 'OFF' where name = 'asleep'").update();
    oldNews.afterSingletonsInstantiated();
    assertThat(nodes.get(new NodeName("fresh")).health()).isEqualTo(Health.UP);
    assertThat(nodes.get(new NodeName("stale")).health()).isEqualTo(Health.DEGRADED);
    assertThat(nodes.get(new NodeName("asleep")).health()).isEqualTo(Health.OFF);
  }
}
