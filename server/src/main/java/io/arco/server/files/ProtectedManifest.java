package io.arco.server.files;

import io.arco.snapshot.Manifest;
import java.time.Instant;
import java.util.Optional;

/**
 * A manifest and how long its files are sure to stay.
 *
 * @param manifest which; empty for a workspace that has none
 * @param until collection removes none of its files before
 */
public record ProtectedManifest(Optional<Manifest> manifest, Instant until) {}
