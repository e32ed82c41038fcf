package dev.corral.fakes;

import dev.corral.host.Command;
import dev.corral.host.Endpoint;
import dev.corral.host.HostKey;
import dev.corral.host.Output;
import dev.corral.host.RemoteShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** This machine in the place of a node: a command is a process here. */
public final class LocalShell implements RemoteShell {
  private final Map<String, String> environment;

  /** As whoever runs the tests. */
  public LocalShell() {
    this(Map.of());
  }

  /** With these variables besides: another HOME, for instance. */
  public LocalShell(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Output run(Endpoint node, Command command) {
    try {
      Path out = Files.createTempFile("shell", ".out");
      Path err = Files.createTempFile("shell", ".err");
      Path in = Files.writeString(Files.createTempFile("shell", ".in"), command.input());
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command.words())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command.words() + " did not end within " + command.limit());
        }
        return new Output(process.exitValue(), text(out), text(err));
      } finally {
        for (Path file : new Path[] {in, out, err}) Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Override
  public Output runAnew(Endpoint node, Command command) {
    return run(node, command);
  }

  @Override
  public HostKey hostKey(Endpoint node) {
    throw new UnsupportedOperationException("this machine shows no host key");
  }

  @Override
  public void installKey(Endpoint node, String password) {
    throw new UnsupportedOperationException("this machine takes no key");
  }

  @Override
  public String publicKey() {
    throw new UnsupportedOperationException("this machine has no key");
  }
}
