package io.arco.server.config;

/**
 * Limits of runs and workers, for each workspace.
 *
 * @param maxTasks of one run
 * @param maxLiveTasks of all runs that have not ended
 * @param keyRetentionMillis that a run key is remembered
 * @param keptFinished runs that stay in memory after their end
 * @param finishedRetentionMillis that they stay at most
 * @param headCheckMillis between two looks for commits of other servers
 * @param maxWaitingPolls workers that wait for tasks at once
 * @param maxLogBytes of the log of one attempt
 */
public record RunSettings(
    @Setting(text = "Tasks that one run may have.", fallback = "10000", min = 1, max = 100_000)
        int maxTasks,
    @Setting(
            text = "Tasks of all runs that have not ended.",
            fallback = "200000",
            min = 1,
            max = 10_000_000)
        int maxLiveTasks,
    @Setting(
            text = "How long a run key is remembered, in milliseconds of the journal's time.",
            fallback = "34560000000",
            min = 1)
        long keyRetentionMillis,
    @Setting(
            text =
                "Finished runs that stay in memory; older ones are read from the snapshot, once one"
                    + " holds them.",
            fallback = "100",
            max = 100_000)
        int keptFinished,
    @Setting(
            text =
                "How long a finished run stays in memory at most, in milliseconds of the journal's"
                    + " time.",
            fallback = "600000")
        long finishedRetentionMillis,
    @Setting(
            text =
                "How often the store is asked for commits of other servers while workers wait for"
                    + " tasks of live runs, or have some, in milliseconds.",
            fallback = "250",
            min = 10,
            max = 60_000)
        long headCheckMillis,
    @Setting(
            text = "Workers that may wait for tasks at once; the next is answered `OVERLOADED`.",
            fallback = "1000",
            min = 1,
            max = 100_000)
        int maxWaitingPolls,
    @Setting(
            text =
                "The most bytes that the log of one attempt may have; more is"
                    + " `LOG_LIMIT_REACHED`.",
            fallback = "16777216",
            min = 1024,
            max = 1L << 40)
        long maxLogBytes) {}
