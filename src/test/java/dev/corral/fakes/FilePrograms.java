package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.fakes.shell.Paths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that name, move, remove and look at files. */
final class FilePrograms {
  private static final Pattern FORMAT = Pattern.compile("%(\\.\\d+)?([a-zA-Z%])");
  private final FakeNode node;
  private final FakeFiles files;

  FilePrograms(FakeNode node) {
    this.node = node;
    this.files = node.files();
  }

  void into(Map<String, Program> all) {
    all.put("mkdir", this::mkdir);
    all.put("rm", this::rm);
    all.put("rmdir", this::rmdir);
    all.put("mv", this::mv);
    all.put("ln", this::ln);
    all.put("cp", this::cp);
    all.put("chmod", this::chmod);
    all.put("chown", c -> 0);
    all.put("sync", c -> c.operands().stream().allMatch(p -> there(c.path(p))) ? 0 : 1);
    all.put("touch", this::touch);
    all.put("stat", this::stat);
    all.put("test", c -> new TestProgram(node, c).run());
    all.put("[", c -> new TestProgram(node, c).run());
    all.put("readlink", this::readlink);
    all.put("ls", this::ls);
    all.put("basename", c -> said(c, Paths.name(c.words().get(0))));
    all.put("dirname", c -> said(c, Paths.parent(c.words().get(0))));
    all.put("mkfifo", this::touch);
  }

  private static int said(Call call, String line) {
    call.say(line);
    return 0;
  }

  private boolean there(String path) {
    return files.find(path).isPresent() || files.isFolder(path);
  }

  private static boolean flag(Call call, char letter) {
    return call.words().stream().anyMatch(w -> w.matches("-[a-zA-Z]*" + letter + "[a-zA-Z]*"));
  }

  private int mkdir(Call call) {
    List<String> paths = new ArrayList<>(call.operands());
    paths.remove(call.after("-m"));
    for (String word : paths) {
      String path = call.path(word);
      boolean parents = flag(call, 'p');
      if (files.find(path).isPresent() || !parents && files.isFolder(path))
        return call.complain(1, "cannot create directory '" + word + "': File exists");
      if (!parents && !files.isFolder(Paths.parent(path)))
        return call.complain(
            1, "cannot create directory '" + word + "': No such file or directory");
      files.makeFolder(path);
    }
    return 0;
  }

  private int rm(Call call) {
    boolean force = flag(call, 'f');
    for (String word : call.operands()) {
      String path = call.path(word);
      boolean folder = files.isFolder(path);
      if (folder && !flag(call, 'r'))
        return call.complain(1, "cannot remove '" + word + "': Is a directory");
      if (!folder && files.entry(path).isEmpty() && !force)
        return call.complain(1, "cannot remove '" + word + "': No such file or directory");
      files.remove(path);
    }
    return 0;
  }

  private int rmdir(Call call) {
    for (String word : call.operands())
      if (!files.removeFolder(call.path(word)) && !call.has("--ignore-fail-on-non-empty"))
        return call.complain(1, "failed to remove '" + word + "': Directory not empty");
    return 0;
  }

  /** Into a folder under its own name, if the target is one. */
  private String target(Call call, String from, String to) {
    String path = call.path(to);
    return files.isFolder(path) && !call.has("-T") ? path + "/" + Paths.name(from) : path;
  }

  private int mv(Call call) {
    List<String> names = call.operands();
    String to = names.get(names.size() - 1);
    for (String word : names.subList(0, names.size() - 1)) {
      String from = call.path(word);
      String target = target(call, from, to);
      if (files.entry(from).isEmpty() && !files.isFolder(from))
        return call.complain(1, "cannot stat '" + word + "': No such file or directory");
      if (!files.isFolder(Paths.parent(target)))
        return call.complain(
            1, "cannot move '" + word + "' to '" + to + "': No such file or directory");
      if (flag(call, 'n') && there(target)) continue;
      files.rename(from, target);
    }
    return 0;
  }

  private int ln(Call call) {
    List<String> names = call.operands();
    String word = names.get(0);
    String to = target(call, word, names.get(1));
    if (files.entry(to).isPresent() && !flag(call, 'f'))
      return call.complain(1, "failed to create link '" + to + "': File exists");
    if (flag(call, 's')) {
      files.remove(to);
      files.create(to, new Content.Text(word)).link = word;
      return 0;
    }
    Optional<FakeFile> file = files.find(call.path(word));
    if (file.isEmpty())
      return call.complain(1, "failed to access '" + word + "': No such file or directory");
    files.link(to, file.get());
    return 0;
  }

