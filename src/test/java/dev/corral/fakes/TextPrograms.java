package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import dev.corral.fakes.shell.Paths;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that read and write lines. */
final class TextPrograms {
  private static final Pattern SUBSTITUTE = Pattern.compile("s([/|,])(.*?)\\1(.*?)\\1([gp]*)");
  private static final Pattern LATER = Pattern.compile("\\+(\\d+) (hour|day|minute)s?");
  private final FakeNode node;

  TextPrograms(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    all.put("cat", this::cat);
    all.put("tee", this::tee);
    all.put("head", c -> part(c, true));
    all.put("tail", c -> part(c, false));
    all.put("cut", this::cut);
    all.put("tr", this::tr);
    all.put("grep", this::grep);
    all.put("sort", this::sort);
    all.put("uniq", c -> print(c, lines(c).stream().distinct().toList()));
    all.put("wc", this::wc);
    all.put("sed", this::sed);
    all.put("seq", this::seq);
    all.put("date", this::date);
    all.put("sha256sum", this::sha256);
    all.put("openssl", this::openssl);
    all.put("dd", this::dd);
    for (String unused : List.of("gawk", "awk", "zstd"))
      all.put(unused, c -> c.complain(2, "is no fake"));
  }

  private int print(Call call, List<String> lines) {
    lines.forEach(call::say);
    return 0;
  }

  /** The files that are named, else the standard input. */
  private String input(Call call, List<String> names) {
    if (names.isEmpty()) return call.in().readAll();
    StringBuilder all = new StringBuilder();
    for (String name : names) node.host().read(call.path(name)).ifPresent(all::append);
    return all.toString();
  }

  private List<String> lines(Call call) {
    return input(call, call.operands()).lines().toList();
  }

  private int cat(Call call) {
    int status = 0;
    for (String name : call.operands().isEmpty() ? List.of("-") : call.operands()) {
      Optional<String> text =
          name.equals("-") ? Optional.of(call.in().readAll()) : node.host().read(call.path(name));
      if (text.isPresent()) call.out().write(text.get());
      else status = call.complain(1, name + ": No such file or directory");
    }
    return status;
  }

  private int tee(Call call) {
    String text = call.in().readAll();
    call.out().write(text);
    for (String name : call.operands()) node.files().put(call.path(name), new Content.Text(text));
    return 0;
  }

  private int part(Call call, boolean first) {
    List<String> words = new ArrayList<>(call.words());
    boolean bytes = call.has("-c");
    String amount = bytes ? call.after("-c") : call.has("-n") ? call.after("-n") : "10";
    words.removeAll(List.of("-c", "-n", amount));
    List<String> names = words.stream().filter(w -> !w.startsWith("-")).toList();
    String count =
        words.stream()
            .filter(w -> w.matches("-\\d+"))
            .map(w -> w.substring(1))
            .findFirst()
            .orElse(amount);
    String text = input(call, names);
    int n = Integer.parseInt(count);
    if (bytes) {
      int length = Math.min(n, text.length());
      call.out().write(first ? text.substring(0, length) : text.substring(text.length() - length));
      return 0;
    }
    List<String> all = text.lines().toList();
    int length = Math.min(n, all.size());
    return print(
        call, first ? all.subList(0, length) : all.subList(all.size() - length, all.size()));
  }

  private int cut(Call call) {
    String fields = "1";
    String between = "\t";
    List<String> names = new ArrayList<>();
    for (int i = 0; i < call.words().size(); i++) {
      String word = call.words().get(i);
      if (word.startsWith("-f"))
        fields = word.length() > 2 ? word.substring(2) : call.words().get(++i);
      else if (word.startsWith("-d"))
        between = word.length() > 2 ? word.substring(2) : call.words().get(++i);
      else names.add(word);
    }
    for (String line : input(call, names).lines().toList()) {
      String[] parts = line.split(Pattern.quote(between), -1);
      List<String> kept = new ArrayList<>();
      for (String field : fields.split(",")) {
        String[] range = field.split("-", -1);
        int from = Integer.parseInt(range[0]);
        int to =
            range.length == 1
                ? from
                : range[1].isEmpty() ? parts.length : Integer.parseInt(range[1]);
        for (int i = from; i <= Math.min(to, parts.length); i++) kept.add(parts[i - 1]);
      }
      call.say(parts.length == 1 ? line : String.join(between, kept));
    }
    return 0;
  }

  private int tr(Call call) {
    String text = call.in().readAll();
    List<String> sets =
        call.words().stream().map(s -> s.replace("\\r", "\r").replace("\\n", "\n")).toList();
    if (sets.get(0).equals("-d")) {
      for (char c : sets.get(1).toCharArray()) text = text.replace(String.valueOf(c), "");
    } else {
      String to = sets.get(1);
      for (int i = 0; i < sets.get(0).length(); i++)
        text = text.replace(sets.get(0).charAt(i), to.charAt(Math.min(i, to.length() - 1)));
    }
    call.out().write(text);
    return 0;
  }

  private int grep(Call call) {
    String flags =
        call.words().stream()
            .takeWhile(w -> w.startsWith("-") && !w.equals("--"))
            .reduce("", String::concat);
    List<String> rest =
        new ArrayList<>(
            call.words().stream().dropWhile(w -> w.startsWith("-") && !w.equals("--")).toList());
    rest.remove("--");
    List<String> patterns = List.of(rest.remove(0).split("\n"));
    List<String> files = rest;
    if (files.stream().anyMatch(f -> node.host().read(call.path(f)).isEmpty())) {
      if (!flags.contains("s")) call.complain(2, files.get(0) + ": No such file or directory");
      return 2;
    }
    List<String> hits =
        input(call, files)
            .lines()
            .filter(l -> hit(l, patterns, flags) != flags.contains("v"))
            .toList();
    if (flags.contains("c")) call.say(Integer.toString(hits.size()));
    else if (!flags.contains("q")) print(call, hits);
    return hits.isEmpty() ? 1 : 0;
  }

