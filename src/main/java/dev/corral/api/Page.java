package dev.corral.api;

import dev.corral.shared.Refused;
import java.util.List;

/** A part of a list: {@code page} counts from 0, {@code total} is of the whole. */
record Page<T>(List<T> items, int page, int size, long total) {
  /** At most this many at once. */
  static final int LARGEST = 1_000;

  /** The wanted part of a list that is read whole. Refused (BAD_PAGE) if it cannot be had. */
  static <T> Page<T> of(List<T> all, int page, int size) {
    int from = Math.min(offset(page, size(size)), all.size());
    return new Page<>(all.subList(from, Math.min(from + size, all.size())), page, size, all.size());
  }

  static int size(int wanted) {
    if (wanted < 1 || wanted > LARGEST)
      throw Refused.invalid(
          "BAD_PAGE", "a page of " + wanted + " cannot be had", "ask for 1 to " + LARGEST);
    return wanted;
  }

  static int offset(int page, int size) {
    if (page < 0 || (long) page * size > Integer.MAX_VALUE)
      throw Refused.invalid("BAD_PAGE", "there is no page " + page, "pages count from 0");
    return page * size;
  }
}
