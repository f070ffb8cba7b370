package io.arco.problem;

/**
 * Carries a {@link Problem} through futures and out of parsers. Has no stack trace: it is an
 * answer.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Wraps the problem. */
  public ProblemException(Problem problem) {
    super(problem.code() + ": " + problem.text() + " " + problem.details(), null, false, false);
    this.problem = problem;
  }

  /** What went wrong. */
  public Problem problem() {
    return problem;
  }
}
