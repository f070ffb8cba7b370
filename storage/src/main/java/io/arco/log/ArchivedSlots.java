package io.arco.log;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Slots of a database, beside the objects that its entries are archived to: an entry that the
 * database lacks and the archive holds was lost, and nothing is decided on such a journal.
 *
 * <p>The archive is asked while a journal is opened, not while it is used: for the first absent
 * entry and the {@value #LOOK_BEHIND} after it, each once. A database that loses entries later is
 * found by what it is known to have held (by the slots themselves), or at the next opening. So an
 * instance is for one opening. Thread-safe.
 */
public final class ArchivedSlots implements Slots {
  /**
   * How far behind the first absent entry the archive is asked. Entries are archived a few at once,
   * so a killed archiver may leave an entry without the ones before it.
   */
  public static final int LOOK_BEHIND = NumberedLog.READ_AHEAD;

  private final Slots journal;
  private final Slots archive;
  private final Set<Long> asked = new HashSet<>();
  private long firstAbsent;

  /**
   * One opening of a journal.
   *
   * @param journal where entries are written
   * @param archive where they are copied to
   */
  public ArchivedSlots(Slots journal, Slots archive) {
    this.journal = journal;
    this.archive = archive;
  }

  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    return journal.putIfAbsent(n, bytes);
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    return journal
        .get(n)
        .compose(
            found ->
                found.isPresent() || !isToBeAsked(n) ? Future.succeededFuture(found) : checked(n));
  }

  @Override
  public String nameOf(long n) {
    return journal.nameOf(n);
  }

  @Override
  public String keptIn() {
    return journal.keptIn();
  }

  private synchronized boolean isToBeAsked(long n) {
    if (firstAbsent == 0 || n < firstAbsent) {
      firstAbsent = n;
    }
    return n <= firstAbsent + LOOK_BEHIND && !asked.contains(n);
  }

  /** An archived entry may have been written, and copied, after the first look at the journal. */
  private Future<Optional<byte[]>> checked(long n) {
    return archive
        .get(n)
        .compose(archived -> archived.isEmpty() ? Future.succeededFuture(archived) : again(n))
        .onSuccess(done -> remember(n));
  }

  private Future<Optional<byte[]>> again(long n) {
    return journal
        .get(n)
        .map(
            found -> {
              if (found.isEmpty()) {
                throw behind(n).asException();
              }
              return found;
            });
  }

  private synchronized void remember(long n) {
    asked.add(n);
  }

  /** The problem of a journal that lacks an entry known to have been written. */
  public static Problem behind(long n) {
    return Problem.of(
            ErrorCode.JOURNAL_BEHIND,
            "The database that keeps this workspace's journal lacks a commit that was written: it"
                + " was restored from an old backup, is another database, or lost commits in a"
                + " failover. The workspace is not served until it is repaired.")
        .with("sequence", n);
  }
}
