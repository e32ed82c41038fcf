package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSchException;
import dev.corral.fakes.LocalShell;
import dev.corral.host.HostProblem.Kind;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the way to a host and on it, and what a person is told. */
class SshErrorsTests {
  private static final String PINNED =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  private static final Endpoint NODE =
      new Endpoint(new NodeName("n3"), "10.77.0.13", 22, "root", PINNED);
  @TempDir Path folder;

  static Stream<Arguments> connections() {
    return Stream.of(
        Arguments.of(
            new JSchException("Auth fail for methods 'publickey,keyboard-interactive'"),
            Kind.LOGIN_REFUSED,
            "right password"),
        Arguments.of(
            new JSchException("Auth cancel for methods 'password'"),
            Kind.LOGIN_REFUSED,
            "right password"),
        Arguments.of(
            new JSchException("SSH_MSG_DISCONNECT: 2 Too many authentication failures"),
            Kind.LOGIN_REFUSED,
            "right password"),
        Arguments.of(
            caused(new ConnectException("Connection refused")), Kind.SSH_REFUSED, "start sshd"),
        Arguments.of(
            caused(new ConnectException("Connection timed out")),
            Kind.NODE_UNREACHABLE,
            "switched on"),
        Arguments.of(
            caused(new NoRouteToHostException("No route to host")),
            Kind.NODE_UNREACHABLE,
            "switched on"),
        Arguments.of(
            caused(new SocketTimeoutException("Connect timed out")),
            Kind.NODE_UNREACHABLE,
            "switched on"),
        Arguments.of(
            new JSchException("timeout: socket is not established"),
            Kind.NODE_UNREACHABLE,
            "switched on"),
        Arguments.of(
            new JSchException("Session.connect: java.io.IOException: End of IO Stream Read"),
            Kind.NODE_UNREACHABLE,
            "switched on"),
        Arguments.of(
            caused(new UnknownHostException("10.77.0.13")),
            Kind.NODE_UNREACHABLE,
            "correct the address"));
  }

  private static JSchException caused(IOException cause) {
    return new JSchException(cause.toString(), cause);
  }

  @ParameterizedTest
  @MethodSource("connections")
  void aConnectionThatDoesNotComeAboutHasItsReasonAndAFix(JSchException e, Kind kind, String fix) {
    HostProblem problem = SshErrors.connecting(NODE, e, null);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.fix()).contains(fix);
    assertThat(problem.detail()).startsWith("n3 (10.77.0.13): ");
    assertThat(problem.getCause()).isSameAs(e);
  }

  @Test
  void aPortOnWhichNothingListensIsToldApartByARealConnection() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Endpoint nobody = new Endpoint(new NodeName("n3"), "127.0.0.1", free, "root", PINNED);
    assertThatThrownBy(() -> SshSession.open(nobody, SshKey.in(folder), null))
        .isInstanceOfSatisfying(
            HostProblem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.SSH_REFUSED);
              assertThat(problem.detail()).contains("nothing listens on port " + free);
              assertThat(problem.unreachable()).isTrue();
              assertThat(problem.passing()).isTrue();
            });
  }

  @Test
  void anAddressThatIsNoneIsToldApartByARealConnection() {
    Endpoint nowhere = new Endpoint(new NodeName("n3"), "nosuch.invalid", 22, "root", PINNED);
    assertThatThrownBy(() -> SshSession.open(nowhere, SshKey.in(folder), null))
        .hasMessageContaining("'nosuch.invalid' has no address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127 | sh: 1: rsync: not found | COMMAND_MISSING | install it on the node",
        "1   | cp: error writing 'x': No space left on device | COMMAND_FAILED | make room on the node",
        "30  | [sender] io timeout after 10 seconds -- exiting | COMMAND_FAILED | fix on the node what",
      })
  void aCommandThatFailedIsQuoted(int exit, String err, Kind kind, String fix) {
    HostProblem problem = SshErrors.failed(NODE, "sending to n2", new Output(exit, "", err));
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.detail()).contains("sending to n2").contains(err);
    assertThat(problem.fix()).contains(fix);
  }

  @Test
  void demandingThrowsTheCommandsOwnWords() {
    var shell = new LocalShell();
    assertThat(shell.demand(NODE, "asking", Command.script("echo \"$1\"", "here")).out())
        .isEqualTo("here\n");
    assertThatThrownBy(
            () -> shell.demand(NODE, "asking", Command.script("echo not today >&2; exit 3")))
        .hasMessage("n3 (10.77.0.13): asking failed (exit 3): not today");
  }

  @Test
  void onlyWhatSomebodyMustMendIsNotTriedAgain() {
    assertThat(Stream.of(Kind.values()).filter(k -> !new HostProblem(k, "", "", null).passing()))
        .containsExactly(
            Kind.HOST_KEY_UNKNOWN,
            Kind.HOST_KEY_CHANGED,
            Kind.LOGIN_REFUSED,
            Kind.LIBVIRT_MISSING,
            Kind.COMMAND_MISSING);
  }
}
