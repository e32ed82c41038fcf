package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.HostProblem.Kind;
import dev.corral.host.LibvirtErrors.Fault;
import dev.corral.shared.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.libvirt.Error.ErrorDomain;
import org.libvirt.Error.ErrorNumber;

/** What libvirt reports, with its numbers, as real hosts did, and what a person is told. */
class LibvirtErrorsTests {
  private static final Endpoint NODE =
      new Endpoint(new NodeName("n3"), "10.77.0.13", 22, "root", null);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "not running | LIBVIRT_STOPPED | systemctl start libvirtd | RPC | SYSTEM_ERROR | 2 | Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory",
        "not running, new daemons | LIBVIRT_STOPPED | systemctl start libvirtd | RPC | SYSTEM_ERROR | 111 | Failed to connect socket to '/var/run/libvirt/virtqemud-sock': Connection refused",
        "not running, in German | LIBVIRT_STOPPED | systemctl start libvirtd | RPC | SYSTEM_ERROR | 2 | Verbinden mit Socket nicht möglich: Datei oder Verzeichnis nicht gefunden",
        "hangs, and its connection is cut | NODE_UNREACHABLE | switched on | RPC | SYSTEM_ERROR | 5 | End of file while reading data: : Input/output error",
        "node died under it | NODE_UNREACHABLE | switched on | RPC | INTERNAL_ERROR | 0 | internal error: client socket is closed",
        "node died silently | NODE_UNREACHABLE | switched on | RPC | INTERNAL_ERROR | 0 | internal error: connection closed due to keepalive timeout",
        "connection cut | NODE_UNREACHABLE | switched on | RPC | SYSTEM_ERROR | 104 | Cannot recv data: Connection reset by peer",
        "connection cut, in German | NODE_UNREACHABLE | switched on | RPC | SYSTEM_ERROR | 104 | Daten können nicht empfangen werden",
        "base missing at start | LIBVIRT_FAILED | enable it there | STORAGE | SYSTEM_ERROR | 2 | Cannot access backing file '/var/lib/libvirt/images/gone.qcow2' of storage file '/var/lib/libvirt/images/nobase.qcow2' (as uid:0, gid:0): No such file or directory",
        "disk not readable | LIBVIRT_FAILED | fix what libvirt reports | STORAGE | SYSTEM_ERROR | 13 | Cannot access storage file '/var/lib/libvirt/images/a.qcow2': Permission denied",
        "emulator missing | LIBVIRT_FAILED | compare its emulator and machine types | QEMU | SYSTEM_ERROR | 2 | Cannot check QEMU binary /usr/bin/qemu-system-x86_64: No such file or directory",
        "machine unknown | LIBVIRT_FAILED | compare its emulator and machine types | QEMU | CONFIG_UNSUPPORTED | 0 | unsupported configuration: unsupported machine type 'pc-q35-9.9'",
        "CPU lacks something | LIBVIRT_FAILED | compare its emulator and machine types | CPU | CPU_INCOMPATIBLE | 0 | the CPU is incompatible with host CPU",
        "no kvm | LIBVIRT_FAILED | compare its emulator and machine types | CAPABILITIES | INVALID_ARG | 0 | invalid argument: could not find capabilities for arch=x86_64 domaintype=kvm",
        "no pool | LIBVIRT_FAILED | make the pool on the node | STORAGE | NO_STORAGE_POOL | 0 | Storage pool not found: no storage pool with matching name 'fast'",
        "no network | LIBVIRT_FAILED | virsh net-define | NETWORK | NO_NETWORK | 0 | Network not found: no network with matching name 'lan'",
        "network off | LIBVIRT_FAILED | virsh net-start | NETWORK | OPERATION_INVALID | 0 | Requested operation is not valid: network 'default' is not active",
        "words that name a network | LIBVIRT_FAILED | fix what libvirt reports | QEMU | OPERATION_FAILED | 0 | operation failed: keepalive of a network socket: Storage pool not found",
        "anything else | LIBVIRT_FAILED | fix what libvirt reports | QEMU | INTERNAL_ERROR | 0 | internal error: process exited while connecting to monitor",
      })
  void areToldApartByNumberAndEachHasAFix(
      String situation,
      Kind kind,
      String fix,
      String domain,
      String number,
      int errno,
      String words) {
    Fault fault =
        new Fault(
            ErrorDomain.valueOf("VIR_FROM_" + domain),
            ErrorNumber.valueOf("VIR_ERR_" + number),
            errno,
            words);
    HostProblem problem = LibvirtErrors.translate(NODE, "starting guest web", fault, null);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.code()).isEqualTo(kind.name());
    assertThat(problem.fix()).contains(fix);
    assertThat(problem.detail()).startsWith("n3 (10.77.0.13): ").contains(words);
    assertThat(problem.unreachable()).isEqualTo(kind == Kind.NODE_UNREACHABLE);
  }

  private static HostProblem failed(String words) {
    var domain = ErrorDomain.VIR_FROM_QEMU;
    var number = ErrorNumber.VIR_ERR_OPERATION_FAILED;
    return LibvirtErrors.translate(
        NODE, "starting guest web", new Fault(domain, number, 0, words), null);
  }

  @Test
  void aFailureNamesWhatWasBeingDone() {
    assertThat(failed("no room").detail())
        .isEqualTo("n3 (10.77.0.13): starting guest web failed: no room");
  }

  @Test
  void aFailureWithoutWordsIsStillAFailure() {
    assertThat(failed(null).detail()).endsWith("failed: no words");
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
