package io.arco.backup;

import io.arco.journal.CommitCodec;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.KeptSlots;
import io.arco.log.NumberFence;
import io.arco.runtime.Runtime;
import io.arco.store.Listing;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a journal begins whose old commits were collected (docs/design/007-retention.md): all
 * from its floor on are there, and below it only commit 1 and, rarely, a single commit that a
 * writer who had been stopped for days left in an emptied slot. Any other gap is damage. For one
 * use, on the runtime's scheduler; lists only where commit 2 is gone.
 */
final class JournalFloor {
  /** By how much clocks may differ before a commit passes for too young to be collected. */
  static final long CLOCK_SLACK_MILLIS = 3_600_000;

  private final Runtime runtime;
  private final Workspace workspace;
  private final KeptSlots slots;
  private final ExactObjects objects;
  private final long head;
  private final Promise<Long> found = Promise.promise();
  private long runStart;
  private long last = 1;

  /**
   * A search yet to be made.
   *
   * @param objects reads with patience
   * @param head a commit that is there, and up to which there is to be no gap
   */
  JournalFloor(
      Runtime runtime, Workspace workspace, KeptSlots slots, ExactObjects objects, long head) {
    this.runtime = runtime;
    this.workspace = workspace;
    this.slots = slots;
    this.objects = objects;
    this.head = head;
  }

  /**
   * The floor; 1 where nothing was collected. Fails with {@link CorruptObjectException} where a
   * commit is missing that can't have been collected.
   */
  Future<Long> find() {
    if (head <= 2) {
      return Future.succeededFuture(1L);
    }
    return objects
        .trying(() -> slots.get(2))
        .compose(
            second -> {
              if (second.isPresent()) {
                return Future.succeededFuture(1L);
              }
              page();
              return found.future().compose(this::withoutStray).compose(this::checkedAge);
            });
  }

  private void page() {
    objects
        .trying(() -> slots.entries(last, Listing.MAX_LIMIT))
        .onFailure(found::fail)
        .onSuccess(
            entries -> {
              try {
                if (take(entries) || entries.size() < Listing.MAX_LIMIT) {
                  end();
                } else {
                  page();
                }
              } catch (CorruptObjectException e) {
                found.fail(e);
              }
            });
  }

  /** Whether the head is reached. */
  private boolean take(List<KeptSlots.Entry> entries) {
    for (KeptSlots.Entry entry : entries) {
      if (entry.number() != last + 1) {
        boolean isRun = last > runStart;
        if (runStart > 0 && isRun) {
          throw missing(last + 1);
        }
        runStart = entry.number();
      }
      last = entry.number();
      if (last >= head) {
        return true;
      }
    }
    return false;
  }

  private void end() {
    if (last < head || runStart > head) {
      found.fail(new VanishedException(slots.nameOf(head)));
    } else {
      found.complete(runStart);
    }
  }

  /**
   * Passes over commits that were put directly below the floor: the one behind each does not follow
   * it.
   */
  private Future<Long> withoutStray(long lowest) {
    if (lowest == head) {
      return Future.succeededFuture(lowest);
    }
    return objects
        .trying(() -> slots.get(lowest))
        .compose(
            one ->
                objects
                    .trying(() -> slots.get(lowest + 1))
                    .compose(
                        next ->
                            follows(lowest, one, next)
                                ? Future.succeededFuture(lowest)
                                : withoutStray(lowest + 1)));
  }

  /** Whether the second follows the first; damage is left to be named by who reads it. */
  private boolean follows(long n, Optional<byte[]> one, Optional<byte[]> next) {
    return one.isEmpty()
        || next.isEmpty()
        || !CommitCodec.isSound(workspace, n, one.get())
        || !CommitCodec.isSound(workspace, n + 1, next.get())
        || CommitCodec.decode(slots.nameOf(n + 1), workspace, n + 1, next.get())
            .header()
            .previousHash()
            .equals(Hash.of(one.get()));
  }

  /** What is younger than any retention allows was not collected: the gap is damage. */
  private Future<Long> checkedAge(long floor) {
    return objects
        .trying(() -> slots.get(floor))
        .map(
            commit -> {
              byte[] bytes = commit.orElseThrow(() -> new VanishedException(slots.nameOf(floor)));
              long at =
                  CommitCodec.decode(slots.nameOf(floor), workspace, floor, bytes)
                      .header()
                      .committedAt()
                      .toEpochMilli();
              long ageMillis = runtime.clock().wallMillis() - at;
              if (ageMillis < NumberFence.MIN_KEPT_MILLIS - CLOCK_SLACK_MILLIS) {
                throw missing(floor - 1);
              }
              return floor;
            });
  }

  private CorruptObjectException missing(long n) {
    return new CorruptObjectException(
        slots.nameOf(n), "it is missing, and retention can't have taken it");
  }
}
