package io.arco.server.config;

/**
 * The URLs of files of snapshots.
 *
 * @param urlTtlMillis how long they are good when the caller does not say
 * @param maxUrlTtlMillis how long a caller may ask for
 * @param maxStreams files that are sent at once
 */
public record FileSettings(
    @Setting(
            text =
                "How long the URL of a file is good when the caller does not say, in"
                    + " milliseconds.",
            fallback = "900000",
            min = 60_000,
            max = 86_400_000)
        long urlTtlMillis,
    @Setting(
            text =
                "How long a caller may ask for, in milliseconds. Never longer than garbage"
                    + " collection leaves the files alone.",
            fallback = "3600000",
            min = 60_000,
            max = 86_400_000)
        long maxUrlTtlMillis,
    @Setting(
            text =
                "Files that are sent at once; one more is answered `OVERLOADED`. Each takes up to"
                    + " about 1 MiB of memory.",
            fallback = "64",
            min = 1,
            max = 10_000)
        int maxStreams) {}
