package io.arco.server.api;

import java.util.List;

/**
 * Which page of a list is asked for.
 *
 * @param after the last name of the page before, or null for the first page
 * @param size the most entities on it
 */
record PageRequest(String after, int size) {
  /** What {@code pageSize} and {@code pageToken} say. */
  static PageRequest of(Exchange exchange, List<String> list) {
    long size =
        exchange.queryNumber("pageSize", 1, ApiLimits.MAX_PAGE_SIZE, ApiLimits.DEFAULT_PAGE_SIZE);
    String after =
        exchange.query("pageToken").map(token -> PageToken.after(token, list)).orElse(null);
    return new PageRequest(after, (int) size);
  }

  /** One more than the page holds, to see whether there is another. */
  int limit() {
    return size + 1;
  }
}
