package dev.corral;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Reads the UI's Java and words again while Corral runs: what is changed inside of methods takes
 * effect at once. The JVM takes no new methods or classes; who needs these starts again.
 */
final class UiReload {
  private static final Path SOURCES = Path.of("ui/java");
  private static final Path WORDS = Path.of("src/main/resources/ui");
  private static final Path CLASSES = Path.of("target/classes");
  private Instant last = Instant.now();

  /** At each line of the standard input, until it ends. */
  void atEachLine() {
    Thread thread = new Thread(this::listen, "reload");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try (var lines = new BufferedReader(new InputStreamReader(System.in))) {
      while (lines.readLine() != null) System.out.println("dev: " + again());
    } catch (IOException ended) {
      // nobody types any more
    }
  }

  /** What came of it, in words. */
  private String again() {
    Instant since = last;
    last = Instant.now();
    try {
      List<Path> words = changed(WORDS, since);
      for (Path file : words)
        Files.copy(
            file,
            CLASSES.resolve("ui").resolve(file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      if (!words.isEmpty()) ResourceBundle.clearCache();
      List<Path> sources = changed(SOURCES, since);
      String complaint = sources.isEmpty() ? "" : compile(sources);
      if (!complaint.isEmpty()) {
        last = since;
        return "does not compile:\n" + complaint;
      }
      return redefine(since)
          + " and "
          + words.size()
          + " files of words read again; load the page again";
    } catch (IOException | UnmodifiableClassException | ClassNotFoundException e) {
      return "not read: " + e;
    } catch (UnsupportedOperationException structure) {
      return "not taken (" + structure.getMessage() + "): end with Ctrl-C, and start again";
    }
  }

  private static List<Path> changed(Path folder, Instant since) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList())
        if (Files.getLastModifiedTime(file).compareTo(FileTime.from(since)) > 0) all.add(file);
      return all;
    }
  }

  private static String compile(List<Path> sources) throws IOException {
    StringWriter said = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-nowarn",
              "-parameters",
              "-proc:none",
              "-d",
              CLASSES.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean well =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      return well ? "" : said.toString();
    }
  }

  private static String redefine(Instant since)
      throws IOException, UnmodifiableClassException, ClassNotFoundException {
    Instrumentation jvm = ByteBuddyAgent.install();
    Map<String, Class<?>> loaded = new HashMap<>();
    for (Class<?> type : jvm.getAllLoadedClasses()) loaded.put(type.getName(), type);
    List<ClassDefinition> fresh = new ArrayList<>();
    for (Path file : changed(CLASSES.resolve("dev/corral/ui"), since)) {
      String name =
          CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
      if (loaded.containsKey(name))
        fresh.add(new ClassDefinition(loaded.get(name), Files.readAllBytes(file)));
    }
    jvm.redefineClasses(fresh.toArray(ClassDefinition[]::new));
    return fresh.size() + " classes";
  }
}
