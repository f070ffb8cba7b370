package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;

/** Checks of what a body must have, beyond its types. */
final class Required {
  private Required() {}

  /**
   * Refuses null.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static <T> T value(String field, T value) {
    if (value == null) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A required value is missing.")
          .with("field", field)
          .asException();
    }
    return value;
  }

  /**
   * Refuses what is not within bounds.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static void within(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw wrong(field, "a number from " + text(min) + " to " + text(max));
    }
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** INVALID_REQUEST of a value that is not what it may be. */
  static ProblemException wrong(String field, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The value is not allowed here.")
        .with("field", field)
        .with("expected", expected)
        .asException();
  }
}
