package io.arco.server.bus;

import io.arco.snapshot.StoredManifest;

/**
 * Which snapshot.
 *
 * @param number the manifest's number; 0 where the workspace has no snapshot
 * @param sequence the newest commit it includes; 0 where there is none
 * @param hash the hash of the manifest's bytes, empty where there is none: manifests of two lives
 *     of a workspace may have one number
 */
public record SnapshotName(long number, long sequence, String hash) {
  /** Of a workspace that has no snapshot. */
  public static final SnapshotName NONE = new SnapshotName(0, 0, "");

  /** Of a manifest. */
  public static SnapshotName of(StoredManifest stored) {
    return new SnapshotName(
        stored.manifest().number(), stored.manifest().journal().sequence(), stored.hash().hex());
  }
}
