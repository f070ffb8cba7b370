package io.arco.server.data;

import io.arco.server.lake.LakeBudget;
import io.arco.server.lake.LakeException;
import io.arco.server.lake.LakeFiles.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the Parquet files of a query's tables in buckets, by the rules of {@link FileListing}, and
 * copies them here. Blocks. One query, one thread.
 */
final class BucketListing {
  private final DataBuckets buckets;
  private final LakeBudget budget;
  private final BucketCache.Held held;
  private int files;

  BucketListing(DataBuckets buckets, LakeBudget budget, BucketCache.Held held) {
    this.held = held;
    this.buckets = buckets;
    this.budget = budget;
  }

  /**
   * The files of a table, by name; none where nothing is.
   *
   * @param location where the table points
   * @throws LakeException if they can't be read, don't lie in folders of the same keys, or are too
   *     many
   */
  List<DataFile> of(String location) {
    if (buckets.isFile(location)) {
      return List.of(copied(location, List.of()));
    }
    List<DataFile> found = new ArrayList<>();
    for (Entry entry : buckets.list(location, true, FileListing.MAX_NAMES)) {
      List<String> names =
          Arrays.asList(entry.name().substring(location.length() + 1).split("/", -1));
      if (names.size() - 1 > FileListing.MAX_DEPTH) {
        throw LakeException.tooLarge("The table's folders are too deep.", FileListing.MAX_DEPTH);
      }
      boolean isRead =
          names.stream().noneMatch(FileListing::isHidden)
              && FileListing.isParquet(names.get(names.size() - 1));
      if (isRead) {
        found.add(copied(entry.name(), keys(names.subList(0, names.size() - 1))));
      }
    }
    if (found.stream().map(DataFile::keys).distinct().count() > 1) {
      throw LakeException.unreadable(
          "The table's files don't all lie in folders of the same keys.");
    }
    return found;
  }

  private static List<String> keys(List<String> folders) {
    return folders.stream()
        .filter(folder -> folder.indexOf('=') > 0)
        .map(folder -> folder.substring(0, folder.indexOf('=')))
        .toList();
  }

  private DataFile copied(String name, List<String> keys) {
    budget.time();
    if (++files > FileListing.MAX_FILES) {
      throw LakeException.tooLarge(
          "The query's tables have too many files.", FileListing.MAX_FILES);
    }
    // The copy's path is of the version that was copied.
    return new DataFile(buckets.file(name, held), keys, "");
  }
}
