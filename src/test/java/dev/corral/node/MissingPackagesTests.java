package dev.corral.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingPackagesTests {
  @Test
  void eachProgramHasItsPackageInBothFamilies() {
    MissingPackages missing =
        MissingPackages.of(List.of("rsync", "ssh", "ssh-keygen", "qemu-img"), null);
    assertThat(missing.debian()).containsExactly("openssh-client", "qemu-utils", "rsync");
    assertThat(missing.redhat()).containsExactly("openssh", "openssh-clients", "qemu-img", "rsync");
  }

  @Test
  void everyProgramOfThePreflightIsKnown() {
    for (String program : Arrays.asList(Preflight.PROGRAMS))
      assertThat(MissingPackages.of(List.of(program), null).debian()).as(program).hasSize(1);
  }

  @Test
  void whereNothingIsMissingNothingIsInstalled() {
    assertThat(MissingPackages.of(List.of(), null).debian()).isEmpty();
    assertThat(MissingPackages.of(List.of(), null)).hasToString("");
  }
}
