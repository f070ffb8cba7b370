package io.arco.log;

/**
 * What was found in a slot can't be trusted: the entry before it is gone, so the slot may have been
 * emptied by retention. Whoever meets this opens the log anew, from its newest checkpoint.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String slot) {
    super(slot + " may have been emptied: the entry before it is gone", null, false, false);
  }
}
