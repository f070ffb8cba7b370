package io.arco.server.api;

import io.arco.runtime.Clock;
import io.arco.runtime.Uuids;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} if it is one, else a UUID of version
 * 7. One per event loop; used on its thread only.
 */
final class RequestIds {
  /** The longest id a caller may give, in characters. */
  static final int MAX_LENGTH = 128;

  private final Clock clock;
  private final Uuids uuids;

  RequestIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.uuids = new Uuids(random);
  }

  /** The caller's id, if it gave one of 1 to {@value #MAX_LENGTH} visible ASCII characters. */
  String of(HttpServerRequest request) {
    String given = request.getHeader(ArcoHeaders.REQUEST_ID);
    return given != null && isVisibleAscii(given, MAX_LENGTH) ? given : made();
  }

  /** A new id. */
  String made() {
    return uuids.next(Instant.ofEpochMilli(clock.wallMillis())).toString();
  }

  /** Whether it has 1 to so many characters, all of them {@code !} to {@code ~}. */
  static boolean isVisibleAscii(String text, int maxLength) {
    if (text.isEmpty() || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
