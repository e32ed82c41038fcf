package dev.corral.fakes.shell;

import dev.corral.fakes.shell.Script.Redirect;
import dev.corral.fakes.shell.Script.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs scripts on a machine: the POSIX shell's control flow, with the machine's programs. */
public final class Shell {
  final Host host;
  final int number;
  final Map<String, String> variables = new HashMap<>();
  final Map<String, Script> functions = new HashMap<>();
  final Map<Integer, Stream> streams = new HashMap<>();
  final Map<String, String> traps = new HashMap<>();
  private final Host.Pause pause;
  List<String> arguments = new ArrayList<>();
  String zero = "sh";
  String folder = "/root";
  int status;
  int lastBackground;

  /** Leaves the shell, a function or a loop. */
  static final class Leave extends RuntimeException {
    enum What {
      EXIT,
      RETURN,
      BREAK,
      CONTINUE
    }

    final What what;
    final int status;

    Leave(What what, int status) {
      super(what.name(), null, false, false);
      this.what = what;
      this.status = status;
    }
  }

  /** The process was ended from outside. */
  public static final class Killed extends RuntimeException {
    final boolean gently;

    /** Gently: its traps are run. */
    public Killed(boolean gently) {
      super("killed", null, false, false);
      this.gently = gently;
    }
  }

  public Shell(Host host, int number, Map<String, String> environment, Host.Pause pause) {
    this.host = host;
    this.number = number;
    this.pause = pause;
    variables.putAll(environment);
    streams.put(0, Stream.of(""));
    streams.put(1, Stream.of(""));
    streams.put(2, Stream.of(""));
  }

  /** Another one that begins as this one is. */
  public Shell child() {
    Shell child = new Shell(host, number, variables, pause);
    child.functions.putAll(functions);
    child.streams.putAll(streams);
    child.arguments = new ArrayList<>(arguments);
    child.zero = zero;
    child.folder = folder;
    child.status = status;
    return child;
  }

  /** What it and its children read, and where they write. */
  public Shell on(Stream in, Stream out, Stream err) {
    streams.put(0, in);
    streams.put(1, out);
    streams.put(2, err);
    return this;
  }

  public String folder() {
    return folder;
  }

  /** One that is open; an empty one if it is not. */
  public Stream stream(int number) {
    return streams.getOrDefault(number, Stream.of(""));
  }

  /** The paths of the files that it has open. */
  public List<String> open() {
    return streams.values().stream().map(Stream::path).filter(p -> !p.isEmpty()).toList();
  }

  public int number() {
    return number;
  }

  public String path(String word) {
    return Paths.absolute(folder, word);
  }

  /** Waits, if nobody waits for this. */
  public void pause(Duration time) {
    pause.pause(time);
  }

  /** Runs one program; answers its exit status. */
  public int command(List<String> words) {
    return run(words, streams.get(0), streams.get(1), streams.get(2));
  }

  /** Runs a text with these arguments in a shell of its own; answers its exit status. */
  public int script(String text, String zero, List<String> arguments) {
    Shell shell = child();
    shell.functions.clear();
    shell.zero = zero;
    shell.arguments = new ArrayList<>(arguments);
    return shell.toTheEnd(ScriptReader.read(text));
  }

  private int toTheEnd(Script script) {
    try {
      return run(script);
    } catch (Leave leave) {
      return leave.status;
    } catch (Killed killed) {
      String trap = traps.remove("TERM");
      if (!killed.gently || trap == null) throw killed;
      return toTheEnd(ScriptReader.read(trap));
    }
  }

  int run(Script script) {
    if (script instanceof Script.Simple simple) return status = simple(simple);
    if (script instanceof Script.Sequence sequence) {
      for (Script.Item item : sequence.items())
        if (item.background()) background(item.script());
        else run(item.script());
      return status;
    }
    if (script instanceof Script.Chain chain) {
      run(chain.first());
      for (Script.Link link : chain.links()) if (link.and() == (status == 0)) run(link.then());
      return status;
    }
    if (script instanceof Script.Pipeline pipeline) return status = pipeline(pipeline);
    if (script instanceof Script.Group group) return status = group(group);
    if (script instanceof Script.Function function) {
      functions.put(function.name(), function.body());
      return status = 0;
    }
    return status = Control.run(this, script);
  }

  private int pipeline(Script.Pipeline pipeline) {
    Stream in = streams.get(0);
    int last = 0;
    for (int i = 0; i < pipeline.parts().size(); i++) {
      boolean end = i == pipeline.parts().size() - 1;
      StringBuilder said = new StringBuilder();
      Shell part = pipeline.parts().size() == 1 ? this : child();
      Stream before = part.streams.get(0);
      if (part != this) part.on(in, end ? streams.get(1) : Stream.to(said::append), streams.get(2));
      last = part == this ? run(pipeline.parts().get(i)) : part.toTheEnd(pipeline.parts().get(i));
      if (part == this) part.streams.put(0, before);
      in = Stream.of(said.toString());
    }
    return pipeline.negated() ? (last == 0 ? 1 : 0) : last;
  }

