package io.arco.compactor;

import io.arco.journal.CorruptObjectException;
import io.arco.log.ArchivedSlots;
import io.arco.log.Backoff;
import io.arco.log.Decided;
import io.arco.log.NumberedLog;
import io.arco.log.Slots;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.vertx.core.Future;
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

  private final Runtime runtime;
  private final Slots journal;
  private final NumberedLog archive;
  private long copiedTo;

  /**
   * An archiver of one workspace's journal.
   *
   * @param journal where commits are read
   * @param archive where they are copied to
   */
  public JournalArchive(Runtime runtime, Slots journal, Slots archive) {
    this.runtime = runtime;
    this.journal = journal;
    this.archive = new NumberedLog(archive, runtime, Backoff.DEFAULT);
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
    archive.close();
  }

  private Future<Void> copy(long n) {
    return runtime.onScheduler(journal.get(n)).compose(commit -> put(n, commit));
  }

  private Future<Void> put(long n, Optional<byte[]> commit) {
    if (commit.isEmpty()) {
      return Future.failedFuture(ArchivedSlots.behind(n).asException());
    }
    return archive.append(n, commit.get()).compose(decided -> same(n, decided));
  }

  private Future<Void> same(long n, Decided decided) {
    return decided instanceof Decided.Won
        ? Future.succeededFuture()
        : Future.failedFuture(
            new CorruptObjectException(
                archive.nameOf(n), "the archive holds other bytes than the journal"));
  }
}
