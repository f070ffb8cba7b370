package io.arco.compactor;

import io.arco.snapshot.StoredManifest;

/** How an attempt to publish ended. */
public sealed interface PublishResult {
  /**
   * The snapshot is there.
   *
   * @param manifest it
   * @param puts how many files were written, the manifest included
   * @param bytes their size
   */
  record Published(StoredManifest manifest, int puts, long bytes) implements PublishResult {}

  /**
   * Another publisher was faster; nothing of ours is visible, and the publisher goes on from there.
   * Whoever still has changes behind {@code newest} drops the others and publishes again.
   *
   * @param newest the newest manifest
   */
  record Superseded(StoredManifest newest) implements PublishResult {}
}
