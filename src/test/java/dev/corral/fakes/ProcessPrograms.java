package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import dev.corral.fakes.shell.Host.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs that start, hold and end others. */
final class ProcessPrograms {
  private final FakeNode node;

  ProcessPrograms(FakeNode node) {
    this.node = node;
  }

  void into(Map<String, Program> all) {
    all.put("sh", this::sh);
    for (String prefix : List.of("setsid", "nohup", "time", "nocache"))
      all.put(prefix, c -> c.shell().command(rest(c, 0)));
    for (String nice : List.of("nice", "ionice", "renice", "chrt")) all.put(nice, c -> 0);
    all.put("env", this::env);
    all.put("sleep", this::sleep);
    all.put("flock", this::flock);
    all.put("kill", this::kill);
    all.put("xargs", this::xargs);
  }

  private static List<String> rest(Call call, int from) {
    return call.words().subList(from, call.words().size());
  }

  private int sh(Call call) {
    List<String> words = call.words();
    if (words.isEmpty()) return call.shell().script(call.in().readAll(), "sh", List.of());
    if (words.get(0).equals("-c")) {
      String zero = words.size() > 2 ? words.get(2) : "sh";
      List<String> arguments = words.size() > 3 ? words.subList(3, words.size()) : List.of();
      Program known = TransferPrograms.known(node, words.get(1));
      if (known != null) return known.run(call.with("sh", arguments));
      return call.shell().script(words.get(1), zero, arguments);
    }
    var text = node.host().read(call.path(words.get(0)));
    if (text.isEmpty()) return call.complain(127, "cannot open " + words.get(0));
    return call.shell().script(text.get(), words.get(0), rest(call, 1));
  }

  private int env(Call call) {
    int at = 0;
    while (call.words().get(at).contains("=")) at++;
    return call.shell().command(rest(call, at));
  }

  private int sleep(Call call) {
    call.shell().pause(Duration.ofMillis((long) (1000 * Double.parseDouble(call.words().get(0)))));
    return 0;
  }

  /** Nobody waits: who looks would hold up the time in which the other could end. */
  private int flock(Call call) {
    List<String> words = new ArrayList<>(call.words());
    while (words.get(0).startsWith("-")) {
      boolean value = words.remove(0).matches("-[wE]");
      if (value) words.remove(0);
    }
    String what = words.remove(0);
    boolean stream = what.matches("\\d+");
    String path = stream ? call.shell().stream(Integer.parseInt(what)).path() : call.path(what);
    if (!stream && node.files().find(path).isEmpty() && !node.files().isFolder(path))
      node.files().put(path, new Content.Text(""));
    int process = call.shell().number();
    if (!node.locks().take(path, process)) return 1;
    if (stream) return 0;
    try {
      return call.shell().command(words);
    } finally {
      node.locks().give(path, process);
    }
  }

  private int kill(Call call) {
    int status = 0;
    boolean ask = call.has("-0");
    for (String word : call.words()) {
      if (!word.matches("-?\\d+") || word.equals("-0") || word.equals("-9")) continue;
      int number = Math.abs(Integer.parseInt(word));
      boolean done = ask ? node.jobs().lives(number) : node.jobs().kill(number);
      if (!done) status = call.complain(1, "(" + word + ") - No such process");
    }
    return status;
  }

  private int xargs(Call call) {
    List<String> words = new ArrayList<>(call.words());
    words.removeIf(w -> w.equals("-r") || w.equals("-0"));
    String text = call.in().readAll().strip();
    if (text.isEmpty()) return 0;
    words.addAll(List.of(text.split("[\\s\0]+")));
    return call.shell().command(words);
  }
}
