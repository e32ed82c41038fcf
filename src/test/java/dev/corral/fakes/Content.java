package dev.corral.fakes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in a file. Never changes: who writes, puts another one in its place. */
public sealed interface Content {
  /** Bytes. */
  long size();

  /** All that makes it up, as one text: equal contents have equal texts. */
  String canonical();

  /** Its sha256; of a text that of its bytes, as the real program says. */
  default String sha256() {
    try {
      byte[] bytes = canonical().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A text. */
  record Text(String text) implements Content {
    @Override
    public long size() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String canonical() {
      return text;
    }
  }

  /**
   * A disk image: of each block that was written what was written last; the others are those of the
   * backing file.
   *
   * @param virtualSize what a guest sees, in bytes
   * @param backing path, or empty
   * @param blocks the value of each block that is its own
   * @param bulk bytes that it takes besides, like those of an operating system
   */
  record Image(
      String format, long virtualSize, String backing, SortedMap<Long, Long> blocks, long bulk)
      implements Content {
    private static final long HEADER = 192 << 10;

    /** Of a qcow2 image's clusters, and of our blocks. */
    public static final long BLOCK = 64 << 10;

    public Image {
      blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
    }

    /** A new one in qcow2. */
    public static Image overlay(long virtualSize, String backing) {
      return new Image("qcow2", virtualSize, backing, new TreeMap<>(), 0);
    }

    @Override
    public long size() {
      return HEADER + BLOCK * blocks.size() + bulk;
    }

    @Override
    public String canonical() {
      return format + " " + virtualSize + " on '" + backing + "' " + blocks + " + " + bulk;
    }

    /** The same with that block written. */
    public Image with(long block, long value) {
      TreeMap<Long, Long> more = new TreeMap<>(blocks);
      more.put(block, value);
      return new Image(format, virtualSize, backing, more, bulk);
    }

    /** The same on another backing file. */
    public Image on(String other, SortedMap<Long, Long> own) {
      return new Image(format, virtualSize, other, own, bulk);
    }
  }
}
