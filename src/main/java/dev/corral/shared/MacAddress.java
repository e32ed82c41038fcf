package dev.corral.shared;

import java.util.HexFormat;
import java.util.Locale;

/** A 48-bit hardware address, written as six lower case pairs with colons. */
public record MacAddress(String value) {
  /** Refuses (BAD_MAC) what is not six hexadecimal pairs; dashes are taken for colons. */
  public MacAddress {
    String pairs = value == null ? "" : value.toLowerCase(Locale.ROOT).replace('-', ':');
    if (!pairs.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
      throw Refused.invalid(
          "BAD_MAC", "'" + value + "' is no MAC address", "write it as 52:54:00:12:34:56");
    }
    value = pairs;
  }

  /** The six bytes. */
  public byte[] bytes() {
    return HexFormat.ofDelimiter(":").parseHex(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
