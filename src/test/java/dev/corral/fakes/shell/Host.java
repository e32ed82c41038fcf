package dev.corral.fakes.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a shell needs of the machine on which it runs. */
public interface Host {
  /** A program, if it is installed there. */
  Optional<Program> program(String name);

  /** The text of a file, if it can be read. */
  Optional<String> read(String path);

  /** Opens a file for writing: empties it, unless it is appended to. Throws {@link NoRoom}. */
  Consumer<String> write(String path, boolean append);

  boolean isFolder(String path);

  /** The paths that match, sorted; none if nothing does. */
  List<String> matching(String pattern);

  /**
   * Starts work that goes on by itself, with all that its parent has open. Answers its process
   * number.
   */
  int background(Shell parent, Consumer<Shell> work);

  /** A program of this machine. */
  interface Program {
    /** Answers its exit status. */
    int run(Call call);
  }

  /** Waits, in work that goes on by itself; what somebody waits for takes no time. */
  interface Pause {
    void pause(Duration time);
  }

  /** No room is left on the disk. */
  final class NoRoom extends RuntimeException {
    public NoRoom(String path) {
      super(path + ": No space left on device");
    }
  }
}
