package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.fakes.shell.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The program {@code find}: files, and what processes have open. */
final class FindProgram {
  private final FakeNode node;

  FindProgram(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    all.put("find", this::run);
  }

  /**
   * @param link where it leads, or null
   */
  private record Found(String path, String below, char kind, String link, FakeFile file) {}

  private int run(Call call) {
    List<String> starts = new ArrayList<>();
    int at = 0;
    List<String> words = call.words();
    while (at < words.size() && !words.get(at).startsWith("-") && !words.get(at).equals("!"))
      starts.add(words.get(at++));
    List<String> tests = words.subList(at, words.size());
    int status = 0;
    for (String start : starts) {
      List<Found> all = start.startsWith("/proc/") ? open() : below(call, start);
      if (all == null) status = call.complain(1, "'" + start + "': No such file or directory");
      else for (Found found : all) matches(call, tests, found);
    }
    return status;
  }

  /** What guests and processes have open. */
  private List<Found> open() {
    Map<String, String> all = new LinkedHashMap<>();
    for (FakeGuest guest : node.libvirt().all())
      if (guest.active())
        for (String path : guest.open(node))
          all.put("/proc/" + guest.process() + "/fd/" + all.size(), path);
    node.jobs()
        .open()
        .forEach(
            (number, paths) ->
                paths.forEach(p -> all.put("/proc/" + number + "/fd/" + all.size(), p)));
    List<Found> found = new ArrayList<>();
    all.forEach((path, to) -> found.add(new Found(path, "1", 'l', to, null)));
    return found;
  }

  private List<Found> below(Call call, String start) {
    String folder = call.path(start);
    FakeFiles files = node.files();
    if (files.entry(folder).isPresent())
      return List.of(found(start, "", files.entry(folder).get()));
    if (!files.isFolder(folder)) return null;
    List<Found> all = new ArrayList<>();
    all.add(new Found(start, "", 'd', null, null));
    files
        .folders(folder)
        .forEach(
            f ->
                all.add(
                    new Found(
                        start + f.substring(folder.length()),
                        f.substring(folder.length() + 1),
                        'd',
                        null,
                        null)));
    files
        .below(folder)
        .forEach(
            (path, file) ->
                all.add(
                    found(
                        start + path.substring(folder.length()),
                        path.substring(folder.length() + 1),
                        file)));
    return all;
  }

  private static Found found(String path, String below, FakeFile file) {
    return new Found(path, below, file.link == null ? 'f' : 'l', file.link, file);
  }

  private void matches(Call call, List<String> tests, Found found) {
    boolean printed = false;
    int depth = found.below().isEmpty() ? 0 : found.below().split("/").length;
    for (int i = 0; i < tests.size(); i++) {
      boolean not = tests.get(i).equals("!") || tests.get(i).equals("-not");
      if (not) i++;
      String test = tests.get(i);
      String value = i + 1 < tests.size() ? tests.get(i + 1) : "";
      boolean holds = true;
      switch (test) {
        case "-maxdepth" -> holds = depth <= Integer.parseInt(value);
        case "-mindepth" -> holds = depth >= Integer.parseInt(value);
        case "-type" -> holds = value.indexOf(found.kind()) >= 0;
        case "-name" -> holds = Paths.name(found.path()).matches(glob(value));
        case "-path" -> holds = found.path().matches(glob(value));
        case "-lname" -> holds = found.link() != null && found.link().matches(glob(value));
        case "-mmin" -> holds = old(found, value);
        case "-printf" -> call.out().write(printed(value, found));
        case "-print" -> call.say(found.path());
        case "-print0" -> call.out().write(found.path() + "\0");
        case "-delete" -> node.files().remove(call.path(found.path()));
        case "-quit" -> {}
        default -> throw new IllegalArgumentException("find " + test);
      }
      boolean action = test.startsWith("-print") || test.equals("-delete") || test.equals("-quit");
      printed |= action;
      if (!action || test.equals("-printf")) i++;
      if (holds == not) return;
    }
    if (!printed) call.say(found.path());
  }

  private boolean old(Found found, String minutes) {
    if (found.file() == null) return false;
    long age =
        java.time.Duration.between(found.file().modified, node.clock().instant()).toMinutes();
    long than = Long.parseLong(minutes.replaceFirst("[+-]", ""));
    return minutes.startsWith("+")
        ? age > than
        : minutes.startsWith("-") ? age < than : age == than;
  }

  private static String glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray())
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    return regex.toString();
  }

  private String printed(String format, Found found) {
    String text = format.replace("\\0", "\0").replace("\\n", "\n").replace("\\t", "\t");
    text = text.replace("%l", found.link() == null ? "" : found.link());
    text =
        text.replace("%f", Paths.name(found.path()))
            .replace("%p", found.path())
            .replace("%P", found.below());
    if (found.file() == null) return text;
    FakeFile file = found.file();
    return text.replace("%s", Long.toString(file.size()))
        .replace("%b", Long.toString((file.size() + 511) / 512))
        .replace("%i", Long.toString(file.number))
        .replace("%m", file.mode)
        .replace("%T@", FilePrograms.seconds(file.modified.plus(node.skew), 9) + "0");
  }
}
