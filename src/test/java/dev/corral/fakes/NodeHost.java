package dev.corral.fakes;

import dev.corral.fakes.shell.Host;
import dev.corral.fakes.shell.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a shell on a node finds: its files, its programs. */
final class NodeHost implements Host {
  private static final Pattern STAT = Pattern.compile("/proc/(\\d+)/stat");
  private final FakeNode node;
  private final Map<String, Program> programs = new HashMap<>();

  NodeHost(FakeNode node) {
    this.node = node;
    new FilePrograms(node).into(programs);
    new FindProgram(node).into(programs);
    new TextPrograms(node).into(programs);
    new HeaderPrograms(node).into(programs);
    new ImagePrograms(node).into(programs);
    new SystemPrograms(node).into(programs);
    new ProcessPrograms(node).into(programs);
    new TransferPrograms(node).into(programs);
  }

  @Override
  public Optional<Program> program(String name) {
    return node.missing.contains(name) ? Optional.empty() : Optional.ofNullable(programs.get(name));
  }

  @Override
  public Optional<String> read(String path) {
    Matcher stat = STAT.matcher(path);
    if (stat.matches())
      return Optional.of("%s (sh) S 1 %1$s %1$s 0 -1 0\n".formatted(stat.group(1)));
    Optional<String> known = Kernel.read(node, path);
    if (known.isPresent()) return known;
    return node.files().find(path).map(NodeHost::text);
  }

  /** Of a file that has not arrived whole it is another text. */
  static String text(FakeFile file) {
    return file.whole()
        ? file.content().canonical()
        : file.content().canonical() + " up to " + file.size();
  }

  @Override
  public Consumer<String> write(String path, boolean append) {
    FakeFile there = node.files().find(path).orElse(null);
    if (there == null && !node.files().isFolder(dev.corral.fakes.shell.Paths.parent(path)))
      return null;
    if (there == null) there = node.files().create(path, new Content.Text(""));
    else if (!append)
      there.put(new Content.Text(""), node.clock().instant()); // also if nothing has room then
    FakeFile file = there;
    return said -> {
      String before =
          file.content() instanceof Content.Text t ? t.text() : file.content().canonical();
      Content.Text after = new Content.Text(before + said);
      if (node.files().available() < said.length() && !path.startsWith("/run/"))
        throw new NoRoom(path);
      file.put(after, node.clock().instant());
    };
  }

  @Override
  public boolean isFolder(String path) {
    return node.files().isFolder(path);
  }

  @Override
  public List<String> matching(String pattern) {
    List<String> kernel = Kernel.matching(node, pattern);
    return kernel.isEmpty() ? node.files().matching(pattern) : kernel;
  }

  @Override
  public int background(Shell parent, Consumer<Shell> work) {
    return node.jobs().start(parent, work);
  }
}
