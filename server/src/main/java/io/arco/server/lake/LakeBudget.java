package io.arco.server.lake;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** What planning one query may take, for all its tables together, time included. One thread. */
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
  private final BooleanSupplier isOver;
  private long files;
  private long deletedRows;
  private long metadataBytes;

  /**
   * The whole of it.
   *
   * @param isOver whether the query's time is over, or nobody wants it any more
   */
  public LakeBudget(BooleanSupplier isOver) {
    this(MAX_FILES, MAX_DELETED_ROWS, MAX_METADATA_BYTES, isOver);
  }

  LakeBudget(long maxFiles, long maxDeletedRows, long maxMetadataBytes, BooleanSupplier isOver) {
    this.maxFiles = maxFiles;
    this.maxDeletedRows = maxDeletedRows;
    this.maxMetadataBytes = maxMetadataBytes;
    this.isOver = isOver;
  }

  /**
   * Looks whether there is time left.
   *
   * @throws io.arco.problem.ProblemException QUERY_TIMEOUT
   */
  public void time() {
    if (isOver.getAsBoolean()) {
      throw Problem.of(ErrorCode.QUERY_TIMEOUT, "The query ran longer than it may.").asException();
    }
  }

  void file() {
    files(1);
  }

  void files(long count) {
    time();
    files += count;
    if (files > maxFiles) {
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
    time();
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
