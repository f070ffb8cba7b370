package io.arco.gc;

/**
 * Garbage collection stopped before it deleted what it should not: clocks disagree, or the
 * workspace is too large for one run. The message is for the operator.
 */
public final class CollectionRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CollectionRefusedException(String message) {
    super(message, null, false, false);
  }
}
