package io.arco.backup;

import io.arco.journal.Hash;
import io.arco.log.Backoff;
import io.arco.log.Decided;
import io.arco.log.LogClosedException;
import io.arco.log.LogListing;
import io.arco.log.NumberedLog;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.store.ObjectStore;
import io.arco.store.StoreException;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The backup records of one workspace. On the runtime's scheduler, where its futures complete; they
 * fail with {@link io.arco.journal.CorruptObjectException} where a record is not what it must be.
 */
public final class BackupLog {
  /** How long a record is put again and again before its outcome is given up. */
  static final long APPEND_TIMEOUT_MILLIS = 60_000;

  /** Nothing deletes a record: no slot was ever emptied. */
  private static final long ALL = Long.MAX_VALUE - 1;

  private final Runtime runtime;
  private final LogListing listing;
  private final NumberedLog log;
  private final WorkspaceKeys keys;

  /** The records of the workspace of these keys in that backup. */
  public BackupLog(Runtime runtime, ObjectStore store, WorkspaceKeys keys) {
    this.runtime = runtime;
    this.keys = keys;
    this.listing = new LogListing(store, keys.backups());
    this.log =
        new NumberedLog(new ObjectSlots(store, keys.backups()), runtime, Backoff.DEFAULT, ALL);
  }

  /** The numbers there are, ascending. Lists. */
  public Future<List<Long>> numbers() {
    return runtime.onScheduler(listing.numbers());
  }

  /** The record with the highest number, if there is any. Lists. */
  public Future<Optional<BackupRecord>> newest() {
    return numbers()
        .compose(
            all ->
                all.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : read(all.get(all.size() - 1)));
  }

  /** Record {@code number}, if it is there. */
  public Future<Optional<BackupRecord>> read(long number) {
    return log.read(number)
        .map(
            bytes ->
                bytes.map(
                    b -> BackupRecord.decode(keys.workspace(), number, log.nameOf(number), b)));
  }

  /**
   * Puts a record into the first free slot from {@code number} on. Fails with {@link
   * StoreException} if that is not known to be done after {@value #APPEND_TIMEOUT_MILLIS} ms; the
   * record, which is whole, may still appear. The log can't be used afterwards.
   *
   * @return the record with the number it got
   */
  Future<BackupRecord> append(BackupRecord record, long number) {
    Scheduler.Timer timer = runtime.scheduler().schedule(APPEND_TIMEOUT_MILLIS, log::close);
    return contest(record, number)
        .onComplete(done -> timer.cancel())
        .recover(failure -> Future.failedFuture(named(failure)));
  }

  private static Throwable named(Throwable failure) {
    return failure instanceof LogClosedException
        ? new StoreException(
            StoreException.Kind.TRANSIENT, "nobody knows whether the record was written", failure)
        : failure;
  }

  private Future<BackupRecord> contest(BackupRecord record, long number) {
    BackupRecord numbered = record.withNumber(number);
    return log.append(number, numbered.encode(), Hash.NONE)
        .compose(
            decided ->
                decided instanceof Decided.Won
                    ? Future.succeededFuture(numbered)
                    : contest(record, number + 1));
  }
}
