package dev.corral.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network between a browser and Corral, of which one can count the bytes, and which can be cut
 * without either end being told, or made very slow.
 */
final class Wire implements AutoCloseable {
  private enum State {
    WHOLE,
    SLOW,
    CUT
  }

  private final ServerSocket listening;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong toBrowser = new AtomicLong();
  private State state = State.WHOLE;
  private boolean closed;

  private Wire(ServerSocket listening, int port) {
    this.listening = listening;
    this.port = port;
  }

  /** A new one to that port of this machine. */
  static Wire to(int port) {
    try {
      Wire wire = new Wire(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), port);
      daemon(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** Bytes that the browser was sent so far. */
  long toBrowser() {
    return toBrowser.get();
  }

  /** From now on nothing comes through, in either direction; no connection is closed. */
  synchronized void cut() {
    state = State.CUT;
  }

  /** From now on the browser gets one byte a second on each connection. */
  synchronized void slow() {
    state = State.SLOW;
  }

  /** Everything comes through again. */
  synchronized void mend() {
    state = State.WHOLE;
    notifyAll();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket browser = listening.accept();
        Socket corral = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(browser);
        sockets.add(corral);
        daemon(() -> pass(browser, corral, false));
        daemon(() -> pass(corral, browser, true));
      } catch (IOException ended) {
        // the next one, unless we are closed
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] bytes = new byte[16_384];
      for (int read; (read = in.read(bytes)) > 0; ) {
        int sent = 0;
        while (sent < read) {
          int now = let(counted) ? read - sent : 1;
          out.write(bytes, sent, now);
          sent += now;
        }
        if (counted) toBrowser.addAndGet(read);
      }
    } catch (IOException ended) {
      // as the other end did
    }
  }

  /** Waits until something may pass; answers whether all of it may, or one byte. */
  private synchronized boolean let(boolean slowed) throws IOException {
    try {
      while (state == State.CUT && !closed) wait();
      if (state == State.SLOW && slowed && !closed) wait(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return state != State.SLOW || !slowed;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      listening.close();
      for (Socket socket : sockets) socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
