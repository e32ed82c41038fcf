package dev.corral.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Knocks at a VNC server as a viewer does: RFB 3.8, to the end of its authentication. */
final class Vnc {
  /** The way to let somebody in by password. */
  static final int PASSWORD = 2;

  private static final String VERSION = "RFB 003.008\n";

  private Vnc() {}

  /** The ways that the server offers. */
  static byte[] offered(String address, int port) {
    try (Socket socket = open(address, port)) {
      return greeted(socket);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether it lets this password in. */
  static boolean letsIn(String address, int port, String password) {
    try (Socket socket = open(address, port)) {
      greeted(socket);
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write(PASSWORD);
      out.write(answer(in.readNBytes(16), password));
      return in.readInt() == 0;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Socket open(String address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), 3_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] greeted(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    String version = new String(in.readNBytes(VERSION.length()), StandardCharsets.US_ASCII);
    if (!version.equals(VERSION)) throw new AssertionError("no VNC server: " + version);
    socket.getOutputStream().write(VERSION.getBytes(StandardCharsets.US_ASCII));
    return in.readNBytes(in.readUnsignedByte());
  }

  /** DES by the password, the bits of each of its bytes in reverse order. */
  private static byte[] answer(byte[] challenge, String password) throws GeneralSecurityException {
    byte[] key = Arrays.copyOf(password.getBytes(StandardCharsets.US_ASCII), 8);
    for (int i = 0; i < key.length; i++) key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
    Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
    des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
    return des.doFinal(challenge);
  }
}
