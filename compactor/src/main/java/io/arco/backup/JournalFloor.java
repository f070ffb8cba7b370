package io.arco.backup;

import io.arco.journal.CorruptObjectException;
import io.arco.log.NumberedLog;
import io.arco.log.Slots;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds where a journal begins whose old commits were deleted: ascending from 2, so that all below
 * the floor but commit 1 are gone and all from it on are there. Asks for single commits, about
 * twenty of a million.
 *
 * @param slots the journal
 * @param objects reads with patience
 */
record JournalFloor(Slots slots, ExactObjects objects) {
  /**
   * The floor: the lowest number from which on there is no gap; 1 where nothing was deleted.
   *
   * @param head a commit that is there
   */
  Future<Long> find(long head) {
    if (head <= 2) {
      return Future.succeededFuture(1L);
    }
    return isThere(2)
        .compose(
            second ->
                second
                    ? Future.succeededFuture(1L)
                    : between(2, head).compose(floor -> checked(floor)));
  }

  /** The floor, above {@code absent} and not above {@code there}. */
  private Future<Long> between(long absent, long there) {
    if (there - absent <= 1) {
      return Future.succeededFuture(there);
    }
    long middle = absent + (there - absent) / 2;
    return isThere(middle)
        .compose(found -> found ? between(absent, middle) : between(middle, there));
  }

  /** A gap in the middle could pass for the floor: nothing may be right below it. */
  private Future<Long> checked(long floor) {
    long lowest = Math.max(3, floor - 1 - NumberedLog.READ_AHEAD);
    return Future.all(LongStream.range(lowest, floor - 1).mapToObj(this::isThere).toList())
        .map(
            looked -> {
              if (looked.list().contains(true)) {
                throw new CorruptObjectException(
                    slots.nameOf(floor - 1), "it is missing, though there are earlier commits");
              }
              return floor;
            });
  }

  private Future<Boolean> isThere(long n) {
    return objects.trying(() -> slots.get(n)).map(Optional::isPresent);
  }
}