  private int cp(Call call) {
    List<String> names = call.operands();
    Optional<FakeFile> from = files.find(call.path(names.get(0)));
    if (from.isEmpty())
      return call.complain(1, "cannot stat '" + names.get(0) + "': No such file or directory");
    call.shell().pause(node.herd().time(from.get().size()));
    String to = target(call, names.get(0), names.get(1));
    FakeFile copy = files.put(to, from.get().content());
    copy.present = from.get().present;
    copy.mode = from.get().mode;
    return 0;
  }

  private int chmod(Call call) {
    List<String> names = new ArrayList<>(call.operands());
    String mode =
        call.words().stream().anyMatch(w -> w.startsWith("--reference")) ? "" : names.remove(0);
    for (String word : names) {
      Optional<FakeFile> file = files.find(call.path(word));
      if (file.isEmpty() && !files.isFolder(call.path(word)))
        return call.complain(1, "cannot access '" + word + "': No such file or directory");
      if (!mode.isEmpty()) file.ifPresent(f -> f.mode = mode.replaceFirst("^0", ""));
    }
    return 0;
  }

  private int touch(Call call) {
    for (String word : call.operands()) {
      String path = call.path(word);
      if (files.find(path).isPresent()) files.find(path).get().modified = node.clock().instant();
      else files.put(path, new Content.Text(""));
    }
    return 0;
  }

  private int readlink(Call call) {
    String path = call.path(call.operands().get(0));
    if (flag(call, 'f')) return said(call, path);
    Optional<FakeFile> link = files.entry(path).filter(f -> f.link != null);
    return link.isEmpty() ? 1 : said(call, link.get().link);
  }

  private int ls(Call call) {
    List<String> names = call.operands();
    String folder = call.path(names.isEmpty() ? "." : names.get(0));
    if (!there(folder))
      return call.complain(2, "cannot access '" + folder + "': No such file or directory");
    files.below(folder).keySet().stream()
        .map(p -> p.substring(folder.length() + 1).split("/")[0])
        .filter(n -> flag(call, 'A') || flag(call, 'a') || !n.startsWith("."))
        .distinct()
        .forEach(call::say);
    return 0;
  }

  private int stat(Call call) {
    String format = call.after("-c");
    List<String> names = new ArrayList<>(call.operands());
    names.remove(format);
    int status = 0;
    for (String word : names) {
      Optional<FakeFile> file = files.find(call.path(word));
      if (file.isPresent()) call.say(shown(format, word, file.get(), node.skew));
      else if (files.isFolder(call.path(word)))
        call.say(
            shown(
                format,
                word,
                new FakeFile(1, new Content.Text(""), node.clock().instant()),
                node.skew));
      else status = call.complain(1, "cannot statx '" + word + "': No such file or directory");
    }
    return status;
  }

  static String shown(String format, String name, FakeFile file, java.time.Duration skew) {
    Instant modified = file.modified.plus(skew);
    Matcher matcher = FORMAT.matcher(format);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      int digits = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1).substring(1));
      String value =
          switch (matcher.group(2)) {
            case "s" -> Long.toString(file.size());
            case "b" -> Long.toString((file.size() + 511) / 512);
            case "B" -> "512";
            case "i" -> Long.toString(file.number);
            case "n" -> name;
            case "a" -> file.mode;
            case "U", "G" -> "root";
            case "u", "g" -> "0";
            case "h" -> "1";
            case "F" ->
                file.content instanceof Content.Text t && t.text().isEmpty()
                    ? "regular empty file"
                    : "regular file";
            case "Y" -> seconds(modified, digits);
            default -> throw new IllegalArgumentException("stat " + matcher.group());
          };
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(text).toString();
  }

  /** Whole seconds, or with so many decimals. */
  static String seconds(Instant at, int decimals) {
    if (decimals == 0) return Long.toString(at.getEpochSecond());
    return at.getEpochSecond() + "." + "%09d".formatted(at.getNano()).substring(0, decimals);
  }
}
