package dev.corral.fakes.shell;

import java.util.ArrayList;
import java.util.List;

/** {@code printf}: {@code %s %d} with widths, and the usual escapes. */
final class Printf {
  private Printf() {}

  static int run(Call call) {
    List<String> words = new ArrayList<>(call.words());
    if (!words.isEmpty() && words.get(0).equals("--")) words.remove(0);
    String format = words.remove(0);
    do {
      int before = words.size();
      call.out().write(once(format, words));
      if (words.size() == before) break;
    } while (!words.isEmpty());
    return 0;
  }

  private static String once(String format, List<String> words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '\\' && i + 1 < format.length()) {
        i++;
        switch (format.charAt(i)) {
          case 'n' -> text.append('\n');
          case 't' -> text.append('\t');
          case 'r' -> text.append('\r');
          case '0' -> text.append('\0');
          default -> text.append(format.charAt(i));
        }
      } else if (c == '%' && i + 1 < format.length()) {
        int end = i + 1;
        while ("sdiu%".indexOf(format.charAt(end)) < 0) end++;
        String flags = format.substring(i + 1, end);
        i = end;
        if (format.charAt(end) == '%') text.append('%');
        else {
          String value = words.isEmpty() ? "" : words.remove(0);
          text.append(
              format.charAt(end) == 's'
                  ? String.format("%" + flags + "s", value)
                  : String.format("%" + flags + "d", value.isEmpty() ? 0 : Long.parseLong(value)));
        }
      } else text.append(c);
    }
    return text.toString();
  }
}
