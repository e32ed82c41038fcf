package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.clone.CloneList.Order;
import dev.corral.clone.CloneList.Search;
import dev.corral.shared.CloneName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CorralTest
class CloneListTests {
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired CloneList clones;

  @BeforeEach
  void someClones() {
    herd.none();
    herd.node("n1", 8 * Herd.GIB, 0);
    herd.base("gold", Herd.GIB);
    for (String name : List.of("gold-10", "gold-2", "gold-1", "exam")) herd.clone(name, "gold");
    sql.sql("update corral.clone set owner = 'Ada', state = 'RUNNING', home = 'n1' where name = ?")
        .param("gold-2")
        .update();
  }

  private List<String> names(Search search, Order order, boolean descending) {
    return clones.find(search, order, descending, 0, 100).stream()
        .map(c -> c.name().value())
        .toList();
  }

  @Test
  void numbersInNamesCountAsNumbers() {
    assertThat(names(Search.all(), Order.NAME, false))
        .containsExactly("exam", "gold-1", "gold-2", "gold-10");
    assertThat(names(Search.all(), Order.NAME, true))
        .containsExactly("gold-10", "gold-2", "gold-1", "exam");
  }

  @Test
  void everyOrderIsOneThatTheDatabaseKnows() {
    for (Order order : Order.values())
      assertThat(names(Search.all(), order, false)).as(order.name()).hasSize(4);
    assertThat(names(Search.all(), Order.STATE, true)).first().isEqualTo("gold-2");
  }

  @Test
  void aTextIsFoundInNamesAndOwnersInCapitalsOrNot() {
    assertThat(names(new Search("ada", null, null, null, null), Order.NAME, false))
        .containsExactly("gold-2");
    assertThat(names(new Search("GOLD-1", null, null, null, null), Order.NAME, false))
        .containsExactly("gold-1", "gold-10");
    assertThat(clones.owners("A", 0, 10)).containsExactly("Ada");
  }

  @Test
  void filtersHoldTogether() {
    var running = new Search("gold", "gold", "n1", "Ada", Clone.State.RUNNING);
    assertThat(clones.count(running)).isEqualTo(1);
    assertThat(clones.count(new Search(null, null, "n1", null, Clone.State.STOPPED))).isZero();
  }

  @Test
  void thoseThatAreGoneAreNotAmongTheNamed() {
    assertThat(clones.named(List.of(new CloneName("gold-10"), new CloneName("gone"))))
        .extracting(c -> c.name().value())
        .containsExactly("gold-10");
  }
}
