package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import dev.corral.shared.NodeName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketTests {
  private static Ticket ticket(Integer port, Integer tlsPort) {
    return new Ticket(
        new CloneName("web"),
        new Display(new NodeName("n2"), "spice", "10.0.0.2", port, tlsPort),
        "s3cret",
        Instant.EPOCH);
  }

  @Test
  void isWhatVirtViewerReads() {
    assertThat(ticket(5900, 5901).vv())
        .isEqualTo(
            """
            [virt-viewer]
            type=spice
            host=10.0.0.2
            port=5900
            password=s3cret
            title=web on n2
            delete-this-file=1
            """);
    assertThat(ticket(null, 5901).vv()).contains("\ntls-port=5901\n").doesNotContain("\nport=");
  }

  @Test
  void showsItsPasswordNowhereElse() {
    assertThat(ticket(5900, null).toString()).doesNotContain("s3cret");
  }
}
