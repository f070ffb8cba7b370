package io.arco.store;

import java.util.UUID;

/**
 * Where a workspace's objects are: the only code that builds keys of a workspace. The layout is a
 * public format (docs/reference/storage-format.md).
 *
 * @param workspace the workspace
 */
public record WorkspaceKeys(Workspace workspace) {
  /** The folder of everything of this workspace. */
  public Prefix root() {
    return new Prefix(
        "tenant=" + workspace.tenant().name() + "/workspace=" + workspace.name() + "/");
  }

  /** The object that makes it a workspace: its format and where its journal is. */
  public Key workspaceFile() {
    return root().key("workspace.json");
  }

  /** The numbered log of commits. */
  public Prefix journal() {
    return root().folder("journal");
  }

  /** The numbered log of manifests. */
  public Prefix snapshots() {
    return root().folder("snapshots");
  }

  /** The hint to the newest manifest; the only object ever overwritten. */
  public Key hint() {
    return snapshots().key("current.json");
  }

  /** Manifests kept for time travel after they left the log, by their number. */
  public Prefix keptSnapshots() {
    return snapshots().folder("kept");
  }

  /** Parquet files of public tables. */
  public Prefix tables() {
    return root().folder("tables");
  }

  /** Parquet files of tables that only Arco reads. */
  public Prefix internal() {
    return root().folder("internal");
  }

  /** The logs of attempts at tasks. */
  public Prefix logs() {
    return root().folder("logs");
  }

  /** The log of one attempt: chunks, by number. */
  public Prefix log(UUID run, int task, int attempt) {
    return logs()
        .folder(run.toString())
        .folder(Integer.toString(task))
        .folder(Integer.toString(attempt));
  }

  /** Chunk {@code n} of the log of one attempt; from 1. */
  public Key logChunk(UUID run, int task, int attempt, long n) {
    return log(run, task, attempt).key(String.format("%020d", n));
  }

  /** In a backup: the numbered log of backup records. */
  public Prefix backups() {
    return root().folder("backups");
  }

  /**
   * In a backup: the copy of {@code workspace.json}. Not at its own place, so that no server takes
   * a backup for a workspace and writes to it.
   */
  public Key backedUpWorkspaceFile() {
    return backups().key("workspace.json");
  }

  /** The key of a file that a manifest names relative to {@link #root()}. */
  public Key file(String path) {
    return root().key(path);
  }

  /** A key of this workspace as manifests and messages name it, relative to {@link #root()}. */
  public String relative(Key key) {
    return key.text().substring(root().text().length());
  }
}
