package dev.corral.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a digest of each request that bears an Idempotency-Key: of its method, path, query and
 * body.
 */
@Component
class ContentDigest extends OncePerRequestFilter {
  /** Attribute of the request, a text in hexadecimal. */
  static final String ATTRIBUTE = ContentDigest.class.getName();

  /** No command is longer; of one that is, the rest counts for nothing. */
  private static final int MOST = 1 << 20;

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(RequestArgument.KEY) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(MOST);
    request.setAttribute(ATTRIBUTE, digest(request, body));
    chain.doFilter(new ReadAlready(request, body), response);
  }

  private static String digest(HttpServletRequest request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line =
          "%s %s?%s\n"
              .formatted(request.getMethod(), request.getRequestURI(), request.getQueryString());
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The request, whose body can be read once more. */
  private static final class ReadAlready extends HttpServletRequestWrapper {
    private final byte[] body;

    private ReadAlready(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Whole(
          new SequenceInputStream(new ByteArrayInputStream(body), super.getInputStream()));
    }
  }

  /** A body from its beginning. */
  private static final class Whole extends ServletInputStream {
    private final InputStream bytes;
    private boolean finished;

    private Whole(InputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      int read = bytes.read();
      finished = read < 0;
      return read;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
      int read = bytes.read(to, from, most);
      finished = read < 0;
      return read;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("commands are read by the thread that answers them");
    }
  }
}
