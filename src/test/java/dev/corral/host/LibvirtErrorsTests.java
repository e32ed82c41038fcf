package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.HostProblem.Kind;
import dev.corral.shared.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libvirt's own words, as real hosts said them, and what a person is told. */
class LibvirtErrorsTests {
  private static final Endpoint NODE =
      new Endpoint(new NodeName("n3"), "10.77.0.13", 22, "root", null);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "not running | LIBVIRT_STOPPED | systemctl start libvirtd | End of file while reading data: virt-ssh-helper: cannot connect to '/var/run/libvirt/libvirt-sock': Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory: Input/output error",
        "not running, by nc | LIBVIRT_STOPPED | systemctl start libvirtd | End of file while reading data: nc: /var/run/libvirt/libvirt-sock: No such file or directory: Input/output error",
        "not running, by an old nc | LIBVIRT_STOPPED | systemctl start libvirtd | End of file while reading data: nc: unix connect failed: Connection refused: Input/output error",
        "not running, new daemons | LIBVIRT_STOPPED | systemctl start libvirtd | Failed to connect socket to '/var/run/libvirt/virtqemud-sock': Connection refused",
        "nothing installed | LIBVIRT_MISSING | apt install libvirt-daemon-system | End of file while reading data: sh: 1: nc: not found: Input/output error",
        "nothing installed, by libssh | LIBVIRT_MISSING | apt install libvirt-daemon-system | libssh transport error: Remote command terminated with non-zero code: 127",
        "hangs, and its connection is cut | NODE_UNREACHABLE | switched on | End of file while reading data: : Input/output error",
        "node died under it | NODE_UNREACHABLE | switched on | internal error: client socket is closed",
        "node died silently | NODE_UNREACHABLE | switched on | internal error: connection closed due to keepalive timeout",
        "connection cut | NODE_UNREACHABLE | switched on | Cannot recv data: Connection reset by peer",
        "base missing at start | LIBVIRT_FAILED | enable it there | Cannot access backing file '/var/lib/libvirt/images/gone.qcow2' of storage file '/var/lib/libvirt/images/nobase.qcow2' (as uid:0, gid:0): No such file or directory",
        "emulator missing | LIBVIRT_FAILED | compare its emulator and machine types | Cannot check QEMU binary /usr/bin/qemu-system-x86_64: unsupported emulator",
        "machine unknown | LIBVIRT_FAILED | compare its emulator and machine types | unsupported configuration: unsupported machine type 'pc-q35-9.9'",
        "no kvm | LIBVIRT_FAILED | compare its emulator and machine types | invalid argument: could not find capabilities for arch=x86_64 domaintype=kvm",
        "no pool | LIBVIRT_FAILED | make the pool on the node | Storage pool not found: no storage pool with matching name 'fast'",
        "network off | LIBVIRT_FAILED | virsh net-start | Requested operation is not valid: network 'default' is not active",
        "anything else | LIBVIRT_FAILED | mend what libvirt says | internal error: process exited while connecting to monitor",
      })
  void areToldApartAndEachHasAFix(String situation, Kind kind, String fix, String words) {
    HostProblem problem = LibvirtErrors.translate(NODE, "starting guest web", words, null);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.code()).isEqualTo(kind.name());
    assertThat(problem.fix()).contains(fix);
    assertThat(problem.detail()).startsWith("n3 (10.77.0.13): ").contains(words);
    assertThat(problem.unreachable()).isEqualTo(kind == Kind.NODE_UNREACHABLE);
  }

  @Test
  void aFailureNamesWhatWasBeingDone() {
    assertThat(LibvirtErrors.translate(NODE, "starting guest web", "no room", null).detail())
        .isEqualTo("n3 (10.77.0.13): starting guest web failed: no room");
  }

  @Test
  void aFailureWithoutWordsIsStillAFailure() {
    assertThat(LibvirtErrors.translate(NODE, "starting guest web", null, null).detail())
        .endsWith("failed: no words");
  }

  @Test
  void whatIsNotInstalledCannotPassByItselfButWhatIsStoppedCan() {
    assertThat(LibvirtErrors.missing(NODE).passing()).isFalse();
    assertThat(LibvirtErrors.missing(NODE).fix()).contains("apt install");
    assertThat(LibvirtErrors.stopped(NODE, "no answer within 8 s", null).passing()).isTrue();
    assertThat(LibvirtErrors.stopped(NODE, "no answer within 8 s", null).detail())
        .contains("no answer within 8 s");
  }
}
