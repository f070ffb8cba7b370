package io.arco.server.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What planning one query may take, for all its tables together. One thread. */
public final class LakeBudget {
  /** Data files. */
  public static final int MAX_FILES = 10_000;

  /** Rows that deletion vectors and delete files name. */
  public static final long MAX_DELETED_ROWS = 5_000_000;

  /** Bytes of logs, checkpoints, metadata files, manifests and deletion vectors. */
  public static final long MAX_METADATA_BYTES = 256L << 20;

  private final long maxFiles;
  private final long maxDeletedRows;
  private final long maxMetadataBytes;
  private long files;
  private long deletedRows;
  private long metadataBytes;

  /** The whole of it. */
  public LakeBudget() {
    this(MAX_FILES, MAX_DELETED_ROWS, MAX_METADATA_BYTES);
  }

  LakeBudget(long maxFiles, long maxDeletedRows, long maxMetadataBytes) {
    this.maxFiles = maxFiles;
    this.maxDeletedRows = maxDeletedRows;
    this.maxMetadataBytes = maxMetadataBytes;
  }

  void file() {
    if (++files > maxFiles) {
      throw LakeException.tooLarge("The query's tables have too many files.", maxFiles);
    }
  }

  void deletedRows(long count) {
    deletedRows += count;
    if (deletedRows > maxDeletedRows) {
      throw LakeException.tooLarge(
          "Too many rows of the query's tables are deleted and not rewritten.", maxDeletedRows);
    }
  }

  void metadata(long bytes) {
    metadataBytes += bytes;
    if (metadataBytes > maxMetadataBytes) {
      throw LakeException.tooLarge(
          "The metadata of the query's tables is too large.", maxMetadataBytes);
    }
  }

  /** A file of metadata, counted before it is opened. */
  Path metadata(Path file) {
    try {
      metadata(Files.size(file));
      return file;
    } catch (IOException e) {
      throw LakeException.unreadable("A file of the table's metadata can't be read.", e);
    }
  }
}
