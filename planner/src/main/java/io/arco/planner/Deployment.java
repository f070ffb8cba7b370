package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The answer to a deployment.
 *
 * @param manifest the current version after it
 * @param changed whether it is a new one; false if the content was current already
 */
@JsonPropertyOrder({"manifest", "changed"})
public record Deployment(ManifestVersion manifest, boolean changed) {}
