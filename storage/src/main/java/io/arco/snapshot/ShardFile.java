package io.arco.snapshot;

import io.arco.journal.Hash;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Parquet file of a snapshot: the rows of one key range of one table.
 *
 * @param path its name relative to the workspace: {@code
 *     {folder}{shard:06}-{manifest:020}-{hash16}.parquet}
 * @param shard the number of the key range, at least 1, never used again in the table
 * @param bytes its size
 * @param rows how many rows it has, at least 1
 * @param sha256 the hash of its bytes
 * @param min the key of its first row
 * @param max the key of its last row
 */
public record ShardFile(
    String path, long shard, long bytes, long rows, Hash sha256, RowKey min, RowKey max) {
  private static final Pattern NAME =
      Pattern.compile("[^/]+/[^/]+/[^/]+/[0-9]{6,}-([0-9]{20})-[0-9a-f]{16}\\.parquet");
  private static final int HASH_DIGITS = 16;
  private static final String SUFFIX = ".parquet";

  /**
   * @throws IllegalArgumentException if the numbers or keys can't be
   */
  public ShardFile {
    if (shard < 1 || bytes < 1 || rows < 1 || min.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          path
              + " has shard "
              + shard
              + ", bytes "
              + bytes
              + ", rows "
              + rows
              + ", keys "
              + min.values()
              + " to "
              + max.values());
    }
  }

  /** The name of the file of these bytes, first named by manifest {@code manifest}. */
  public static String pathOf(TableDefinition table, long shard, long manifest, Hash sha256) {
    return pathOf(table.folder(), shard, manifest, sha256);
  }

  /** The manifest that first named it, as its path says. */
  public long manifest() {
    int end = path.length() - SUFFIX.length() - HASH_DIGITS - 1;
    return Long.parseLong(path.substring(end - 20, end));
  }

  /** The manifest that first named the file of this path; empty if no file of ours has it. */
  public static OptionalLong manifestOf(String path) {
    Matcher matcher = NAME.matcher(path);
    try {
      return matcher.matches()
          ? OptionalLong.of(Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether the path is the one that a file of this folder and content must have. */
  boolean isNamedFor(String folder) {
    int shortest = folder.length() + 6 + 1 + 20 + 1 + HASH_DIGITS + SUFFIX.length();
    if (path.length() < shortest) {
      return false;
    }
    try {
      return path.equals(pathOf(folder, shard, manifest(), sha256));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String pathOf(String folder, long shard, long manifest, Hash sha256) {
    String hash = sha256.hex().substring(0, HASH_DIGITS);
    return folder + String.format("%06d-%020d-%s", shard, manifest, hash) + SUFFIX;
  }
}
