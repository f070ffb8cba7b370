package io.arco.server.config;

/**
 * The pace of snapshots.
 *
 * @param minIntervalMillis between two snapshots of one workspace
 */
public record CompactionSettings(
    @Setting(
            text =
                "The least time between two snapshots of one workspace while it is being written,"
                    + " in milliseconds. A query that asks for the latest publishes at once.",
            fallback = "1000",
            fallbackOnS3 = "10000",
            max = 86_400_000)
        long minIntervalMillis) {}
