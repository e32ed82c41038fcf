package dev.corral.fakes;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who gets in at a node: its file authorized_keys, read as sshd does. */
final class Logins {
  static final String KEYS = "/root/.ssh/authorized_keys";
  private static final Pattern EXPIRY = Pattern.compile("expiry-time=\"(\\d{12})\"");
  private static final Pattern COMMAND = Pattern.compile("command=\"sh (\\S+) (\\S+)[^\"]*\"");
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyyMMddHHmm");

  private Logins() {}

  private static Optional<String> line(FakeNode node, String key) {
    String blob = key.split(" ").length > 1 ? key.split(" ")[1] : "?";
    return node.host()
        .read(KEYS)
        .orElse("")
        .lines()
        .filter(l -> l.contains(" " + blob))
        .findFirst();
  }

  /** True if this key may do everything. */
  static boolean free(FakeNode node, String key) {
    return line(node, key).filter(l -> !l.contains("command=")).isPresent();
  }

  /** The folder into which this key may bring files, if it may do that. */
  static Optional<String> receiving(FakeNode node, String key) {
    String line = line(node, key).orElse("");
    Matcher command = COMMAND.matcher(line);
    if (!command.find() || expired(node, line)) return Optional.empty();
    return node.files().find(command.group(1)).isPresent()
        ? Optional.of(command.group(2))
        : Optional.empty();
  }

  private static boolean expired(FakeNode node, String line) {
    Matcher expiry = EXPIRY.matcher(line);
    if (!expiry.find()) return false;
    Instant end = LocalDateTime.parse(expiry.group(1), MINUTES).toInstant(ZoneOffset.UTC);
    return end.isBefore(node.clock().instant().plus(node.skew));
  }
}
