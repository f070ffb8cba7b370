package io.arco.compactor;

import io.arco.journal.CorruptObjectException;
import io.arco.log.ArchivedSlots;
import io.arco.log.Backoff;
import io.arco.log.Slots;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Copies commits from a database to the bucket, byte for byte, each put if absent. Lists nothing:
 * where the archive ends is told by the newest manifest. Any number of archivers may copy the same
 * commits at once.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class JournalArchive implements Archive {
  /** How many commits are read and put at once, and so how many are in memory. */
  public static final int COPIES_AT_ONCE = 8;

  /** How often a copy is tried before this publish fails; the next one tries again. */
  static final int MAX_ATTEMPTS = 10;

  private final Runtime runtime;
  private final Slots journal;
  private final Slots archive;
  private long copiedTo;
  private boolean closed;

  /**
   * An archiver of one workspace's journal.
   *
   * @param journal where commits are read
   * @param archive where they are copied to
   */
  public JournalArchive(Runtime runtime, Slots journal, Slots archive) {
    this.runtime = runtime;
    this.journal = journal;
    this.archive = archive;
  }

  @Override
  public Future<Void> copied(long from, long to) {
    List<Long> missing = LongStream.rangeClosed(Math.max(from, copiedTo + 1), to).boxed().toList();
    return FanOut.map(runtime.scheduler(), missing, COPIES_AT_ONCE, this::copy)
        .map(
            done -> {
              copiedTo = Math.max(copiedTo, to);
              return null;
            });
  }

  @Override
  public void close() {
    closed = true;
  }

  private Future<Void> copy(long n) {
    return runtime.onScheduler(journal.get(n)).compose(commit -> put(n, commit));
  }

  private Future<Void> put(long n, Optional<byte[]> commit) {
    if (commit.isEmpty()) {
      return Future.failedFuture(ArchivedSlots.behind(n).asException());
    }
    Promise<Void> copied = Promise.promise();
    attempt(n, commit.get(), 1, copied);
    return copied.future();
  }

  /** Puts and looks until the copy is there: what a put answers proves nothing but Written. */
  private void attempt(long n, byte[] commit, int attempt, Promise<Void> copied) {
    Future<Boolean> there =
        archive
            .putIfAbsent(n, commit)
            .compose(
                outcome ->
                    outcome instanceof PutOutcome.Written
                        ? Future.succeededFuture(true)
                        : archive.get(n).map(found -> isCopy(n, commit, found)));
    runtime
        .onScheduler(there)
        .onComplete(
            done -> {
              if (done.succeeded() && done.result()) {
                copied.complete();
              } else if (closed || attempt == MAX_ATTEMPTS || isFinal(done.cause())) {
                copied.fail(done.failed() ? done.cause() : notWritten());
              } else {
                runtime
                    .scheduler()
                    .schedule(
                        Backoff.DEFAULT.delayMillis(attempt, runtime.random()),
                        () -> attempt(n, commit, attempt + 1, copied));
              }
            });
  }

  private boolean isCopy(long n, byte[] commit, Optional<byte[]> found) {
    if (found.isPresent() && !Arrays.equals(found.get(), commit)) {
      throw new CorruptObjectException(
          archive.nameOf(n), "the archive holds other bytes than the journal");
    }
    return found.isPresent();
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof CorruptObjectException
        || (failure instanceof StoreException store && store.kind() == Kind.PERMANENT);
  }

  private static StoreException notWritten() {
    return new StoreException(Kind.TRANSIENT, "a commit could not be archived", null);
  }
}
