package io.arco.server.files;

import io.arco.journal.Hash;
import io.arco.store.Key;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import java.time.Instant;

/**
 * What a signed URL says: anyone may read this file until a time.
 *
 * @param workspace whose it is
 * @param table where it is
 * @param name the last segment of its path
 * @param bytes its size, at least 1
 * @param sha256 the hash of its bytes
 * @param expiresAt when the URL ends, in whole seconds
 */
public record SignedFile(
    Workspace workspace, Table table, String name, long bytes, Hash sha256, Instant expiresAt) {
  /**
   * The table of a file, public by its nature: URLs have no place for files of others.
   *
   * @param domain the SQL schema it is in
   * @param name its name
   */
  public record Table(String domain, String name) {}

  /** The path relative to the workspace's root, in which alone public tables are. */
  public String path() {
    return "tables/" + table.domain() + "/" + table.name() + "/" + name;
  }

  /**
   * Where its bytes are.
   *
   * @throws IllegalArgumentException if no object can be there
   */
  public Key key() {
    return new WorkspaceKeys(workspace).file(path());
  }

  /** The strong entity tag of its bytes. */
  public String entityTag() {
    return '"' + sha256.hex() + '"';
  }
}
