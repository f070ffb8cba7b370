package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of a store that could not answer. */
final class ReadProblems {
  private static final Logger LOG = LoggerFactory.getLogger(ReadProblems.class);

  private ReadProblems() {}

  /** UNAVAILABLE for a failure of the store, which is logged; any other failure as it is. */
  static Throwable of(Throwable failure) {
    if (failure instanceof StoreException) {
      LOG.warn("a file can't be read", failure);
      return Problem.of(ErrorCode.UNAVAILABLE, "The store can't be reached now.").asException();
    }
    return failure;
  }
}
