package io.arco.server.dispatch;

/**
 * The limits of handing out tasks, for each workspace.
 *
 * @param headCheckMillis between two looks for commits of other servers
 * @param maxWaitingPolls polls that wait at once; one more is OVERLOADED
 * @param keptFinishedRuns runs that stay in the state after their end
 * @param finishedRunMillis that they stay there at most, in the journal's time
 * @param commandTimeoutMillis until a command is answered
 */
public record DispatchOptions(
    long headCheckMillis,
    int maxWaitingPolls,
    int keptFinishedRuns,
    long finishedRunMillis,
    long commandTimeoutMillis) {
  /** What holds where nothing else is said. */
  public static final DispatchOptions DEFAULT =
      new DispatchOptions(250, 1_000, 100, 600_000, 10_000);

  /** Attempts, tasks or runs that one command names. */
  static final int MAX_BATCH = 1_000;

  /** When to try again what could not be done, in milliseconds. */
  static final long RETRY_MILLIS = 1_000;

  /** An extension is committed at the latest after this part of the timeout it extends. */
  static final int EXTENSIONS_A_TIMEOUT = 3;
}
