package dev.corral.host;

import dev.corral.fakes.FakeHerd;
import dev.corral.shared.MacAddress;

/** Sends magic packets to hosts in memory; relays are real scripts on fake nodes. */
public final class FakeWakeSender extends WakeSender {
  private final FakeHerd herd;
  private volatile boolean near = true;

  public FakeWakeSender(RemoteShell shell, FakeHerd herd) {
    super(shell);
    this.herd = herd;
  }

  /** Whether Corral is in the nodes' subnet. */
  public void near(boolean is) {
    near = is;
  }

  @Override
  public boolean reaches(String broadcast) {
    return near;
  }

  @Override
  public void send(MacAddress mac, String broadcast) {
    if (near) herd.packet(mac);
  }
}
