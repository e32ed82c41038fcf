package dev.corral.fakes;

import java.time.Instant;

/** A file of a node: an inode, that may have several names. */
public final class FakeFile {
  final long number;
  Content content;

  /** So many of its bytes have arrived; the others are holes. */
  long present;

  Instant modified;
  String mode = "644";

  /** Where it leads, if it is a symbolic link; else null. */
  String link;

  FakeFile(long number, Content content, Instant now) {
    this.number = number;
    this.content = content;
    this.present = content.size();
    this.modified = now;
  }

  FakeFile copy() {
    FakeFile copy = new FakeFile(number, content, modified);
    copy.present = present;
    copy.mode = mode;
    copy.link = link;
    return copy;
  }

  /** What is in it. */
  public Content content() {
    return content;
  }

  /** Bytes as {@code stat} says. */
  public long size() {
    return Math.min(present, content.size());
  }

  /** All of it is there. */
  public boolean whole() {
    return present >= content.size();
  }

  /** Of a file that has not arrived whole it is another one. */
  public String sha256() {
    return whole()
        ? content.sha256()
        : new Content.Text(content.canonical() + " up to " + size()).sha256();
  }

  void put(Content other, Instant now) {
    content = other;
    present = other.size();
    modified = now;
  }
}
