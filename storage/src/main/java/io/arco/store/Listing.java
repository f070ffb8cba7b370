package io.arco.store;

import java.util.List;

/**
 * One page of a list.
 *
 * @param entries in key order
 * @param complete whether nothing lies behind the last entry
 */
public record Listing(List<Entry> entries, boolean complete) {
  /** The most entries of a page. */
  public static final int MAX_LIMIT = 1000;

  /** Refuses a limit that no page may have. */
  static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", is " + limit);
    }
  }

  /**
   * One object.
   *
   * @param key its key
   * @param size its size in bytes
   */
  public record Entry(Key key, long size) {}
}
