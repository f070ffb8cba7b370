package io.arco.ledger;

import io.arco.journal.CorruptObjectException;
import io.arco.log.FencedException;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers are told of failures below the ledger. What the store says goes to the log alone.
 */
final class LedgerProblems {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private LedgerProblems() {}

  /** The problem that a failure is. */
  static Problem of(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof CorruptObjectException corrupt) {
      return corrupt.problem();
    }
    if (failure instanceof FencedException) {
      LOG.warn("old entries were deleted while they were read", failure);
      return Problem.of(
          ErrorCode.UNAVAILABLE, "The workspace is being opened anew. It was not done.");
    }
    if (failure instanceof StoreException) {
      LOG.warn("the store failed", failure);
      return Problem.of(ErrorCode.UNAVAILABLE, "The store can't be reached now. It was not done.");
    }
    LOG.error("a fault of the ledger", failure);
    return Problem.of(ErrorCode.INTERNAL, "This request met a fault of the server.");
  }
}
