package dev.corral.fakes.shell;

import dev.corral.fakes.shell.Script.Literal;
import dev.corral.fakes.shell.Script.Parameter;
import dev.corral.fakes.shell.Script.Part;
import dev.corral.fakes.shell.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes fields of words: parameters, substitutions, splitting, patterns. */
final class Expansion {
  private static final String BLANKS = " \t\n";
  private final Shell shell;
  private boolean substituted;

  Expansion(Shell shell) {
    this.shell = shell;
  }

  /** True if a command was run for it: its exit status is then the command's. */
  boolean substituted() {
    return substituted;
  }

  /** A field under way: its signs, and for each whether it was quoted. */
  private static final class Field {
    final StringBuilder text = new StringBuilder();
    final StringBuilder marks = new StringBuilder();
    boolean any;

    void add(String more, boolean quoted) {
      any |= quoted || !more.isEmpty();
      text.append(more);
      marks.append((quoted ? "q" : "-").repeat(more.length()));
    }
  }

  List<String> fields(List<Word> words) {
    List<String> all = new ArrayList<>();
    for (Word word : words) {
      List<Field> fields = new ArrayList<>(List.of(new Field()));
      tilde(word).forEach(part -> expand(part, fields));
      for (Field field : fields) if (field.any) all.addAll(globbed(field));
    }
    return all;
  }

  /** One text, neither split nor matched with files. */
  String text(Word word) {
    StringBuilder text = new StringBuilder();
    for (Part part : tilde(word)) text.append(plain(part));
    return text.toString();
  }

  /** As a regular expression. */
  String pattern(Word word) {
    Field field = new Field();
    for (Part part : word.parts()) field.add(plain(part), quoted(part));
    return regex(field, false);
  }

