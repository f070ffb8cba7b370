package io.arco.snapshot;

import io.arco.journal.Hash;

/**
 * A manifest as it stands in its slot.
 *
 * @param manifest what it says
 * @param hash the SHA-256 of its bytes, which the next one names
 */
public record StoredManifest(Manifest manifest, Hash hash) {}
