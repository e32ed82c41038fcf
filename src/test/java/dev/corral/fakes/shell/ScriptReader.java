package dev.corral.fakes.shell;

import dev.corral.fakes.shell.Script.Arm;
import dev.corral.fakes.shell.Script.Assignment;
import dev.corral.fakes.shell.Script.Branch;
import dev.corral.fakes.shell.Script.Item;
import dev.corral.fakes.shell.Script.Link;
import dev.corral.fakes.shell.Script.Redirect;
import dev.corral.fakes.shell.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads scripts, all of the grammar but here-documents and aliases. */
final class ScriptReader {
  private static final Map<String, Script> READ = new ConcurrentHashMap<>();
  private static final Set<String> ENDS =
      Set.of("then", "elif", "else", "fi", "do", "done", "esac", "}");

  private final WordReader words;

  private ScriptReader(String text) {
    this.words = new WordReader(text);
  }

  /** The script of a text; each text is read once. */
  static Script read(String text) {
    return READ.computeIfAbsent(
        text,
        t -> {
          ScriptReader reader = new ScriptReader(t);
          Script script = reader.sequence();
          if (!reader.words.atEnd()) throw reader.words.unexpected();
          return script;
        });
  }

  /** The script inside {@code $( )}, up to the parenthesis, which the caller takes. */
  static Script inParentheses(WordReader words) {
    return new ScriptReader(words).sequence();
  }

  private ScriptReader(WordReader words) {
    this.words = words;
  }

  private Script sequence() {
    List<Item> items = new ArrayList<>();
    while (true) {
      words.skipLines();
      if (words.atEnd() || words.at(")") || words.at(";;") || ENDS.contains(words.peekName()))
        return new Script.Sequence(items);
      Script one = chain();
      boolean background = words.at("&") && !words.at("&&");
      if (background) words.take("&");
      else if (words.at(";") && !words.at(";;")) words.take(";");
      items.add(new Item(one, background));
    }
  }

  private Script chain() {
    Script first = pipeline();
    List<Link> links = new ArrayList<>();
    while (words.at("&&") || words.at("||")) {
      boolean and = words.at("&&");
      words.take(and ? "&&" : "||");
      words.skipLines();
      links.add(new Link(and, pipeline()));
    }
    return links.isEmpty() ? first : new Script.Chain(first, links);
  }

  private Script pipeline() {
    boolean negated = false;
    while (words.peekName().equals("!")) {
      words.name();
      negated = !negated;
    }
    List<Script> parts = new ArrayList<>(List.of(command()));
    while (words.at("|") && !words.at("||")) {
      words.take("|");
      words.skipLines();
      parts.add(command());
    }
    return parts.size() == 1 && !negated ? parts.get(0) : new Script.Pipeline(negated, parts);
  }

  private Script command() {
    Script compound = compound();
    if (compound == null) return simple();
    List<Redirect> redirects = new ArrayList<>();
    for (Redirect r = words.redirect(); r != null; r = words.redirect()) redirects.add(r);
    if (redirects.isEmpty()) return compound;
    return new Script.Group(compound, false, redirects);
  }

  private Script compound() {
    if (words.at("(")) {
      words.take("(");
      Script body = sequence();
      words.take(")");
      return new Script.Group(body, true, List.of());
    }
    return switch (words.peekName()) {
      case "{" -> {
        words.name();
        Script body = sequence();
        demand("}");
        yield new Script.Group(body, false, List.of());
      }
      case "if" -> conditional();
      case "while", "until" -> {
        boolean until = words.name().equals("until");
        Script condition = sequence();
        demand("do");
        Script body = sequence();
        demand("done");
        yield new Script.Loop(condition, until, body);
      }
      case "for" -> loop();
      case "case" -> choice();
      default -> null;
    };
  }

  private Script conditional() {
    List<Branch> branches = new ArrayList<>();
    Script otherwise = null;
    words.name();
    while (true) {
      Script condition = sequence();
      demand("then");
      branches.add(new Branch(condition, sequence()));
      String next = words.name();
      if (next.equals("elif")) continue;
      if (next.equals("else")) {
        otherwise = sequence();
        demand("fi");
      } else if (!next.equals("fi")) throw words.unexpected();
      return new Script.If(branches, otherwise);
    }
  }

  private Script loop() {
    words.name();
    String name = words.name();
    List<Word> over = null;
    words.skipLines();
    if (words.peekName().equals("in")) {
      words.name();
      over = new ArrayList<>();
      while (words.atWord()) over.add(words.word());
    }
    if (words.at(";")) words.take(";");
    words.skipLines();
    demand("do");
    Script body = sequence();
    demand("done");
    return new Script.For(name, over, body);
  }

  private Script choice() {
    words.name();
    Word subject = words.word();
    words.skipLines();
    demand("in");
    List<Arm> arms = new ArrayList<>();
    while (true) {
      words.skipLines();
      if (words.peekName().equals("esac")) break;
      if (words.at("(")) words.take("(");
      List<Word> patterns = new ArrayList<>(List.of(words.word()));
      while (words.at("|")) {
        words.take("|");
        patterns.add(words.word());
      }
      words.take(")");
      arms.add(new Arm(patterns, sequence()));
      if (words.at(";;")) words.take(";;");
    }
    words.name();
    return new Script.Case(subject, arms);
  }

  private Script simple() {
    List<Assignment> assignments = new ArrayList<>();
    List<Word> said = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    while (true) {
      Redirect redirect = words.redirect();
      if (redirect != null) {
        redirects.add(redirect);
        continue;
      }
      if (!words.atWord()) break;
      Assignment assignment = said.isEmpty() ? words.assignment() : null;
      if (assignment != null) {
        assignments.add(assignment);
        continue;
      }
      String name = said.isEmpty() ? words.peekName() : "";
      if (words.functionFollows(name)) {
        words.name();
        words.take("(");
        words.take(")");
        words.skipLines();
        return new Script.Function(name, command());
      }
      said.add(words.word());
    }
    if (said.isEmpty() && assignments.isEmpty() && redirects.isEmpty()) throw words.unexpected();
    return new Script.Simple(assignments, said, redirects);
  }

  private void demand(String name) {
    words.skipLines();
    if (!words.peekName().equals(name)) throw words.unexpected();
    words.name();
  }
}
