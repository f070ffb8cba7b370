package io.arco.server.config;

/**
 * How the process ends.
 *
 * @param drainMillis that answers under way are given
 */
public record ShutdownSettings(
    @Setting(
            text = "How long answers under way are given to finish after SIGTERM, in milliseconds.",
            fallback = "8000",
            max = 600_000)
        long drainMillis) {}
