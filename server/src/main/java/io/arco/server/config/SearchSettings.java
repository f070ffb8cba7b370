package io.arco.server.config;

/**
 * The indexes of catalog search, which are in memory.
 *
 * @param maxIndexes open at once
 * @param idleMillis after which an index that nobody searches is closed
 * @param buildWaitMillis that a search waits for an index in the making
 */
public record SearchSettings(
    @Setting(
            text =
                "Workspaces whose search index is open at once; one more closes the one not used"
                    + " for longest.",
            fallback = "64",
            min = 1,
            max = 100_000)
        int maxIndexes,
    @Setting(
            text = "A search index that nobody uses for so long is closed, in milliseconds.",
            fallback = "900000",
            min = 1_000,
            max = 86_400_000)
        long idleMillis,
    @Setting(
            text =
                "How long a search waits for an index that is being built, in milliseconds,"
                    + " before it is answered `INDEX_BUILDING`.",
            fallback = "250",
            max = 60_000)
        long buildWaitMillis) {}
