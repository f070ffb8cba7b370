package io.arco.journal;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;

/**
 * An object of the store is not what it must be: torn, flipped, missing from the middle, or not
 * chained to the one before. Nothing is guessed; the workspace is not served.
 */
public final class CorruptObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String object;
  private final String what;

  /**
   * Names the object and what is wrong.
   *
   * @param object its name relative to the workspace
   * @param what one clause: "its body hashes to …, its header says …"
   */
  public CorruptObjectException(String object, String what) {
    super(object + ": " + what);
    this.object = object;
    this.what = what;
  }

  /** What callers are told: WORKSPACE_CORRUPT, with the object and what is wrong. */
  public Problem problem() {
    return Problem.of(
            ErrorCode.WORKSPACE_CORRUPT,
            "This workspace's files contradict each other. It is not served until they are"
                + " repaired; run 'arco verify'.")
        .with("object", object)
        .with("what", what);
  }

  /** The object's name relative to the workspace. */
  public String object() {
    return object;
  }

  /** What is wrong with it. */
  public String what() {
    return what;
  }
}
