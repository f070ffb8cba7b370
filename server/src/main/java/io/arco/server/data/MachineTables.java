package io.arco.server.data;

import io.arco.server.lake.LakeBudget;
import io.arco.server.sql.TableName;
import java.nio.file.Path;
import java.util.List;

/**
 * Parquet tables as whoever is at this machine may read them: with the rules of queries for what is
 * a file of a table, and no data roots. Blocks. Used by one thread.
 */
public final class MachineTables {
  private final FileListing listing = new FileListing(RealPath::of, new LakeBudget(() -> false));

  /**
   * The files of a table.
   *
   * @param files absolute, by path; none for an empty directory
   * @param hivePartitions whether {@code key=value} folders in the paths are columns too
   */
  public record Found(List<Path> files, boolean hivePartitions) {}

  /** Whether a location is one of objects in a bucket, and not on any machine. */
  public static boolean isInBucket(String location) {
    return DataBuckets.isBucketName(location);
  }

  /**
   * The files at a location, within the bounds of one query for all that are asked for.
   *
   * @param location a {@code file:} URI
   * @throws io.arco.problem.ProblemException INVALID_LOCATION, TABLE_NOT_READABLE or
   *     QUERY_TOO_LARGE
   */
  public Found at(TableName table, String location) {
    List<DataFile> files = listing.of(table, FileUri.path(location));
    return new Found(
        files.stream().map(DataFile::path).toList(),
        !files.isEmpty() && !files.get(0).keys().isEmpty());
  }
}
