package dev.corral.fakes;

import dev.corral.fakes.shell.Call;
import java.util.ArrayList;
import java.util.List;

/** The program {@code test}, also called {@code [}. */
final class TestProgram {
  private final FakeNode node;
  private final Call call;
  private final List<String> words;
  private int at;

  TestProgram(FakeNode node, Call call) {
    this.node = node;
    this.call = call;
    this.words = new ArrayList<>(call.words());
    if (call.name().equals("[")) words.remove(words.size() - 1);
  }

  int run() {
    if (words.isEmpty()) return 1;
    boolean true_ = either();
    return true_ ? 0 : 1;
  }

  private boolean either() {
    boolean value = both();
    while (at < words.size() && words.get(at).equals("-o")) {
      at++;
      value |= both();
    }
    return value;
  }

  private boolean both() {
    boolean value = one();
    while (at < words.size() && words.get(at).equals("-a")) {
      at++;
      value &= one();
    }
    return value;
  }

  private boolean one() {
    int left = words.size() - at;
    if (left >= 3 && isBinary(words.get(at + 1))) {
      at += 3;
      return binary(words.get(at - 3), words.get(at - 2), words.get(at - 1));
    }
    if (left >= 2 && words.get(at).equals("!")) {
      at++;
      return !one();
    }
    if (left >= 2 && words.get(at).matches("-[a-zA-Z]")) {
      at += 2;
      return unary(words.get(at - 2), words.get(at - 1));
    }
    return !words.get(at++).isEmpty();
  }

  private static boolean isBinary(String word) {
    return List.of("=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ef")
        .contains(word);
  }

  private boolean binary(String a, String operator, String b) {
    return switch (operator) {
      case "=", "==" -> a.equals(b);
      case "!=" -> !a.equals(b);
      case "-eq" -> number(a) == number(b);
      case "-ne" -> number(a) != number(b);
      case "-lt" -> number(a) < number(b);
      case "-le" -> number(a) <= number(b);
      case "-gt" -> number(a) > number(b);
      case "-ge" -> number(a) >= number(b);
      case "-ef" -> node.files().find(call.path(a)).equals(node.files().find(call.path(b)));
      default ->
          node.files()
              .find(call.path(a))
              .orElseThrow()
              .modified
              .isAfter(node.files().find(call.path(b)).orElseThrow().modified);
    };
  }

  private static long number(String text) {
    return text.isBlank() ? 0 : Long.parseLong(text.strip());
  }

  private boolean unary(String operator, String word) {
    if (operator.equals("-n")) return !word.isEmpty();
    if (operator.equals("-z")) return word.isEmpty();
    String path = call.path(word);
    boolean folder = node.files().isFolder(path);
    boolean device = path.equals("/dev/null");
    boolean kernel =
        node.host().read(path).isPresent()
            || !Kernel.matching(node, java.util.regex.Pattern.quote(path)).isEmpty();
    var file = node.files().find(path);
    return switch (operator) {
      case "-e" -> folder || file.isPresent() || device || kernel || socket(path);
      case "-f" -> file.isPresent();
      case "-d" -> folder;
      case "-r", "-w" -> folder || file.isPresent() || kernel;
      case "-s" -> file.isPresent() && file.get().size() > 0;
      case "-L", "-h" -> node.files().entry(path).filter(f -> f.link != null).isPresent();
      case "-S" -> socket(path);
      case "-x" -> node.host().program(dev.corral.fakes.shell.Paths.name(path)).isPresent();
      case "-t" -> false;
      default -> throw new IllegalArgumentException("test " + operator);
    };
  }

  private boolean socket(String path) {
    return path.endsWith("/libvirt-sock") && node.faults().libvirt() == Faults.Libvirt.WELL;
  }
}
