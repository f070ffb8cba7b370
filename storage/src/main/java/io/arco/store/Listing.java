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

  /**
   * One object.
   *
   * @param key its key
   * @param size its size in bytes
   */
  public record Entry(Key key, long size) {}
}
