package io.arco.planner.run;

/**
 * The bounds of runs. They bind decisions, never folds.
 *
 * @param maxRunTasks tasks of a run
 * @param maxLiveTasks tasks of the workspace that are not final
 * @param maxRunRanges ranges of tasks that the tasks of a run wait for
 * @param runKeyRetentionMillis how long a run key stands for its run
 * @param maxRunKeys run keys that live
 * @param maxLabels labels of a run
 * @param textCharacters of a run key, a worker's id, a reason, a label and other short texts
 * @param maxLeases tasks that are leased at once
 * @param maxBatch attempts, tasks or runs that one command names
 * @param report of what a worker reports
 */
public record RunLimits(
    int maxRunTasks,
    int maxLiveTasks,
    int maxRunRanges,
    long runKeyRetentionMillis,
    int maxRunKeys,
    int maxLabels,
    int textCharacters,
    int maxLeases,
    int maxBatch,
    ReportLimits report) {
  /** What holds where nothing else is said. */
  public static final RunLimits DEFAULT =
      new RunLimits(
          10_000,
          200_000,
          100_000,
          400 * 86_400_000L,
          5_000_000,
          64,
          256,
          1_000,
          10_000,
          ReportLimits.DEFAULT);

  /** The same, but for how long run keys are kept. */
  public RunLimits withRunKeyRetention(long millis) {
    return new RunLimits(
        maxRunTasks,
        maxLiveTasks,
        maxRunRanges,
        millis,
        maxRunKeys,
        maxLabels,
        textCharacters,
        maxLeases,
        maxBatch,
        report);
  }

  /** The same, but for how many tasks there may be. */
  public RunLimits withTasks(int ofRun, int live) {
    return new RunLimits(
        ofRun,
        live,
        maxRunRanges,
        runKeyRetentionMillis,
        maxRunKeys,
        maxLabels,
        textCharacters,
        maxLeases,
        maxBatch,
        report);
  }

  /** The same, but for how many ranges of tasks those of a run may wait for. */
  public RunLimits withRanges(int ofRun) {
    return new RunLimits(
        maxRunTasks,
        maxLiveTasks,
        ofRun,
        runKeyRetentionMillis,
        maxRunKeys,
        maxLabels,
        textCharacters,
        maxLeases,
        maxBatch,
        report);
  }

  /**
   * The bounds of what a worker reports.
   *
   * @param outputs of an attempt
   * @param inputs of an attempt
   * @param checks of an attempt
   * @param metrics of an attempt
   * @param columns of an output, and sources of a column
   * @param textCharacters of names, versions, locations and keys
   * @param messageCharacters of messages
   * @param traceCharacters of stack traces
   */
  public record ReportLimits(
      int outputs,
      int inputs,
      int checks,
      int metrics,
      int columns,
      int textCharacters,
      int messageCharacters,
      int traceCharacters) {
    /** What holds where nothing else is said. */
    public static final ReportLimits DEFAULT =
        new ReportLimits(100, 1_000, 100, 100, 2_000, 2_048, 4_096, 65_536);
  }
}
