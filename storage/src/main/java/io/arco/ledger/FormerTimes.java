package io.arco.ledger;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds commits by time: their times never go back, so halving finds them, between states that are
 * in memory where there are such. What was found is remembered. Used on the ledger's scheduler.
 */
final class FormerTimes {
  /** Times remembered. */
  static final int MAX_REMEMBERED = 1_024;

  private final Replay replay;
  private final FormerMemory memory;
  private final Supplier<WorkspaceState> newest;
  private final Map<Instant, Long> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Long> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  FormerTimes(Replay replay, FormerMemory memory, Supplier<WorkspaceState> newest) {
    this.replay = replay;
    this.memory = memory;
    this.newest = newest;
  }

  /**
   * The last commit at or before a time that is before that of the newest commit; 0 if there is
   * none. A commit that is not kept any more counts as one before.
   */
  Future<Long> sequenceAt(Instant time) {
    Long known = found.get(time);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return halve(time, memory.newestUntil(time), memory.oldestBehind(time, newest.get().sequence()))
        .onSuccess(sequence -> found.put(time, sequence));
  }

  /**
   * Between a commit that is known not to be behind the time, and one that is known to be.
   *
   * @param until the former; 0 for none
   * @param behind the latter
   */
  private Future<Long> halve(Instant time, long until, long behind) {
    if (behind - until <= 1) {
      return Future.succeededFuture(until);
    }
    long middle = until + (behind - until) / 2;
    return replay
        .committedAt(middle)
        .compose(
            at ->
                at.isPresent() && at.get().isAfter(time)
                    ? halve(time, until, middle)
                    : halve(time, middle, behind));
  }
}
