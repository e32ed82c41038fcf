package dev.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.CorralTest;
import dev.corral.host.Endpoint;
import dev.corral.host.RemoteShell;
import dev.corral.shared.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is deleted where room is short: superseded disks of that pool, the oldest first. */
@CorralTest
class AsideTests {
  private static final Endpoint N1 =
      new Endpoint(new NodeName("n1"), "n1.invalid", 22, "root", null);
  @Autowired AsideItems items;
  @Autowired JdbcClient sql;
  private final List<Object> told = new ArrayList<>();

  @AfterEach
  void nothing() {
    sql.sql("truncate corral.aside").update();
  }

  private void setAside(String id, String pool, boolean superseded, int hoursAgo) {
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, why, superseded, since, base, generation, owner, memory)
            values (?, 'n1', gen_random_uuid(), 'web', ?, '/images', '{web.vda.qcow2}', 1000, 'it moved', ?, now() - ? * interval '1 hour', 'debian', 1, 'ada', 1)""")
        .params(id, pool, superseded, hoursAgo)
        .update();
  }

  private List<String> purged() {
    return told.stream().map(Purged.class::cast).map(p -> p.item().id()).toList();
  }

  @Test
  void onlyAsMuchAsIsNeededGoesAndEachIsTold() {
    setAside("newer", "default", true, 1);
    setAside("older", "default", true, 2);
    setAside("last", "default", true, 0);
    setAside("removed", "default", false, 3);
    setAside("elsewhere", "fast", true, 3);
    Aside aside =
        new Aside(
            mock(RemoteShell.class),
            items,
            new ObjectMapper(),
            Clock.systemUTC(),
            told::add,
            Duration.ofDays(7));
    assertThat(aside.free(N1, "default", 1500, "op")).isEqualTo(2000);
    assertThat(purged()).containsExactly("older", "newer");
    assertThat(told).allMatch(p -> ((Purged) p).operation().equals("op"));
    assertThat(items.on(N1.node()).stream().map(AsideItem::id))
        .containsExactlyInAnyOrder("last", "removed", "elsewhere");
  }
}
