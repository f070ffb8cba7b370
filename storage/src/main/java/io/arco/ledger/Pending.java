package io.arco.ledger;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Scheduler;
import io.vertx.core.Promise;

/** A submission whose caller still waits. Touched on the ledger's scheduler only. */
final class Pending {
  private final Submission submission;
  private final Promise<Receipt> promise;
  private Scheduler.Timer deadline;
  private boolean answered;
  private boolean atStake;

  Pending(Submission submission, Promise<Receipt> promise) {
    this.submission = submission;
    this.promise = promise;
  }

  Submission submission() {
    return submission;
  }

  /** Whether the caller has been told something, so that it must not be decided any more. */
  boolean isAnswered() {
    return answered;
  }

  void arm(Scheduler scheduler) {
    deadline = scheduler.schedule(submission.timeoutMillis(), this::expire);
  }

  /**
   * Marks whether its events are being put: until that is decided, nobody knows what becomes of it.
   */
  void atStake(boolean value) {
    atStake = value;
  }

  private void expire() {
    if (atStake) {
      fail(
          Problem.of(
              ErrorCode.OUTCOME_UNKNOWN,
              "The commit was still undecided at the deadline. It may or may not take effect; ask"
                  + " again with the same idempotency key."));
    } else {
      fail(
          Problem.of(
              ErrorCode.UNAVAILABLE, "The deadline passed before this was done. It was not done."));
    }
  }

  void complete(Receipt receipt) {
    if (end()) {
      promise.complete(receipt);
    }
  }

  void fail(Problem problem) {
    if (end()) {
      promise.fail(problem.asException());
    }
  }

  /** For a batch of which nobody knows any more what became. */
  void abandonIfAtStake() {
    if (atStake) {
      expire();
    }
  }

  /** For an end of the ledger itself: certain where it can be. */
  void abandon(Problem notDone) {
    if (atStake) {
      expire();
    } else {
      fail(notDone);
    }
  }

  private boolean end() {
    if (answered) {
      return false;
    }
    answered = true;
    if (deadline != null) {
      deadline.cancel();
    }
    return true;
  }
}
