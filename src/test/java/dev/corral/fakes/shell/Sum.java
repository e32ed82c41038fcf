package dev.corral.fakes.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sums of {@code $(( ))}: whole numbers, comparisons, {@code name -= 1}. */
final class Sum {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\\d+|[A-Za-z_]\\w*|[-+*/]=|<=|>=|==|!=|&&|\\|\\||[-+*/%()<>=!])");
  private static final java.util.List<String> LEVELS =
      java.util.List.of("|| ", "&& ", "== != ", "< <= > >= ", "+ - ", "* / % ");
  private final Shell shell;
  private final String text;
  private int at;

  Sum(Shell shell, String text) {
    this.shell = shell;
    this.text = text.strip();
  }

  long value() {
    return level(0);
  }

  private String peek() {
    Matcher m = TOKEN.matcher(text).region(at, text.length());
    return m.lookingAt() ? m.group(1) : "";
  }

  private String take() {
    Matcher m = TOKEN.matcher(text).region(at, text.length());
    if (!m.lookingAt()) throw new IllegalArgumentException("no sum: " + text);
    at = m.end();
    return m.group(1);
  }

  private long level(int n) {
    if (n == LEVELS.size()) return unary();
    long left = level(n + 1);
    while (!peek().isEmpty() && LEVELS.get(n).contains(peek() + " ")) {
      String operator = take();
      left = apply(operator, left, level(n + 1));
    }
    return left;
  }

  private static long apply(String operator, long a, long b) {
    return switch (operator) {
      case "+", "+=" -> a + b;
      case "-", "-=" -> a - b;
      case "*", "*=" -> a * b;
      case "/", "/=" -> a / b;
      case "%" -> a % b;
      case "<" -> a < b ? 1 : 0;
      case "<=" -> a <= b ? 1 : 0;
      case ">" -> a > b ? 1 : 0;
      case ">=" -> a >= b ? 1 : 0;
      case "==" -> a == b ? 1 : 0;
      case "!=" -> a != b ? 1 : 0;
      case "&&" -> a != 0 && b != 0 ? 1 : 0;
      default -> a != 0 || b != 0 ? 1 : 0;
    };
  }

  private long unary() {
    String token = take();
    if (token.equals("-")) return -unary();
    if (token.equals("!")) return unary() == 0 ? 1 : 0;
    if (token.equals("(")) {
      long inside = level(0);
      take();
      return inside;
    }
    if (Character.isDigit(token.charAt(0))) return Long.parseLong(token);
    String held = shell.variables.getOrDefault(token, "0");
    long value = held.isEmpty() ? 0 : new Sum(shell, held).value();
    if (!peek().matches("[-+*/]?=")) return value;
    String operator = take();
    long result = operator.equals("=") ? level(0) : apply(operator, value, level(0));
    shell.variables.put(token, Long.toString(result));
    return result;
  }
}
