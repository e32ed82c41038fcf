package dev.corral.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One reader of an operation's events. Nobody waits for it: what it has not read yet is replaced by
 * what is newer, since each event tells the whole operation, and bytes are written only while its
 * connection takes them (WriteListener of the servlet specification).
 */
final class OperationStream implements WriteListener, AsyncListener {
  private final String operation;
  private final String user;
  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Consumer<OperationStream> gone;
  private final AtomicReference<byte[]> next = new AtomicReference<>();

  /** Calls of {@link #write} that have not been seen to: the first of them writes for all. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile boolean open;
  private volatile boolean ending;
  private volatile boolean closed;
  private volatile long stalledSince;
  private boolean unflushed;

  /** Calls {@code gone} once, when the stream has ended for any reason. */
  OperationStream(
      String operation, String user, AsyncContext context, Consumer<OperationStream> gone)
      throws IOException {
    this.operation = operation;
    this.user = user;
    this.context = context;
    this.gone = gone;
    this.out = context.getResponse().getOutputStream();
    this.stalledSince = System.nanoTime();
  }

  /** From now on the container calls back. */
  void begin() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  String operation() {
    return operation;
  }

  String user() {
    return user;
  }

  /** Sends this next, instead of what is still unsent; after the last one the stream ends. */
  void send(byte[] event, boolean last) {
    next.set(event);
    ending |= last;
    write();
  }

  /** Sends this unless there is news; ends the stream if it took nothing for so long. */
  void beat(byte[] comment, Duration patience) {
    if (stalledSince != 0 && System.nanoTime() - stalledSince > patience.toNanos()) end();
    else if (next.compareAndSet(null, comment)) write();
  }

  @Override
  public void onWritePossible() {
    open = true;
    write();
  }

  private void write() {
    if (calls.getAndIncrement() != 0) return;
    int seen = 1;
    do {
      if (open && !closed) writeWhatItTakes();
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void writeWhatItTakes() {
    try {
      while (out.isReady()) {
        stalledSince = 0;
        byte[] event = next.getAndSet(null);
        if (event != null) {
          out.write(event);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          out.flush();
        } else {
          if (ending) end();
          return;
        }
      }
      if (stalledSince == 0) stalledSince = System.nanoTime();
    } catch (IOException | IllegalStateException left) {
      end();
    }
  }

  /** Ends the stream from our side. */
  void end() {
    if (closed) return;
    forget();
    try {
      context.complete();
    } catch (IllegalStateException over) {
      // the container was faster
    }
  }

  private void forget() {
    closed = true;
    gone.accept(this);
  }

  @Override
  public void onError(Throwable left) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    forget();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // never started a second time
  }
}
