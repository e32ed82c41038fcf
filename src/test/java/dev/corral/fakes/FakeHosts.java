package dev.corral.fakes;

import dev.corral.host.FakeDefinedFiles;
import dev.corral.host.FakeScreens;
import dev.corral.host.FakeSigns;
import dev.corral.host.FakeWakeSender;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Puts a herd in memory in the place of all that touches a machine: the beans of the room host that
 * open a connection. The others, with their scripts, stay as they are.
 */
public final class FakeHosts implements BeanDefinitionRegistryPostProcessor {
  /** Those that open connections of their own. */
  private static final List<String> REAL =
      List.of(
          "remoteShell",
          "libvirtConnections",
          "libvirtHypervisor",
          "libvirtMigration",
          "definedFiles",
          "screens",
          "signsOfLife",
          "wakeSender",
          "clock");

  private final FakeHerd herd;

  public FakeHosts(FakeHerd herd) {
    this.herd = herd;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    REAL.forEach(registry::removeBeanDefinition);
    FakeShell shell = new FakeShell(herd);
    FakeHypervisor hypervisor = new FakeHypervisor(herd);
    add(registry, FakeHerd.class, () -> herd);
    add(registry, Clock.class, herd::clock);
    add(registry, FakeShell.class, () -> shell);
    add(registry, FakeHypervisor.class, () -> hypervisor);
    add(registry, FakeLiveMigration.class, () -> new FakeLiveMigration(herd, hypervisor));
    add(registry, FakeDefinedFiles.class, () -> new FakeDefinedFiles(hypervisor));
    add(registry, FakeScreens.class, () -> new FakeScreens(hypervisor, shell));
    add(registry, FakeSigns.class, () -> new FakeSigns(shell, herd));
    add(registry, FakeWakeSender.class, () -> new FakeWakeSender(shell, herd));
  }

  private static <T> void add(BeanDefinitionRegistry registry, Class<T> type, Supplier<T> made) {
    registry.registerBeanDefinition(type.getSimpleName(), new RootBeanDefinition(type, made));
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {}
}
