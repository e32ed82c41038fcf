package dev.corral.host;

import dev.corral.fakes.FakeGuest;
import dev.corral.fakes.FakeHypervisor;
import dev.corral.shared.Display;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The screens of guests in memory: each that runs has VNC on the first port, if it has graphics.
 */
public final class FakeScreens extends Screens {
  private static final int PORT = 5900;
  private final FakeHypervisor hypervisor;

  public FakeScreens(FakeHypervisor hypervisor, RemoteShell shell) {
    super(null, shell);
    this.hypervisor = hypervisor;
  }

  @Override
  public Optional<Display> of(Endpoint node, UUID guest) {
    return hypervisor
        .find(node, guest)
        .filter(FakeGuest::active)
        .filter(g -> ScreenXml.first(Xml.parse(g.xml()).getDocumentElement()).isPresent())
        .map(g -> new Display(node.node(), "vnc", node.address(), PORT, null));
  }

  @Override
  public Optional<Admission> admit(Endpoint node, UUID guest, Duration lasts) {
    return of(node, guest).map(d -> new Admission(d, "let-me-in"));
  }
}
