package dev.corral.fakes.shell;

import dev.corral.fakes.shell.Script.Assignment;
import dev.corral.fakes.shell.Script.Literal;
import dev.corral.fakes.shell.Script.Parameter;
import dev.corral.fakes.shell.Script.Part;
import dev.corral.fakes.shell.Script.Redirect;
import dev.corral.fakes.shell.Script.Substitution;
import dev.corral.fakes.shell.Script.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a script: quotes, parameters, substitutions. */
final class WordReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SPECIAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9]|[@*#?$!-]");
  private static final Pattern REDIRECT = Pattern.compile("([0-9]?)(>>|>&|<&|<|>)");
  private static final Pattern OPERATOR = Pattern.compile(":?[-+=?]|%%|%|##|#");
  private static final String META = " \t\n;&|<>()";

  private final String text;
  private int at;

  WordReader(String text) {
    this.text = text;
  }

  IllegalArgumentException unexpected() {
    int from = Math.max(0, at - 40);
    return new IllegalArgumentException(
        "the fake shell cannot read this script at >>>"
            + text.substring(at, Math.min(text.length(), at + 40))
            + "<<< after: "
            + text.substring(from, at));
  }

  boolean atEnd() {
    blanks();
    return at >= text.length();
  }

  boolean at(String sign) {
    blanks();
    return text.startsWith(sign, at);
  }

  void take(String sign) {
    if (!at(sign)) throw unexpected();
    at += sign.length();
  }

  private void blanks() {
    while (at < text.length()) {
      if (text.startsWith("\\\n", at)) at += 2;
      else if (text.charAt(at) == ' ' || text.charAt(at) == '\t') at++;
      else if (text.charAt(at) == '#') while (at < text.length() && text.charAt(at) != '\n') at++;
      else return;
    }
  }

  /** Line ends, too. */
  void skipLines() {
    for (blanks(); at < text.length() && text.charAt(at) == '\n'; blanks()) at++;
  }

  /** The plain word that follows, without quotes; empty if there is none. It stays. */
  String peekName() {
    blanks();
    int end = at;
    while (end < text.length()
        && META.indexOf(text.charAt(end)) < 0
        && "\"'$\\`=".indexOf(text.charAt(end)) < 0) end++;
    if (end < text.length() && "\"'$\\`=".indexOf(text.charAt(end)) >= 0) return "";
    return text.substring(at, end);
  }

  String name() {
    String name = peekName();
    at += name.length();
    return name;
  }

  boolean functionFollows(String name) {
    return NAME.matcher(name).matches() && text.startsWith("()", at + name.length());
  }

  boolean atWord() {
    blanks();
    return at < text.length() && META.indexOf(text.charAt(at)) < 0;
  }

  /** {@code name=word}, or null if it is none. */
  Assignment assignment() {
    blanks();
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (!name.lookingAt() || name.end() >= text.length() || text.charAt(name.end()) != '=')
      return null;
    at = name.end() + 1;
    boolean empty = at >= text.length() || META.indexOf(text.charAt(at)) >= 0;
    return new Assignment(name.group(), empty ? new Word(List.of()) : word());
  }

  /** One that follows, or null. */
  Redirect redirect() {
    blanks();
    Matcher found = REDIRECT.matcher(text).region(at, text.length());
    if (!found.lookingAt()) return null;
    at = found.end();
    String operator = found.group(2);
    int usual = operator.startsWith("<") ? 0 : 1;
    int stream = found.group(1).isEmpty() ? usual : Integer.parseInt(found.group(1));
    return new Redirect(stream, operator, word());
  }

  Word word() {
    blanks();
    List<Part> parts = new ArrayList<>();
    while (at < text.length() && META.indexOf(text.charAt(at)) < 0) part(parts, false, META);
    if (parts.isEmpty()) throw unexpected();
    return new Word(parts);
  }

  /** Up to the closing sign, which is taken: the inside of quotes and of braces. */
  private Word upTo(char close, boolean quoted) {
    List<Part> parts = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != close)
      part(parts, quoted, String.valueOf(close));
    if (at >= text.length()) throw unexpected();
    at++;
    return new Word(parts);
  }

  private void part(List<Part> parts, boolean quoted, String ends) {
    char c = text.charAt(at);
    if (c == '\'' && !quoted) {
      int end = text.indexOf('\'', at + 1);
      parts.add(new Literal(text.substring(at + 1, end), true));
      at = end + 1;
    } else if (c == '"') {
      at++;
      parts.add(new Literal("", true));
      parts.addAll(upTo('"', true).parts());
    } else if (c == '\\') {
      escaped(parts, quoted);
    } else if (c == '$') {
      dollar(parts, quoted);
    } else {
      int from = at++;
      while (at < text.length()
          && ends.indexOf(text.charAt(at)) < 0
          && "\"'\\$".indexOf(text.charAt(at)) < 0) at++;
      parts.add(new Literal(text.substring(from, at), quoted));
    }
  }

  private void escaped(List<Part> parts, boolean quoted) {
    char next = text.charAt(at + 1);
    at += 2;
    if (next == '\n') return;
    boolean taken = !quoted || "$`\"\\".indexOf(next) >= 0;
    parts.add(new Literal(taken ? String.valueOf(next) : "\\" + next, true));
  }

  private void dollar(List<Part> parts, boolean quoted) {
    at++;
    if (text.startsWith("((", at)) {
      at += 2;
      int from = at;
      for (int depth = 0; depth > 0 || !text.startsWith("))", at); at++) {
        if (text.charAt(at) == '(') depth++;
        if (text.charAt(at) == ')') depth--;
      }
      WordReader inside = new WordReader(text.substring(from, at) + "\0");
      at += 2;
      parts.add(new Script.Arithmetic(inside.upTo('\0', true)));
    } else if (text.startsWith("(", at)) {
      at++;
      Script script = ScriptReader.inParentheses(this);
      take(")");
      parts.add(new Substitution(script, quoted));
    } else if (text.startsWith("{", at)) {
      at++;
      parts.add(braces(quoted));
    } else {
      Matcher name = SPECIAL.matcher(text).region(at, text.length());
      if (!name.lookingAt()) {
        parts.add(new Literal("$", quoted));
        return;
      }
      at = name.end();
      parts.add(new Parameter(name.group(), "", null, quoted));
    }
  }

  private Parameter braces(boolean quoted) {
    Matcher name = SPECIAL.matcher(text).region(at, text.length());
    if (!name.lookingAt()) throw unexpected();
    at = name.end();
    if (text.charAt(at) == '}') {
      at++;
      return new Parameter(name.group(), "", null, quoted);
    }
    Matcher operator = OPERATOR.matcher(text).region(at, text.length());
    if (!operator.lookingAt()) throw unexpected();
    at = operator.end();
    return new Parameter(name.group(), operator.group(), upTo('}', false), quoted);
  }
}
