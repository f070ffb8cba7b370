package io.arco.ledger;

import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.log.NumberedLog;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.FanOut;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Reads commits again that are known to have been written, for those who follow them. What
 * retention has taken is not read around: it is told where the journal begins. Used on the ledger's
 * scheduler.
 */
final class CommitReader {
  /** No more commits are read for a page once it has so many bytes. */
  static final long MAX_PAGE_BYTES = 4 << 20;

  /** Commits read at once. */
  static final int WINDOW = 8;

  private final LedgerConfig config;
  private final NumberedLog log;

  CommitReader(LedgerConfig config, NumberedLog log) {
    this.config = config;
    this.log = log;
  }

  /**
   * Reads up to {@code limit} commits behind {@code after}, fewer where they are large, at least
   * one if there is one. Fails with HISTORY_EXPIRED if the first of them is not kept any more.
   *
   * @param head the newest commit that is known
   */
  Future<CommitPage> after(long after, int limit, long head) {
    long last = Math.min(head, after + limit);
    return read(after + 1, last, head, new ArrayList<>(), 0)
        .map(commits -> new CommitPage(commits, head));
  }

  private Future<List<Commit>> read(
      long from, long last, long head, List<Commit> read, long bytes) {
    if (from > last || bytes >= MAX_PAGE_BYTES) {
      return Future.succeededFuture(read);
    }
    long to = Math.min(last, from + WINDOW - 1);
    List<Long> numbers = LongStream.rangeClosed(from, to).boxed().toList();
    return FanOut.map(config.runtime().scheduler(), numbers, WINDOW, log::read)
        .compose(
            entries -> {
              for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).isEmpty()) {
                  return expired(numbers.get(i), head);
                }
              }
              long more = entries.stream().mapToLong(entry -> entry.get().length).sum();
              return decoded(from, entries)
                  .compose(
                      commits -> {
                        read.addAll(commits);
                        return read(to + 1, last, head, read, bytes + more);
                      });
            });
  }

  private Future<List<Commit>> decoded(long from, List<Optional<byte[]>> entries) {
    return config
        .runtime()
        .onScheduler(
            config
                .runtime()
                .workers()
                .call(
                    () -> {
                      List<Commit> commits = new ArrayList<>();
                      for (int i = 0; i < entries.size(); i++) {
                        long n = from + i;
                        byte[] bytes = entries.get(i).get();
                        commits.add(
                            CommitCodec.decode(log.nameOf(n), config.workspace(), n, bytes));
                      }
                      return commits;
                    }));
  }

  /**
   * Fails with HISTORY_EXPIRED, its {@code floor} the oldest commit from which on all are kept.
   *
   * @param missing a commit that is not kept
   * @param head the newest that is known
   */
  <T> Future<T> expired(long missing, long head) {
    return floor(missing, head)
        .compose(
            floor ->
                Future.failedFuture(
                    Problem.of(ErrorCode.HISTORY_EXPIRED, "What is older than this is not kept.")
                        .with("floor", floor)
                        .asException()));
  }

  /**
   * The oldest commit from which on all are kept: they go in ascending order, so halving finds it.
   *
   * @param missing a commit that is not kept
   * @param kept one that is
   */
  private Future<Long> floor(long missing, long kept) {
    if (kept - missing <= 1) {
      return Future.succeededFuture(kept);
    }
    long middle = missing + (kept - missing) / 2;
    return log.read(middle)
        .compose(entry -> entry.isEmpty() ? floor(middle, kept) : floor(missing, middle));
  }
}
