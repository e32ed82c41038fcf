package dev.corral.host;

import dev.corral.shared.MacAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Sends magic packets: from here where Corral is in the node's subnet, else from a node that is.
 */
@Component
public class WakeSender {
  /** The discard and echo ports, by long custom. */
  private static final int[] PORTS = {9, 7};

  /** A relay that does not take the order in this time is passed over. */
  private static final Duration RELAY_LIMIT = Duration.ofSeconds(5);

  /** A shell alone cannot broadcast; perl-base is on every Debian, Python on the others. */
  private static final String RELAY =
      """
      if command -v perl >/dev/null 2>&1; then exec perl -e "$1" "$3" "$4"; else exec python3 -c "$2" "$3" "$4"; fi""";

  private static final String PERL =
      """
      use Socket; my ($mac, $to) = @ARGV; my $packet = ("\\xff" x 6) . (pack("H12", $mac) x 16);
      socket(my $s, PF_INET, SOCK_DGRAM, getprotobyname("udp") || 17) or die "socket: $!"; setsockopt($s, SOL_SOCKET, SO_BROADCAST, 1) or die "broadcast: $!";
      for my $port (9, 7) { send($s, $packet, 0, sockaddr_in($port, inet_aton($to))) or die "send: $!" }""";

  private static final String PYTHON =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
      for port in (9, 7): s.sendto(b'\\xff' * 6 + bytes.fromhex(sys.argv[1]) * 16, (sys.argv[2], port))""";

  private final RemoteShell shell;

  WakeSender(RemoteShell shell) {
    this.shell = shell;
  }

  /** True if one of this machine's networks has that broadcast address. */
  public boolean reaches(String broadcast) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(i -> i.getInterfaceAddresses().stream())
          .map(InterfaceAddress::getBroadcast)
          .filter(Objects::nonNull)
          .anyMatch(b -> b.getHostAddress().equals(broadcast));
    } catch (SocketException e) {
      return false;
    }
  }

  /** From here, to the broadcast address of the node's subnet. */
  public void send(MacAddress mac, String broadcast) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setBroadcast(true);
      byte[] packet = packet(mac);
      for (int port : PORTS)
        socket.send(
            new DatagramPacket(packet, packet.length, InetAddress.getByName(broadcast), port));
    } catch (IOException e) {
      throw new HostProblem(
          HostProblem.Kind.COMMAND_FAILED,
          "no magic packet could be sent to " + broadcast + ": " + e.getMessage(),
          "see that Corral's machine has a route to that network",
          e);
    }
  }

  /** From a node of the same subnet. */
  public void sendFrom(Endpoint relay, MacAddress mac, String broadcast) {
    shell.demand(
        relay,
        "sending a magic packet",
        Command.script(RELAY, PERL, PYTHON, HexFormat.of().formatHex(mac.bytes()), broadcast)
            .within(RELAY_LIMIT));
  }

  /** Six bytes of ones, then the address sixteen times. */
  static byte[] packet(MacAddress mac) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(HexFormat.of().parseHex("ff".repeat(6)));
    Collections.nCopies(16, mac.bytes()).forEach(packet::writeBytes);
    return packet.toByteArray();
  }
}
