package dev.corral.sim;

import dev.corral.fakes.Content;
import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNode;
import dev.corral.fakes.HerdPhoto;
import dev.corral.fakes.Stage;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where each run begins: four hosts that Corral has taken in, with a base, and on them what is
 * somebody else's and bears names that clones would have.
 */
@TestComponent
public class World {
  static final int NODES = 4;
  private static final Duration BETWEEN_RUNS = Duration.ofHours(2);
  private final Stage stage;
  private final JdbcClient sql;
  private DatabasePhoto database;
  private HerdPhoto hosts;

  World(Stage stage, JdbcClient sql) {
    this.stage = stage;
    this.sql = sql;
  }

  FakeHerd herd() {
    return stage.hosts();
  }

  /** All is as it was at the beginning, only later. */
  void begin() {
    if (hosts == null) build();
    stage.hosts().pass(BETWEEN_RUNS);
    hosts.restore();
    database.restore();
  }

  /** Other tests may change it: it is built anew then. */
  public void forget() {
    hosts = null;
  }

  private void build() {
    stage.empty();
    stage.nodes(NODES);
    stage.base("debian", "n2", "n3", "n4");
    stage.rest();
    foreign();
    database = new DatabasePhoto(sql);
    hosts = new HerdPhoto(stage.hosts());
  }

  private void foreign() {
    FakeHerd herd = stage.hosts();
    FakeHerd.start(herd.golden("n2", "theirs", FakeHerd.GIB, 1 << 20));
    herd.golden("n4", "c2", FakeHerd.GIB, 1 << 20);
    for (String file : List.of("c1.vda.qcow2", "c3.vda.qcow2"))
      herd.node("n3")
          .files()
          .put(FakeNode.IMAGES + "/" + file, Content.Image.overlay(FakeHerd.GIB, "").with(7, 7));
  }
}