  private static boolean hit(String line, List<String> patterns, String flags) {
    for (String pattern : patterns) {
      String regex = flags.contains("F") ? Pattern.quote(pattern) : pattern;
      if (flags.contains("w")) regex = "\\b" + regex + "\\b";
      if (flags.contains("x")) regex = "^(?:" + regex + ")$";
      if (Pattern.compile(regex, flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
          .matcher(line)
          .find()) return true;
    }
    return false;
  }

  private int sort(Call call) {
    var sorted = lines(call).stream().sorted();
    return print(
        call,
        (call.words().stream().anyMatch(w -> w.matches("-[a-z]*u[a-z]*"))
                ? sorted.distinct()
                : sorted)
            .toList());
  }

  private int wc(Call call) {
    String text = input(call, call.operands());
    call.say(Long.toString(call.has("-l") ? text.lines().count() : text.length()));
    return 0;
  }

  private int sed(Call call) {
    boolean quiet = call.has("-n");
    List<String> rest = new ArrayList<>(call.words());
    rest.remove("-n");
    rest.remove("-e");
    Matcher s = SUBSTITUTE.matcher(rest.remove(0));
    if (!s.matches()) throw new IllegalArgumentException("sed " + call.words());
    Pattern what =
        Pattern.compile(
            s.group(2).replace("\\(", "(").replace("\\)", ")").replace("[[:space:]]", "\\s"));
    String by = s.group(3).replaceAll("\\\\(\\d)", "\\$$1");
    for (String line : input(call, rest).lines().toList()) {
      Matcher found = what.matcher(line);
      boolean hit = found.find();
      String after = s.group(4).contains("g") ? found.replaceAll(by) : found.replaceFirst(by);
      if (!quiet || hit && s.group(4).contains("p")) call.say(after);
    }
    return 0;
  }

  private int seq(Call call) {
    List<Integer> n = call.words().stream().map(Integer::valueOf).toList();
    for (int i = n.size() == 1 ? 1 : n.get(0); i <= n.get(n.size() - 1); i++)
      call.say(Integer.toString(i));
    return 0;
  }

  private int date(Call call) {
    Instant at = node.clock().instant().plus(node.skew);
    String later = call.after("-d");
    Matcher more = LATER.matcher(later == null ? "" : later);
    if (more.matches()) {
      long n = Long.parseLong(more.group(1));
      at =
          at.plus(
              more.group(2).equals("hour")
                  ? Duration.ofHours(n)
                  : more.group(2).equals("day") ? Duration.ofDays(n) : Duration.ofMinutes(n));
    }
    String format =
        call.words().stream().filter(w -> w.startsWith("+")).findFirst().orElse("+%s").substring(1);
    String nanos = "%09d".formatted(at.getNano());
    String[][] all = {
      {"%3N", nanos.substring(0, 3)},
      {"%N", nanos},
      {"%s", Long.toString(at.getEpochSecond())},
      {"%Y", "yyyy"},
      {"%m", "MM"},
      {"%d", "dd"},
      {"%H", "HH"},
      {"%M", "mm"},
      {"%S", "ss"}
    };
    for (String[] pair : all) {
      boolean pattern = pair[1].matches("[a-zA-Z]+");
      String value =
          pattern
              ? DateTimeFormatter.ofPattern(pair[1]).format(at.atOffset(ZoneOffset.UTC))
              : pair[1];
      format = format.replace(pair[0], value);
    }
    call.say(format);
    return 0;
  }

  private String summed(Call call, String path) {
    Optional<FakeFile> file = path.isEmpty() ? Optional.empty() : node.files().find(path);
    file.ifPresent(f -> call.shell().pause(node.herd().time(f.size())));
    return file.map(FakeFile::sha256)
        .orElseGet(() -> new Content.Text(call.in().readAll()).sha256());
  }

  private int sha256(Call call) {
    List<String> names = call.operands();
    if (names.isEmpty()) call.say(summed(call, call.in().path()) + "  -");
    for (String name : names) {
      if (node.files().find(call.path(name)).isEmpty())
        return call.complain(1, name + ": No such file or directory");
      call.say(summed(call, call.path(name)) + "  " + name);
    }
    return 0;
  }

  private int openssl(Call call) {
    call.say(summed(call, call.in().path()) + " *stdin");
    return 0;
  }

  private int dd(Call call) {
    Map<String, String> options = new java.util.HashMap<>();
    Arrays.stream(call.words().toArray(String[]::new))
        .map(w -> w.split("=", 2))
        .forEach(p -> options.put(p[0], p[1]));
    String path = options.containsKey("if") ? call.path(options.get("if")) : "";
    if ("0".equals(options.get("count"))) return 0;
    Optional<FakeFile> file = node.files().find(path);
    if (!path.isEmpty() && file.isEmpty())
      return call.complain(
          1, "failed to open '" + Paths.name(path) + "': No such file or directory");
    file.ifPresent(f -> call.shell().pause(node.herd().time(f.size())));
    String text =
        options.containsKey("skip")
            ? file.map(TextPrograms::backing).orElse("")
            : file.map(NodeHost::text).orElseGet(() -> call.in().readAll());
    if (options.containsKey("of"))
      node.files().put(call.path(options.get("of")), new Content.Text(text));
    else call.out().write(text);
    return 0;
  }

  /** What a part of an image is read for. */
  private static String backing(FakeFile file) {
    return file.content() instanceof Content.Image image ? image.backing() : "";
  }
}
