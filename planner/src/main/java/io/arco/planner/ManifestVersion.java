package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import java.time.Instant;

/**
 * A deployed manifest without its assets; also what callers see of it.
 *
 * @param version its number, from 1
 * @param contentHash the hash of its content
 * @param codeVersion the version of the code it comes from, or null
 * @param description what a person says about it, or null
 * @param assetCount how many assets it has
 * @param deployedAt when
 * @param deployedBy on whose behalf
 */
@JsonPropertyOrder({
  "version",
  "contentHash",
  "codeVersion",
  "description",
  "assetCount",
  "deployedAt",
  "deployedBy"
})
public record ManifestVersion(
    long version,
    Hash contentHash,
    String codeVersion,
    String description,
    int assetCount,
    Instant deployedAt,
    String deployedBy) {}
