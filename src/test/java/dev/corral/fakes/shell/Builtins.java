package dev.corral.fakes.shell;

import dev.corral.fakes.shell.Shell.Leave;
import dev.corral.fakes.shell.Shell.Leave.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the shell itself can do. */
final class Builtins {
  private static final Map<String, Host.Program> ALL =
      Map.ofEntries(
          Map.entry(":", c -> 0),
          Map.entry("true", c -> 0),
          Map.entry("false", c -> 1),
          Map.entry("cd", Builtins::cd),
          Map.entry("pwd", Builtins::pwd),
          Map.entry("echo", Builtins::echo),
          Map.entry("printf", c -> Printf.run(c)),
          Map.entry("read", Builtins::read),
          Map.entry("set", Builtins::set),
          Map.entry("shift", Builtins::shift),
          Map.entry("export", Builtins::export),
          Map.entry("unset", c -> forEach(c, name -> c.shell().variables.remove(name))),
          Map.entry("umask", c -> 0),
          Map.entry("trap", Builtins::trap),
          Map.entry("wait", c -> 0),
          Map.entry("eval", c -> c.shell().run(ScriptReader.read(String.join(" ", c.words())))),
          Map.entry("command", Builtins::command),
          Map.entry("exit", c -> leave(What.EXIT, c)),
          Map.entry("return", c -> leave(What.RETURN, c)),
          Map.entry("break", c -> leave(What.BREAK, c)),
          Map.entry("continue", c -> leave(What.CONTINUE, c)));

  private Builtins() {}

  static Host.Program named(String name) {
    return ALL.get(name);
  }

  private static int forEach(Call call, java.util.function.Consumer<String> work) {
    call.words().forEach(work);
    return 0;
  }

  private static int leave(What what, Call call) {
    boolean given = !call.words().isEmpty() && (what == What.EXIT || what == What.RETURN);
    throw new Leave(what, given ? Integer.parseInt(call.words().get(0)) : call.shell().status);
  }

  private static int cd(Call call) {
    List<String> to = call.operands();
    String path = call.path(to.isEmpty() ? "/root" : to.get(0));
    if (!call.shell().host.isFolder(path)) return call.complain(1, "can't cd to " + path);
    call.shell().folder = path;
    return 0;
  }

  private static int pwd(Call call) {
    call.say(call.shell().folder);
    return 0;
  }

  private static int echo(Call call) {
    boolean bare = !call.words().isEmpty() && call.words().get(0).equals("-n");
    String text =
        String.join(" ", bare ? call.words().subList(1, call.words().size()) : call.words());
    call.out().write(bare ? text : text + "\n");
    return 0;
  }

  private static int read(Call call) {
    List<String> names = new ArrayList<>(call.words());
    names.remove("-r");
    String line = call.in().readLine();
    String rest = line == null ? "" : line.strip();
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      String[] parts = last ? new String[] {rest} : rest.split("[ \t]+", 2);
      call.shell().variables.put(names.get(i), parts[0]);
      rest = parts.length > 1 ? parts[1] : "";
    }
    return line == null ? 1 : 0;
  }

  private static int set(Call call) {
    List<String> words = new ArrayList<>(call.words());
    while (!words.isEmpty() && words.get(0).matches("[-+][a-zA-Z]+")) {
      if (words.get(0).matches("-[a-z]*f[a-z]*")) call.shell().variables.put("-f", "");
      if (words.get(0).matches("[+][a-z]*f[a-z]*")) call.shell().variables.remove("-f");
      words.remove(0);
    }
    boolean given = !words.isEmpty();
    if (given && words.get(0).equals("--")) words.remove(0);
    if (given) call.shell().arguments = words;
    return 0;
  }

  private static int shift(Call call) {
    int n = call.words().isEmpty() ? 1 : Integer.parseInt(call.words().get(0));
    List<String> all = call.shell().arguments;
    if (n > all.size()) return call.complain(2, "can't shift that many");
    call.shell().arguments = new ArrayList<>(all.subList(n, all.size()));
    return 0;
  }

  private static int export(Call call) {
    for (String word : call.words()) {
      String[] pair = word.split("=", 2);
      if (pair.length == 2) call.shell().variables.put(pair[0], pair[1]);
    }
    return 0;
  }

  private static int trap(Call call) {
    if (call.words().size() < 2) return 0;
    for (String signal : call.words().subList(1, call.words().size()))
      call.shell().traps.put(signal, call.words().get(0));
    return 0;
  }

  private static int command(Call call) {
    if (!call.has("-v")) return call.shell().command(call.words());
    String name = call.words().get(call.words().size() - 1);
    boolean own = ALL.containsKey(name) || call.shell().functions.containsKey(name);
    if (!own && call.shell().host.program(name).isEmpty()) return 127;
    call.say(own ? name : "/usr/bin/" + name);
    return 0;
  }
}
