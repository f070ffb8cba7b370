package io.arco.backup;

import io.arco.problem.ProblemException;

/** What a failure says, details included. */
final class BackupFailures {
  private BackupFailures() {}

  static String text(Throwable failure) {
    return failure instanceof ProblemException known
        ? known.problem().text() + " " + known.problem().details()
        : String.valueOf(failure.getMessage());
  }
}
