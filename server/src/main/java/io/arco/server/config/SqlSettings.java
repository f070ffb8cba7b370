package io.arco.server.config;

/**
 * Limits of queries.
 *
 * @param timeoutMillis of one query
 * @param defaultRows when the caller names none
 * @param maxRows that a caller may ask for
 * @param maxResultBytes of one answer
 * @param memoryBytes for the engine
 * @param threads of the engine
 * @param concurrency queries that run at once
 * @param queue queries that wait
 * @param maxTextBytes of one SQL text
 * @param slowMillis from when on a query is slow
 */
public record SqlSettings(
    @Setting(
            text =
                "The longest a query may run, in milliseconds, until the last byte of its result"
                    + " was taken.",
            fallback = "30000",
            min = 1,
            max = 86_400_000)
        long timeoutMillis,
    @Setting(
            text = "Rows of an answer when the caller does not say.",
            fallback = "1000",
            min = 1,
            max = 100_000_000)
        int defaultRows,
    @Setting(
            text = "The most rows a caller may ask for.",
            fallback = "100000",
            min = 1,
            max = 100_000_000)
        int maxRows,
    @Setting(
            text =
                "The most bytes of one answer, as sent; what is cut off says `truncated`. Answers"
                    + " are streamed, so this is no measure of memory.",
            fallback = "67108864",
            min = 1024,
            max = 1L << 40)
        long maxResultBytes,
    @Setting(
            text =
                "Memory of the SQL engine, in bytes, for all queries together; each of the queries"
                    + " that run at once has its share. What a function needs while it makes one"
                    + " value is not counted.",
            fallback = "536870912",
            min = 16_777_216)
        long memoryBytes,
    @Setting(text = "Threads of the SQL engine.", fallback = "2", min = 1, max = 256) int threads,
    @Setting(text = "Queries that run at once.", fallback = "4", min = 1, max = 256)
        int concurrency,
    @Setting(
            text = "Queries that may wait; the next one is answered `OVERLOADED`.",
            fallback = "64",
            min = 1,
            max = 100_000)
        int queue,
    @Setting(
            text = "The longest SQL text, in bytes of UTF-8.",
            fallback = "65536",
            min = 16,
            max = 16_777_216)
        int maxTextBytes,
    @Setting(
            text =
                "A query that took so many milliseconds is logged as slow, without the literals"
                    + " of its text; 0 logs none.",
            fallback = "10000",
            min = 0,
            max = 86_400_000)
        long slowMillis) {}