  private int group(Script.Group group) {
    if (group.subshell()) return child().toTheEnd(group.body());
    Map<Integer, Stream> before = new HashMap<>(streams);
    try {
      if (!redirect(group.redirects())) return 1;
      return run(group.body());
    } finally {
      streams.clear();
      streams.putAll(before);
    }
  }

  private void background(Script script) {
    Shell child = child();
    lastBackground =
        host.background(
            this,
            process -> {
              Shell alone = new Shell(host, process.number, child.variables, process.pause);
              alone.functions.putAll(child.functions);
              alone.streams.putAll(child.streams);
              alone.arguments = child.arguments;
              alone.zero = child.zero;
              alone.folder = child.folder;
              alone.toTheEnd(script);
            });
    status = 0;
  }

  private int simple(Script.Simple simple) {
    Expansion expansion = new Expansion(this);
    List<String> words = expansion.fields(simple.words());
    Map<String, String> set = new HashMap<>();
    for (Script.Assignment a : simple.assignments()) set.put(a.name(), expansion.text(a.value()));
    if (words.isEmpty()) {
      variables.putAll(set);
      return redirected(simple.redirects(), () -> expansion.substituted() ? status : 0);
    }
    if (words.get(0).equals("exec")) return exec(words.subList(1, words.size()), simple);
    Map<String, String> old = new HashMap<>(variables);
    variables.putAll(set);
    try {
      return redirected(
          simple.redirects(), () -> run(words, streams.get(0), streams.get(1), streams.get(2)));
    } finally {
      for (String name : set.keySet())
        if (old.containsKey(name)) variables.put(name, old.get(name));
        else variables.remove(name);
    }
  }

  private int exec(List<String> words, Script.Simple simple) {
    if (!redirect(simple.redirects())) throw new Leave(Leave.What.EXIT, 2);
    if (words.isEmpty()) return 0;
    throw new Leave(Leave.What.EXIT, run(words, streams.get(0), streams.get(1), streams.get(2)));
  }

  private int redirected(List<Redirect> redirects, java.util.function.IntSupplier work) {
    if (redirects.isEmpty()) return work.getAsInt();
    Map<Integer, Stream> before = new HashMap<>(streams);
    try {
      return redirect(redirects) ? work.getAsInt() : 1;
    } finally {
      streams.clear();
      streams.putAll(before);
    }
  }

  private boolean redirect(List<Redirect> redirects) {
    for (Redirect r : redirects) {
      String to = new Expansion(this).text(r.target());
      if (r.operator().endsWith("&")) {
        if (to.equals("-")) streams.remove(r.stream());
        else streams.put(r.stream(), streams.get(Integer.parseInt(to)));
      } else if (!open(r.stream(), r.operator(), path(to))) {
        streams.get(2).write("sh: cannot open " + to + "\n");
        return false;
      }
    }
    return true;
  }

  private boolean open(int stream, String operator, String path) {
    if (path.equals("/dev/null")) {
      streams.put(stream, Stream.of("", path));
    } else if (operator.equals("<")) {
      var text = host.isFolder(path) ? java.util.Optional.of("") : host.read(path);
      if (text.isEmpty()) return false;
      streams.put(stream, Stream.of(text.get(), path));
    } else {
      Consumer<String> sink;
      try {
        sink = host.write(path, operator.equals(">>"));
      } catch (Host.NoRoom | IllegalStateException refused) {
        return false;
      }
      if (sink == null) return false;
      streams.put(stream, Stream.to(sink, path));
    }
    return true;
  }

  private int run(List<String> words, Stream in, Stream out, Stream err) {
    String name = words.get(0);
    List<String> rest = words.subList(1, words.size());
    Script function = functions.get(name);
    if (function != null) return function(function, rest);
    Call call = new Call(this, name, rest, in, out, err);
    Host.Program program = Builtins.named(name);
    if (program == null)
      program = host.program(name.substring(name.lastIndexOf('/') + 1)).orElse(null);
    if (program == null) {
      err.write("sh: " + name + ": not found\n");
      return 127;
    }
    try {
      return program.run(call);
    } catch (Host.NoRoom full) {
      err.write(name + ": " + full.getMessage() + "\n");
      return 1;
    }
  }

  private int function(Script body, List<String> given) {
    List<String> before = arguments;
    arguments = new ArrayList<>(given);
    try {
      return run(body);
    } catch (Leave leave) {
      if (leave.what != Leave.What.RETURN) throw leave;
      return leave.status;
    } finally {
      arguments = before;
    }
  }

  /** The fields of a list of words. */
  List<String> fields(List<Word> words) {
    return new Expansion(this).fields(words);
  }
}
