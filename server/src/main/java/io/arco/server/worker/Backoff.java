package io.arco.server.worker;

import java.util.concurrent.ThreadLocalRandom;

/** Longer and longer pauses between calls that fail. One thread. */
final class Backoff {
  /** The first pause, in milliseconds. */
  static final long FIRST_MILLIS = 200;

  /** The longest pause. */
  static final long MAX_MILLIS = 5_000;

  private long nextMillis = FIRST_MILLIS;

  /** Back to the first pause. */
  void reset() {
    nextMillis = FIRST_MILLIS;
  }

  /** How long to pause now: between half and all of a time that doubles. */
  long nextMillis() {
    long millis = nextMillis;
    nextMillis = Math.min(MAX_MILLIS, 2 * millis);
    return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
  }
}
