package io.arco.log;

import io.arco.journal.Hash;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A reader of the end of a log: hands out entries one by one in order, while the next ones are
 * already being read. Used on the log's scheduler, one {@link #next} at a time.
 */
public final class Tail {
  private final NumberedLog log;
  private final ArrayDeque<Ahead> ahead = new ArrayDeque<>();
  private final boolean fenced;
  private long nextToAsk;
  private int window = 1;

  /** The hash of the entry handed out last, or its bytes as long as nobody needed the hash. */
  private Hash previous;

  private byte[] previousBytes;

  /** An entry that is being read. */
  private static final class Ahead {
    private final long n;
    private final Moment began;
    private final Future<Optional<byte[]>> read;

    /** Whether it was answered before a look that saw an entry below it still there. */
    private boolean proven;

    Ahead(long n, Moment began, Future<Optional<byte[]>> read) {
      this.n = n;
      this.began = began;
      this.read = read;
    }
  }

  Tail(NumberedLog log, long from, Hash previous, boolean fenced) {
    this.log = log;
    this.nextToAsk = from;
    this.previous = previous;
    this.fenced = fenced;
  }

  /**
   * The next entry, or empty where there is none; after an empty one or a failure the tail is not
   * used any more. The window grows as entries are found, so that asking at the head costs one
   * read. Fails as {@link NumberedLog#read} does, and with {@link FencedException} if the slot may
   * have been emptied.
   */
  public Future<Optional<byte[]>> next() {
    while (ahead.size() < window) {
      ahead.add(new Ahead(nextToAsk, log.now(), log.read(nextToAsk)));
      nextToAsk++;
    }
    window = Math.min(NumberedLog.READ_AHEAD, window * 2);
    Ahead next = ahead.remove();
    return next.read.compose(
        found ->
            !fenced || next.proven || log.covers(next.n)
                ? Future.succeededFuture(taken(next, found))
                : proven(next, found));
  }

  private Future<Optional<byte[]>> proven(Ahead next, Optional<byte[]> found) {
    var answered = ahead.stream().filter(later -> later.read.isComplete()).toList();
    return log.isPredecessor(next.n, previous())
        .map(
            isThere -> {
              if (!isThere) {
                throw new FencedException(log.nameOf(next.n));
              }
              answered.forEach(later -> later.proven = true);
              return taken(next, found);
            });
  }

  private Optional<byte[]> taken(Ahead next, Optional<byte[]> found) {
    if (found.isPresent()) {
      previous = null;
      previousBytes = found.get();
    } else if (fenced) {
      log.intact(next.n, next.began);
    }
    return found;
  }

  private Hash previous() {
    if (previous == null) {
      previous = Hash.of(previousBytes);
    }
    return previous;
  }
}
