package io.arco.server.config;

/**
 * What the catalog of each workspace keeps.
 *
 * @param dropRetentionMillis that what is deleted can be put back
 */
public record CatalogSettings(
    @Setting(
            text =
                "How long what is deleted from the catalog can be put back, in milliseconds of"
                    + " the journal's time; 0: not at all. Holds for deletions from then on.",
            fallback = "604800000",
            max = 3_153_600_000_000L)
        long dropRetentionMillis) {}
