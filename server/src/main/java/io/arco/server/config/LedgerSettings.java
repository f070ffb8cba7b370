package io.arco.server.config;

/**
 * Limits of the journal's writer, for each workspace.
 *
 * @param commandTimeoutMillis until a command is answered
 * @param maxQueuedCommands that wait for the next commit
 * @param maxBatchBytes of one commit
 * @param idempotencyTtlMillis that a key is remembered
 * @param maxIdempotencyKeys remembered at once
 */
public record LedgerSettings(
    @Setting(
            text =
                "The longest a command waits for its commit, in milliseconds; after it the answer"
                    + " is `UNAVAILABLE` or `OUTCOME_UNKNOWN`.",
            fallback = "10000",
            min = 1,
            max = 3_600_000)
        long commandTimeoutMillis,
    @Setting(
            text =
                "Commands of a workspace that may wait for the next commit; the next one is"
                    + " answered `OVERLOADED`.",
            fallback = "10000",
            min = 1,
            max = 1_000_000)
        int maxQueuedCommands,
    @Setting(
            text = "The largest commit, in bytes; a command is never split.",
            fallback = "4194304",
            min = 65_536,
            max = 1L << 28)
        int maxBatchBytes,
    @Setting(
            text = "How long an idempotency key is remembered, in milliseconds.",
            fallback = "86400000",
            min = 1)
        long idempotencyTtlMillis,
    @Setting(
            text = "Idempotency keys that a workspace remembers at once.",
            fallback = "100000",
            min = 1,
            max = 100_000_000)
        int maxIdempotencyKeys) {}
