package dev.corral.host;

import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNetwork;
import java.time.Duration;

/** Whether hosts in memory are there; their peers are asked by the real scripts. */
public final class FakeSigns extends SignsOfLife {
  private final FakeHerd herd;

  public FakeSigns(RemoteShell shell, FakeHerd herd) {
    super(shell);
    this.herd = herd;
  }

  @Override
  public Heard ssh(Endpoint node) {
    return switch (knock(node, Duration.ZERO)) {
      case OPEN -> new Heard(true, "SSH-2.0-OpenSSH_9.2");
      case REFUSED -> new Heard(true, "Connection refused");
      case SILENT -> new Heard(false, "Connect timed out");
    };
  }

  @Override
  public Knock knock(Endpoint node, Duration limit) {
    return Knock.valueOf(
        herd.alone(() -> herd.network().knock(FakeNetwork.CORRAL, node.address())).name());
  }
}
