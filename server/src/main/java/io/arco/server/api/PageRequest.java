package io.arco.server.api;

import io.arco.ledger.Incarnation;
import java.util.List;

/**
 * Which page of a list is asked for.
 *
 * @param token where it begins, or null for the first page
 * @param size the most entities on it
 */
record PageRequest(PageToken token, int size) {
  /** What {@code pageSize} and {@code pageToken} say. */
  static PageRequest of(Exchange exchange, List<String> list) {
    long size =
        exchange.queryNumber("pageSize", 1, ApiLimits.MAX_PAGE_SIZE, ApiLimits.DEFAULT_PAGE_SIZE);
    PageToken token =
        exchange.query("pageToken").map(text -> PageToken.parse(text, list)).orElse(null);
    return new PageRequest(token, (int) size);
  }

  /** Whether a walk begins with it. */
  boolean isFirst() {
    return token == null;
  }

  /** What the walk is as of, as it was said, or null for the newest state at its first page. */
  String asOf(Exchange exchange) {
    return token == null ? exchange.query(AsOfText.PARAMETER).orElse(null) : token.asOf();
  }

  /** The last name of the page before, or null for the first page. */
  String after() {
    return token == null ? null : token.after();
  }

  /** Refuses a token of another incarnation. */
  void check(Incarnation incarnation) {
    if (token != null) {
      token.check(incarnation);
    }
  }

  /** One more than the page holds, to see whether there is another. */
  int limit() {
    return size + 1;
  }
}
