package io.arco.log;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A reader of the end of a log: hands out entries one by one in order, while the next ones are
 * already being read. Used on the log's scheduler, one {@link #next} at a time.
 */
public final class Tail {
  private final NumberedLog log;
  private final ArrayDeque<Future<Optional<byte[]>>> ahead = new ArrayDeque<>();
  private long nextToAsk;
  private int window = 1;

  Tail(NumberedLog log, long from) {
    this.log = log;
    this.nextToAsk = from;
  }

  /**
   * The next entry, or empty where there is none; after an empty one or a failure the tail is not
   * used any more. The window grows as entries are found, so that asking at the head costs one
   * read.
   */
  public Future<Optional<byte[]>> next() {
    while (ahead.size() < window) {
      ahead.add(log.read(nextToAsk++));
    }
    window = Math.min(NumberedLog.READ_AHEAD, window * 2);
    return ahead.remove();
  }
}
