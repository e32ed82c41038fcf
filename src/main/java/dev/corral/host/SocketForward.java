package dev.corral.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A unix socket here that leads to a unix socket on a node, through the kept SSH session. For one
 * connection: libvirt's. The socket lies in a folder of mode 0700; a TCP port would let every local
 * user command the node.
 */
final class SocketForward implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;
  private final Path path;
  private final ServerSocketChannel server;
  private volatile SocketChannel here;
  private volatile com.jcraft.jsch.Channel there;

  private SocketForward(Path path, ServerSocketChannel server) {
    this.path = path;
    this.server = server;
  }

  static SocketForward open(SshSession session, String remote, Path path) throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    SocketForward forward = new SocketForward(path, server);
    daemon("accept " + path.getFileName(), () -> forward.serve(session, remote));
    return forward;
  }

  private void serve(SshSession session, String remote) {
    try {
      here = server.accept();
      var channel = session.socket(remote);
      there = channel;
      InputStream fromNode = channel.getInputStream();
      OutputStream toNode = channel.getOutputStream();
      channel.connect(5_000);
      daemon("to " + path.getFileName(), () -> toNode(toNode));
      fromNode(fromNode);
    } catch (IOException | com.jcraft.jsch.JSchException closed) {
      close();
    }
  }

  /** By buffers: the stream adapters of a channel let no thread write while another reads. */
  private void toNode(OutputStream node) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (here.read(buffer) >= 0) {
        node.write(buffer.array(), 0, buffer.position());
        node.flush();
        buffer.clear();
      }
    } catch (IOException closed) {
      // one end went away: so does the other
    } finally {
      close();
    }
  }

  private void fromNode(InputStream node) {
    byte[] bytes = new byte[BUFFER];
    try {
      for (int n = node.read(bytes); n >= 0; n = node.read(bytes)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, n);
        while (buffer.hasRemaining()) here.write(buffer);
      }
    } catch (IOException closed) {
      // likewise
    } finally {
      close();
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    if (there != null) there.disconnect();
    try {
      if (here != null) here.close();
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
