package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One base to many nodes, each getting it from the one before it, over slow links. */
@TestMethodOrder(OrderAnnotation.class)
class DistributionIT {
  private static final int MIB = 40;
  private static final String IMAGES = "/var/lib/libvirt/images/";

  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(5);
    lab.run(Map.of("IMAGES_MB", "48"), "on", "n6");
    lab.run("wait", "n6");
    lab.seed("n1", "golden", MIB);
    corral = Corral.fresh("distribution", "--corral.reserve.disk=16MB");
    corral.herd(lab, "n1", "n2", "n3", "n4", "n5", "n6");
    for (String node : List.of("n1", "n2", "n3", "n4", "n5")) lab.run("slow", node, "30mbit");
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String sum(String node, String file) {
    return lab.sh(node, "sha256sum < " + IMAGES + file);
  }

  private static JsonNode copy(String parent, String node) {
    return corral.list("/operations?parent=" + parent).stream()
        .filter(o -> o.path("node").asText().equals(node))
        .map(o -> corral.operation(o.path("id").asText()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(1)
  void theMainNodeSendsItOnceAndWhoHasNoRoomIsRefusedWhileTheOthersGoOn() {
    corral.done(corral.post("/bases", Map.of("name", "gold", "domain", "golden")));
    long before = lab.sent("n1");
    String id =
        corral
            .put("/bases/gold/copies", Map.of("nodes", List.of("n2", "n3", "n4", "n6")))
            .text("id");
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    double sent = (lab.sent("n1") - before) / (double) (MIB << 20);
    assertThat(sent).as("times the image that the main node sent").isLessThan(1.5);
    assertThat(copy(id, "n6").path("state").asText()).isEqualTo("REFUSED");
    assertThat(copy(id, "n6").toString()).contains("NO_ROOM").contains("n6");
    assertThat(lab.images("n6")).noneMatch(f -> f.contains("gold"));
    for (String node : List.of("n2", "n3", "n4"))
      assertThat(sum(node, "gold.g1.vda.qcow2")).isEqualTo(sum("n1", "gold.g1.vda.qcow2"));
  }
}
