package io.arco.server.dispatch;

import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.TaskRef;
import java.util.UUID;

/**
 * What this server knows of the time of one live attempt. Times are of its monotonic clock. Used on
 * the scheduler, but for its progress.
 */
final class Watch {
  /** A time that never comes. */
  private static final long NEVER = Long.MAX_VALUE;

  private final TaskRef task;
  private final int number;
  private final UUID id;
  private final long originNanos;
  private boolean started;
  private long heardNanos;
  private long timeoutNanos;
  private long executionNanos = NEVER;
  private long graceNanos = NEVER;
  private long queuedNanos = NEVER;
  private boolean isExtended;
  private boolean isExpiring;
  private volatile Progress progress;

  /** Of an attempt that was folded now. */
  Watch(LiveAttempt live, long nowNanos) {
    this.task = live.ref();
    this.number = live.attempt().number();
    this.id = live.attempt().id();
    this.originNanos = nowNanos;
  }

  TaskRef task() {
    return task;
  }

  AttemptRef ref() {
    return new AttemptRef(task.run(), task.task(), number);
  }

  boolean isOf(int attempt, UUID attemptId) {
    return number == attempt && id.equals(attemptId);
  }

  boolean isOf(LiveAttempt live) {
    return isOf(live.attempt().number(), live.attempt().id());
  }

  /** Begins its time anew: it was folded, or its worker was heard of. */
  void heard(long nowNanos) {
    heardNanos = nowNanos - originNanos;
  }

  /** How long it may be silent from now on. */
  void timeout(boolean hasStarted, long nanos) {
    started = hasStarted;
    timeoutNanos = nanos;
  }

  /** It may run no longer than until this time; the first one holds. */
  void executionUntil(long atNanos) {
    if (executionNanos == NEVER) {
      executionNanos = atNanos - originNanos;
    }
  }

  /** It is to be cancelled, and has until this time for it; the first one holds. */
  void graceUntil(long atNanos) {
    if (graceNanos == NEVER) {
      graceNanos = atNanos - originNanos;
    }
  }

  /** When its time is over, as matters stand. */
  long deadlineNanos() {
    return originNanos + deadline();
  }

  private long deadline() {
    return Math.min(heardNanos + timeoutNanos, Math.min(executionNanos, graceNanos));
  }

  /** Why its time is over; null if it is not. */
  ExpiryReason expired(long nowNanos) {
    long now = nowNanos - originNanos;
    if (now >= graceNanos) {
      return ExpiryReason.CANCEL_FORCED;
    } else if (now >= executionNanos) {
      return ExpiryReason.EXECUTION_TIMEOUT;
    } else if (now < heardNanos + timeoutNanos) {
      return null;
    }
    return started ? ExpiryReason.HEARTBEAT_TIMEOUT : ExpiryReason.START_TIMEOUT;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  /** Whether its deadline is before the time it is queued for; then it is queued for it. */
  boolean queue() {
    if (deadline() >= queuedNanos) {
      return false;
    }
    queuedNanos = deadline();
    return true;
  }

  /** Takes it out of the queue; false if it is there for a later time. */
  boolean dequeue(long nowNanos) {
    if (queuedNanos != NEVER && queuedNanos > nowNanos - originNanos) {
      return false;
    }
    queuedNanos = NEVER;
    return true;
  }

  /** Marks that its worker was heard of, and no commit says so; false if it is marked already. */
  boolean extend() {
    boolean was = isExtended;
    isExtended = true;
    return !was;
  }

  void extended() {
    isExtended = false;
  }

  boolean isExpiring() {
    return isExpiring;
  }

  void expiring(boolean value) {
    isExpiring = value;
  }

  Progress progress() {
    return progress;
  }

  void progress(Progress value) {
    progress = value;
  }
}
