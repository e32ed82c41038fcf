package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.corral.fakes.LocalShell;
import dev.corral.host.DetachedWork.Look;
import dev.corral.host.DetachedWork.State;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Long work, on this machine in the place of a node. Each piece waits for a file before it ends.
 */
class DetachedWorkTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);

  /** Notes each run and the group of processes that it is, then waits to be let go. */
  private static final String UNTIL_LET_GO =
      """
      echo run >> "$1/runs"; cut -d' ' -f5 /proc/$$/stat > "$1/group.new"; mv "$1/group.new" "$1/group"
      n=0; while [ ! -e "$1/go" ] && [ $n -lt 600 ]; do sleep 0.05; n=$((n+1)); done
      cat "$1/go" 2>/dev/null; exit "$2\"""";

  @TempDir Path folder;
  private DetachedWork work;

  @BeforeEach
  void here() {
    work = new DetachedWork(new LocalShell(), folder.resolve("work") + "/");
  }

  @AfterEach
  void letGo() throws IOException {
    if (!Files.exists(folder.resolve("go"))) Files.writeString(folder.resolve("go"), "");
    if (Files.exists(folder.resolve("work/copy"))) ended("copy");
  }

  private void start(int exit) {
    work.ensureStarted(NODE, "copy", UNTIL_LET_GO, folder.toString(), Integer.toString(exit));
  }

  private void running() {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(folder.resolve("group")));
  }

  private Look ended(String id) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> work.look(NODE, id), look -> look.state() != State.RUNNING);
  }

  private List<String> runs() throws IOException {
    return Files.readAllLines(folder.resolve("runs"));
  }

  @Test
  void whatWasNeverStartedIsAbsent() {
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void goesOnByItselfAndEndsWithItsExitStatus() throws IOException {
    start(7);
    running();
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.RUNNING);
    Files.writeString(folder.resolve("go"), "last words");
    Look look = ended("copy");
    assertThat(look.state()).isEqualTo(State.ENDED);
    assertThat(look.exit()).isEqualTo(7);
    assertThat(look.succeeded()).isFalse();
    assertThat(look.out()).isEqualTo("last words");
  }

  @RepeatedTest(10)
  void runsAsSoonAsItsStartHasReturned() {
    start(0);
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.RUNNING);
    assertThat(work.states(NODE)).containsEntry("copy", State.RUNNING);
  }

  @Test
  void startedTwiceRunsOnce() throws IOException {
    start(0);
    running();
    start(0);
    start(0);
    Files.writeString(folder.resolve("go"), "");
    assertThat(ended("copy").succeeded()).isTrue();
    start(0); // it has run: that is enough
    assertThat(ended("copy").succeeded()).isTrue();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void startedByManyAtOnceRunsOnce() throws IOException {
    List<CompletableFuture<Void>> starts =
        Stream.generate(() -> CompletableFuture.runAsync(() -> start(0))).limit(12).toList();
    starts.forEach(CompletableFuture::join);
    running();
    Files.writeString(folder.resolve("go"), "");
    assertThat(ended("copy").succeeded()).isTrue();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void oneThatWasKilledIsAbsentAndCanBeStartedAgain() throws Exception {
    start(0);
    running();
    String group = Files.readString(folder.resolve("group")).strip();
    new ProcessBuilder("kill", "-KILL", "--", "-" + group).start().waitFor();
    assertThat(ended("copy").state()).isEqualTo(State.ABSENT);
    Files.delete(folder.resolve("group"));
    start(0);
    running();
    Files.writeString(folder.resolve("go"), "");
    assertThat(ended("copy").succeeded()).isTrue();
    assertThat(runs()).hasSize(2);
  }

  @Test
  void forgettingOneThatRunsDoesNothing() throws IOException {
    start(0);
    running();
    work.forget(NODE, "copy");
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.RUNNING);
    Files.writeString(folder.resolve("go"), "");
    assertThat(ended("copy").succeeded()).isTrue();
  }

  @Test
  void oneThatEndedAndIsForgottenBeginsAnew() throws IOException {
    Files.writeString(folder.resolve("go"), "");
    start(1);
    assertThat(ended("copy").exit()).isEqualTo(1);
    work.forget(NODE, "copy");
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.ABSENT);
    start(0);
    assertThat(ended("copy").succeeded()).isTrue();
    assertThat(runs()).hasSize(2);
  }

  @Test
  void oneThatHasEndedIsForgottenThoughItHasLeftSomethingRunning() {
    work.ensureStarted(NODE, "copy", "sleep 1 & echo old");
    assertThat(ended("copy").out()).isEqualTo("old");
    work.forget(NODE, "copy");
    assertThat(work.look(NODE, "copy").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void forgettingWhatIsNotThereDoesNothing() {
    work.forget(NODE, "nosuch");
    assertThat(work.look(NODE, "nosuch").state()).isEqualTo(State.ABSENT);
  }

  @Test
  void argumentsAreNeverPartOfTheScript() {
    work.ensureStarted(
        NODE, "words", "printf '%s|' \"$#\" \"$@\"", "a b", "$(id)", "'; exit 9; '", "");
    Look look = ended("words");
    assertThat(look.exit()).isZero();
    assertThat(look.out()).isEqualTo("4|a b|$(id)|'; exit 9; '||");
  }

  @Test
  void tellsTheLastPercentageAndBothStreamsApart() {
    work.ensureStarted(
        NODE,
        "rsync",
        "printf '  1,000  12%%\\r  2,000  47%%\\r'; echo 'no such file: 99%' >&2; exit 23");
    Look look = ended("rsync");
    assertThat(look.percent()).isEqualTo(47);
    assertThat(look.err()).isEqualTo("no such file: 99%");
    work.ensureStarted(NODE, "convert", "printf '    (12.50/100%%)\\r    (63.99/100%%)\\r'");
    assertThat(ended("convert").percent()).isEqualTo(63);
  }

  @Test
  void ofMuchOutputTheEndIsKept() {
    work.ensureStarted(NODE, "much", "seq 1 5000; seq 1 5000 >&2");
    Look look = ended("much");
    assertThat(look.out()).endsWith("\n4999\n5000").hasSizeLessThan(2_000);
    assertThat(look.err()).endsWith("\n4999\n5000").hasSizeLessThan(2_000);
  }

  @Test
  void aNodeThatCannotKeepTheWorkSaysSo() throws IOException {
    Files.writeString(folder.resolve("work"), "a file where the folder should be");
    assertThatThrownBy(() -> work.ensureStarted(NODE, "copy", "true"))
        .isInstanceOfSatisfying(
            HostProblem.class,
            problem -> assertThat(problem.detail()).contains("starting copy failed"));
    Files.delete(folder.resolve("work"));
  }
}