  private static List<Part> tilde(Word word) {
    if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Literal first))
      return word.parts();
    if (first.quoted() || !first.text().equals("~") && !first.text().startsWith("~/"))
      return word.parts();
    List<Part> parts = new ArrayList<>(word.parts());
    parts.set(0, new Literal("/root" + first.text().substring(1), true));
    return parts;
  }

  private static boolean quoted(Part part) {
    if (part instanceof Literal l) return l.quoted();
    if (part instanceof Parameter p) return p.quoted();
    return !(part instanceof Script.Substitution s) || s.quoted();
  }

  private void expand(Part part, List<Field> fields) {
    Field last = fields.get(fields.size() - 1);
    if (part instanceof Literal literal) {
      last.add(literal.text(), literal.quoted());
    } else if (part instanceof Parameter p && p.name().equals("@") && p.operator().isEmpty()) {
      if (shell.arguments.isEmpty()) last.any = last.text.length() > 0;
      for (int i = 0; i < shell.arguments.size(); i++) {
        if (i > 0) fields.add(new Field());
        fields.get(fields.size() - 1).add(shell.arguments.get(i), p.quoted());
      }
    } else if (quoted(part)) {
      last.add(plain(part), true);
    } else {
      split(plain(part), fields);
    }
  }

  private static void split(String text, List<Field> fields) {
    boolean between = false;
    for (int i = 0; i < text.length(); i++) {
      if (BLANKS.indexOf(text.charAt(i)) >= 0) {
        between = true;
        continue;
      }
      if (between && fields.get(fields.size() - 1).any) fields.add(new Field());
      between = false;
      fields.get(fields.size() - 1).add(text.substring(i, i + 1), false);
    }
    if (between && fields.get(fields.size() - 1).any) fields.add(new Field());
  }

  private List<String> globbed(Field field) {
    boolean glob = false;
    for (int i = 0; i < field.text.length(); i++)
      glob |= field.marks.charAt(i) == '-' && "*?[".indexOf(field.text.charAt(i)) >= 0;
    if (!glob || shell.variables.containsKey("-f")) return List.of(field.text.toString());
    boolean absolute = field.text.charAt(0) == '/';
    Field whole = field;
    if (!absolute) {
      whole = new Field();
      whole.add(shell.folder + "/", true);
      for (int i = 0; i < field.text.length(); i++)
        whole.add(field.text.substring(i, i + 1), field.marks.charAt(i) == 'q');
    }
    List<String> found = shell.host.matching(regex(whole, true));
    if (found.isEmpty()) return List.of(field.text.toString());
    int cut = absolute ? 0 : shell.folder.length() + 1;
    return found.stream().map(f -> f.substring(cut)).toList();
  }

  private static String regex(Field field, boolean path) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < field.text.length(); i++) {
      char c = field.text.charAt(i);
      int close = field.text.indexOf("]", i + 2);
      if (field.marks.charAt(i) == 'q') regex.append(Pattern.quote(String.valueOf(c)));
      else if (c == '*') regex.append(path ? "[^/]*" : ".*");
      else if (c == '?') regex.append(path ? "[^/]" : ".");
      else if (c == '[' && close > 0) {
        String inside =
            field.text.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        regex.append("[").append(inside.startsWith("!") ? "^" + inside.substring(1) : inside);
        regex.append("]");
        i = close;
      } else regex.append(Pattern.quote(String.valueOf(c)));
    }
    return regex.toString();
  }

  private String plain(Part part) {
    if (part instanceof Literal literal) return literal.text();
    if (part instanceof Script.Arithmetic sum)
      return Long.toString(new Sum(shell, text(sum.expression())).value());
    if (part instanceof Script.Substitution substitution) return output(substitution.script());
    Parameter p = (Parameter) part;
    String value = value(p.name());
    return p.operator().isEmpty() ? (value == null ? "" : value) : operated(p, value);
  }

  private String operated(Parameter p, String value) {
    boolean colon = p.operator().startsWith(":");
    boolean there = value != null && !(colon && value.isEmpty());
    String operator = colon ? p.operator().substring(1) : p.operator();
    switch (operator) {
      case "-":
        return there ? value : text(p.word());
      case "+":
        return there ? text(p.word()) : "";
      case "=":
        if (!there) shell.variables.put(p.name(), text(p.word()));
        return there ? value : text(p.word());
      case "?":
        if (there) return value;
        shell.streams.get(2).write("sh: " + p.name() + ": " + text(p.word()) + "\n");
        throw new Shell.Leave(Shell.Leave.What.EXIT, 2);
      default:
        return cut(operator, value == null ? "" : value, pattern(p.word()));
    }
  }

  private static String cut(String operator, String value, String regex) {
    boolean longest = operator.length() == 2;
    boolean front = operator.startsWith("#");
    for (int i = 0; i <= value.length(); i++) {
      int at = front == longest ? value.length() - i : i;
      String part = front ? value.substring(0, at) : value.substring(at);
      Matcher matcher = Pattern.compile(regex).matcher(part);
      if (matcher.matches()) return front ? value.substring(at) : value.substring(0, at);
    }
    return value;
  }

  private String value(String name) {
    char c = name.charAt(0);
    if (Character.isDigit(c)) {
      int n = Integer.parseInt(name);
      if (n == 0) return shell.zero;
      return n <= shell.arguments.size() ? shell.arguments.get(n - 1) : null;
    }
    return switch (name) {
      case "@", "*" -> String.join(" ", shell.arguments);
      case "#" -> Integer.toString(shell.arguments.size());
      case "?" -> Integer.toString(shell.status);
      case "$" -> Integer.toString(shell.number);
      case "!" -> Integer.toString(shell.lastBackground);
      default -> shell.variables.get(name);
    };
  }

  private String output(Script script) {
    substituted = true;
    StringBuilder said = new StringBuilder();
    Shell child = shell.child();
    child.streams.put(1, Stream.to(said::append));
    try {
      shell.status = child.run(script);
    } catch (Shell.Leave leave) {
      shell.status = leave.status;
    }
    int end = said.length();
    while (end > 0 && said.charAt(end - 1) == '\n') end--;
    return said.substring(0, end);
  }
}
