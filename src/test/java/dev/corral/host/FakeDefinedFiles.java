package dev.corral.host;

import dev.corral.fakes.FakeHypervisor;
import java.util.Set;
import java.util.TreeSet;

/** What the guests of hosts in memory name. */
public final class FakeDefinedFiles extends DefinedFiles {
  private final FakeHypervisor hypervisor;

  public FakeDefinedFiles(FakeHypervisor hypervisor) {
    super(null);
    this.hypervisor = hypervisor;
  }

  @Override
  public Set<String> of(Endpoint node) {
    Set<String> paths = new TreeSet<>();
    for (String xml : hypervisor.definitions(node))
      collect(Xml.parse(xml).getDocumentElement(), paths);
    return paths;
  }
}
