package dev.corral.ui.node;

import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node in a pasted list: its name, its address, and in any order after that its hardware address,
 * labels, and whether it is the main node.
 *
 * @param problem why it cannot be read; null if it can
 */
record NodeLine(
    String text,
    String name,
    String user,
    String address,
    Integer port,
    String mac,
    boolean main,
    Map<String, String> labels,
    Refused problem) {
  private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");
  private static final Pattern MAC = Pattern.compile("(?i)([0-9a-f]{2}[:-]){5}[0-9a-f]{2}");
  private static final Pattern LABEL = Pattern.compile("([^=]+)=(.*)");
  private static final Pattern WHERE =
      Pattern.compile("(?:([^@]+)@)?(\\[[^\\]]+\\]|[^:]+|[^:]*(?::[^:]*){2,})(?::(\\d{1,5}))?");

  /** All lines with something in them; a heading and what follows a # are left out. */
  static List<NodeLine> read(String list) {
    List<NodeLine> lines = new ArrayList<>();
    for (String line : list.lines().toList()) {
      String text = line.replaceFirst("#.*", "").replace("\"", "").strip();
      if (text.isEmpty() || text.toLowerCase(java.util.Locale.ROOT).startsWith("name,")) continue;
      lines.add(read(text, lines));
    }
    return lines;
  }

  private static NodeLine read(String text, List<NodeLine> before) {
    String[] fields = BETWEEN.split(text);
    Matcher where = fields.length < 2 ? null : WHERE.matcher(fields[1]);
    if (where == null || !where.matches())
      return broken(text, fields[0], "'" + text + "' names no address");
    String mac = null;
    boolean main = false;
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 2; i < fields.length; i++) {
      Matcher label = LABEL.matcher(fields[i]);
      if (MAC.matcher(fields[i]).matches()) mac = fields[i];
      else if (fields[i].equalsIgnoreCase("main")) main = true;
      else if (label.matches()) labels.put(label.group(1), label.group(2));
      else
        return broken(
            text, fields[0], "'" + fields[i] + "' is no hardware address, and no label=value");
    }
    NodeLine line =
        new NodeLine(
            text,
            fields[0],
            where.group(1),
            where.group(2).replaceAll("[\\[\\]]", ""),
            where.group(3) == null ? null : Integer.valueOf(where.group(3)),
            mac,
            main,
            labels,
            null);
    boolean twice =
        before.stream().anyMatch(b -> b.name.equals(line.name) || line.address.equals(b.address));
    return twice ? broken(text, line.name, "its name or address is in this list before") : line;
  }

  private static NodeLine broken(String text, String name, String why) {
    return new NodeLine(
        text,
        name,
        null,
        null,
        null,
        null,
        false,
        Map.of(),
        Refused.invalid(
            "BAD_LINE", why, "write: name,address, then a MAC address, label=value, main"));
  }
}
