package io.arco.server.bus;

/**
 * Which snapshot.
 *
 * @param number the manifest's number; 0 where the workspace has no snapshot
 * @param sequence the newest commit it includes; 0 where there is none
 */
public record SnapshotName(long number, long sequence) {
  /** Of a workspace that has no snapshot. */
  public static final SnapshotName NONE = new SnapshotName(0, 0);
}
